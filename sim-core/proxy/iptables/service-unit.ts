import type { EndpointSlice, Service } from '../../kube/objects.js';
import type { IpFamily } from '../../net/ip.js';
import type { Listener } from '../dataplane.js';
import { healthCheckListener } from '../health-check.js';
import { viewService } from '../service-view.js';
import type { ServiceRules } from './port-scope.js';
import { compileService } from './service-rules.js';
import type { FamilySettings } from './settings.js';

/**
 * Past this many endpoints in the cluster, rules that name an endpoint go without a comment.
 * @see pkg/proxy/iptables/proxier.go (v1.34) largeClusterEndpointsThreshold
 */
const largeClusterEndpoints = 1000;

/** One Service's share of the rules, with what it was made from. */
export interface ServiceUnit {
  readonly service: Service;
  readonly slices: readonly EndpointSlice[];
  readonly brief: boolean;
  readonly endpointCount: number;
  readonly rules: ServiceRules;
  readonly listener: Listener | undefined;
}

/**
 * Whether all nodes write the same rules for a Service: nothing of it is for one node's endpoints alone, nothing
 * guards a node's own address, and no address stands in two slices, of which the node's own entry would win.
 * @see pkg/proxy/topology.go (v1.34) CategorizeEndpoints; pkg/proxy/endpointslicecache.go addEndpoints
 */
function isSameOnEveryNode({ spec }: Service, slices: readonly EndpointSlice[]): boolean {
  if (spec.internalTrafficPolicy === 'Local' || spec.externalTrafficPolicy === 'Local') return false;
  if ((spec.loadBalancerSourceRanges ?? []).length > 0) return false;
  const seen = new Set<string | undefined>();
  for (const slice of slices) {
    for (const { addresses, hints } of slice.endpoints ?? []) {
      if (hints !== undefined || seen.has(addresses[0])) return false;
      seen.add(addresses[0]);
    }
  }
  return true;
}

interface SharedUnit {
  readonly family: IpFamily;
  readonly settings: string;
  readonly unit: ServiceUnit;
}

/** The newest units of Services that are the same on every node; the nodes' kube-proxies write them one after the other. */
const shared = new WeakMap<Service, readonly SharedUnit[]>();

/** Nodes that tell pods by their own range have rules of their own: no more than a few are kept. */
const keptUnits = 8;

/** What such rules depend on besides the Service and its slices. */
const sharedSettings = ({ family, masqueradeAll, localPods, localhostNodePorts }: FamilySettings): string =>
  JSON.stringify([family, masqueradeAll, localPods, localhostNodePorts]);

const sameItems = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((item, i) => item === b[i]);

function madeElsewhere(
  service: Service,
  slices: readonly EndpointSlice[],
  settings: FamilySettings,
  endpointsBefore: number,
): ServiceUnit | undefined {
  const wanted = sharedSettings(settings);
  return shared
    .get(service)
    ?.find(
      ({ settings: own, unit }) =>
        own === wanted &&
        sameItems(unit.slices, slices) &&
        unit.brief === endpointsBefore + unit.endpointCount > largeClusterEndpoints,
    )?.unit;
}

function shareUnit(unit: ServiceUnit, settings: FamilySettings): void {
  const { family } = settings;
  const others = (shared.get(unit.service) ?? []).filter(
    (other) => other.family !== family || sameItems(other.unit.slices, unit.slices),
  );
  shared.set(unit.service, [{ family, settings: sharedSettings(settings), unit }, ...others].slice(0, keptUnits));
}

/** Compiles one Service, unless what was made before, or for another node, is the very same. */
export function compileUnit(
  service: Service,
  slices: readonly EndpointSlice[],
  settings: FamilySettings,
  endpointsBefore: number,
  before: ServiceUnit | undefined,
): ServiceUnit {
  const isSame = before !== undefined && before.service === service && sameItems(before.slices, slices);
  if (isSame && before.brief === endpointsBefore + before.endpointCount > largeClusterEndpoints) return before;
  const known = madeElsewhere(service, slices, settings, endpointsBefore);
  if (known !== undefined) return known;
  const ports = viewService(service, slices, settings.family, settings.nodeName);
  const endpointCount = ports.reduce((sum, port) => sum + port.endpoints.length, 0);
  const brief = endpointsBefore + endpointCount > largeClusterEndpoints;
  const rules = compileService(ports, settings, brief);
  const unit = { service, slices, brief, endpointCount, rules, listener: healthCheckListener(ports) };
  if (isSameOnEveryNode(service, slices)) shareUnit(unit, settings);
  return unit;
}
