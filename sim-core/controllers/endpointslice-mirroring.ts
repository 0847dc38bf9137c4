import type { IpFamily } from '../net/ip.js';
import { familyOf } from '../net/ip.js';
import type {
  Endpoint,
  EndpointAddress,
  EndpointPort,
  EndpointSlice,
  EndpointSubset,
  Endpoints,
} from '../kube/objects.js';
import type { ApiObjects, ApiTx } from '../kube/store.js';
import { getObject, keyOf, listObjects } from '../kube/store.js';
import type { Controller, ControllerContext } from './controller.js';
import { controllerReference } from './pod-state.js';
import {
  HEADLESS_LABEL,
  MANAGED_BY_LABEL,
  SERVICE_NAME_LABEL,
  copiedLabels,
  hasSelector,
} from './service-endpoints.js';
import { planSlices, portsKey } from './slice-plan.js';
import type { SliceGroup } from './slice-plan.js';
import { storeSlices } from './slice-store.js';
import { writeObjects } from './write.js';

const CONTROLLER = 'endpointslicemirroring-controller.k8s.io';
const SKIP_LABEL = 'endpointslice.kubernetes.io/skip-mirror';
const LEADER_ANNOTATION = 'control-plane.alpha.kubernetes.io/leader';
const NOT_COPIED = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'endpoints.kubernetes.io/last-change-trigger-time',
];

/** --mirroring-max-endpoints-per-subset */
const MAX_ADDRESSES_PER_SUBSET = 1000;

/** @see pkg/controller/endpointslicemirroring/endpointslicemirroring_controller.go (v1.34) shouldMirror */
function shouldMirror(objects: ApiObjects, endpoints: Endpoints): boolean {
  const { name, namespace, labels, annotations } = endpoints.metadata;
  if (labels?.[SKIP_LABEL] === 'true' || annotations?.[LEADER_ANNOTATION] !== undefined) return false;
  const service = getObject(objects, 'Service', namespace, name);
  return service !== undefined && !hasSelector(service);
}

const endpointOf = (address: EndpointAddress, ready: boolean): Endpoint => ({
  addresses: [address.ip],
  conditions: { ready },
  ...(address.nodeName === undefined ? {} : { nodeName: address.nodeName }),
  ...(address.targetRef === undefined ? {} : { targetRef: address.targetRef }),
});

const portsOf = (subset: EndpointSubset): readonly EndpointPort[] =>
  (subset.ports ?? []).map((port) => ({
    name: port.name ?? '',
    port: port.port,
    protocol: port.protocol,
    ...(port.appProtocol === undefined ? {} : { appProtocol: port.appProtocol }),
  }));

function groupsOf(endpoints: Endpoints, family: IpFamily): readonly SliceGroup[] {
  const groups = new Map<
    string,
    { readonly ports: readonly EndpointPort[]; readonly endpoints: Map<string, Endpoint> }
  >();
  for (const subset of endpoints.subsets ?? []) {
    const ports = portsOf(subset);
    const all = [
      ...(subset.addresses ?? []).map((address) => ({ address, ready: true })),
      ...(subset.notReadyAddresses ?? []).map((address) => ({ address, ready: false })),
    ].slice(0, MAX_ADDRESSES_PER_SUBSET);
    for (const { address, ready } of all) {
      if (familyOf(address.ip) !== family) continue;
      const key = portsKey(ports);
      const group = groups.get(key) ?? { ports, endpoints: new Map<string, Endpoint>() };
      groups.set(key, group);
      if (!group.endpoints.has(address.ip)) group.endpoints.set(address.ip, endpointOf(address, ready));
    }
  }
  return [...groups.values()].map((group) => ({ ports: group.ports, endpoints: [...group.endpoints.values()] }));
}

function syncEndpoints(
  tx: ApiTx,
  endpoints: Endpoints,
  slices: readonly EndpointSlice[],
  context: ControllerContext,
): void {
  const { name, namespace = '', annotations } = endpoints.metadata;
  const copied = copiedLabels(annotations, NOT_COPIED);
  const labels = {
    ...copiedLabels(endpoints.metadata.labels, [SERVICE_NAME_LABEL, MANAGED_BY_LABEL, HEADLESS_LABEL]),
    [MANAGED_BY_LABEL]: CONTROLLER,
    [SERVICE_NAME_LABEL]: name,
  };
  const reference = controllerReference(endpoints);
  for (const family of ['IPv4', 'IPv6'] as const) {
    const groups = groupsOf(endpoints, family);
    const existing = slices.filter((slice) => slice.addressType === family);
    const plan = groups.length === 0 ? { update: [], create: [], remove: existing } : planSlices(groups, existing);
    const owner = { reference, namespace, name, labels, addressType: family };
    storeSlices(tx, Object.keys(copied).length > 0 ? { ...owner, annotations: copied } : owner, plan, context);
  }
}

/**
 * Copies Endpoints that somebody wrote by hand for a Service without selector into EndpointSlices, which is
 * all that kube-proxy reads.
 *
 * Delay: a work queue's turn, as for the other endpoint controllers.
 * @see pkg/controller/endpointslicemirroring/reconciler.go (v1.34) reconcile
 */
export const endpointSliceMirroringController: Controller = {
  name: 'endpointslice-mirroring',
  watches: ['Endpoints', 'Service', 'EndpointSlice'],
  delayMs: 50,
  reconcile: (objects, context) =>
    writeObjects(objects, (tx) => {
      const mirrored = listObjects(objects, 'EndpointSlice').filter(
        (slice) => slice.metadata.labels?.[MANAGED_BY_LABEL] === CONTROLLER,
      );
      for (const slice of mirrored) {
        const { namespace, labels } = slice.metadata;
        const source = getObject(objects, 'Endpoints', namespace, labels?.[SERVICE_NAME_LABEL] ?? '');
        if (source === undefined || !shouldMirror(objects, source)) tx.delete(keyOf(slice));
      }
      for (const endpoints of listObjects(objects, 'Endpoints')) {
        if (!shouldMirror(objects, endpoints)) continue;
        const { namespace, name } = endpoints.metadata;
        const own = mirrored.filter(
          (s) => s.metadata.namespace === namespace && s.metadata.labels?.[SERVICE_NAME_LABEL] === name,
        );
        syncEndpoints(tx, endpoints, own, context);
      }
    }),
};
