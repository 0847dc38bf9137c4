import type { IpFamily } from '../net/ip.js';
import type { Endpoint, EndpointPort, EndpointSlice, Pod, Service } from '../kube/objects.js';
import { namespacedName } from '../kube/key.js';
import type { ApiObjects, ApiTx } from '../kube/store.js';
import { keyOf, listObjects } from '../kube/store.js';
import type { Controller, ControllerContext } from './controller.js';
import { groupedBy } from './grouping.js';
import type { NodeInfo } from './node-info.js';
import { nodeInfos } from './node-info.js';
import { controllerReference, isReady, isTerminating, podIpOf } from './pod-state.js';
import { selectedPods } from './pod-index.js';
import {
  HEADLESS_LABEL,
  MANAGED_BY_LABEL,
  SERVICE_NAME_LABEL,
  belongsInEndpoints,
  copiedLabels,
  endpointPorts,
  familiesOf,
  hostnameUnder,
  isHeadless,
  podReference,
  selectsPods,
} from './service-endpoints.js';
import { planSlices, portsKey } from './slice-plan.js';
import type { SliceGroup } from './slice-plan.js';
import { storeSlices } from './slice-store.js';
import { hintEndpoints, hintNews } from './topology-hints.js';
import { SettledInputs } from './settled-inputs.js';
import { triggerTime } from './trigger-time.js';
import { writeObjects } from './write.js';

const CONTROLLER = 'endpointslice-controller.k8s.io';

/** @see staging/src/k8s.io/endpointslice/utils.go (v1.34) podToEndpoint */
function endpointOf(pod: Pod, service: Service, nodes: readonly NodeInfo[], family: IpFamily): Endpoint | undefined {
  const ip = podIpOf(pod, family);
  if (ip === undefined) return undefined;
  const serving = isReady(pod);
  const terminating = isTerminating(pod);
  const ready = service.spec.publishNotReadyAddresses === true || (serving && !terminating);
  const { nodeName } = pod.spec;
  const zone = nodes.find((node) => node.name === nodeName)?.zone;
  const hostname = hostnameUnder(pod, service);
  return {
    addresses: [ip],
    conditions: { ready, serving, terminating },
    ...(hostname === undefined ? {} : { hostname }),
    ...(nodeName === undefined ? {} : { nodeName }),
    targetRef: podReference(pod),
    ...(zone === undefined ? {} : { zone }),
  };
}

/** Endpoints of one family, hinted, by the ports they offer. */
function groupsOf(
  service: Service,
  pods: readonly Pod[],
  nodes: readonly NodeInfo[],
  family: IpFamily,
): readonly SliceGroup[] {
  const found = pods.flatMap((pod) => {
    const endpoint = endpointOf(pod, service, nodes, family);
    return endpoint === undefined ? [] : [{ endpoint, ports: endpointPorts(service, pod) }];
  });
  const hinted = hintEndpoints(
    service,
    nodes,
    found.map((entry) => entry.endpoint),
  );
  const groups = new Map<string, { readonly ports: readonly EndpointPort[]; readonly endpoints: Endpoint[] }>();
  for (const [i, { ports, endpoint }] of found.entries()) {
    const key = portsKey(ports);
    const group = groups.get(key) ?? { ports, endpoints: [] };
    groups.set(key, group);
    group.endpoints.push(hinted[i] ?? endpoint);
  }
  return [...groups.values()];
}

/** What all Services are looked at with, grouped once. */
interface Cluster {
  readonly nodes: readonly NodeInfo[];
  readonly objects: ApiObjects;
  readonly slicesByService: ReadonlyMap<string, readonly EndpointSlice[]>;
}

function clusterOf(objects: ApiObjects): Cluster {
  const managed = listObjects(objects, 'EndpointSlice').filter(
    (slice) => slice.metadata.labels?.[MANAGED_BY_LABEL] === CONTROLLER,
  );
  return {
    nodes: nodeInfos(objects),
    objects,
    slicesByService: groupedBy(managed, ({ metadata }) =>
      namespacedName({ namespace: metadata.namespace ?? '', name: metadata.labels?.[SERVICE_NAME_LABEL] ?? '' }),
    ),
  };
}

/** Says that hints that were asked for are there now, or why they are not. */
function reportHints(
  service: Service,
  pods: readonly Pod[],
  nodes: readonly NodeInfo[],
  before: readonly EndpointSlice[],
  { family, context }: { readonly family: IpFamily; readonly context: ControllerContext },
): void {
  const endpoints = pods.flatMap((pod) => endpointOf(pod, service, nodes, family) ?? []);
  const wereHinted = before.some((slice) => slice.endpoints?.some(({ hints }) => hints?.forZones !== undefined));
  const news = hintNews(service, nodes, endpoints, wereHinted);
  if (news === undefined) return;
  const { name, namespace = '' } = service.metadata;
  context.emit({
    reason: news.reason,
    ...(news.reason === 'TopologyAwareHintsDisabled' && { type: 'Warning' }),
    message: `${news.message}, addressType: ${family}`,
    involved: { kind: 'Service', namespace, name },
  });
}

/** Pods that are not in the slices yet, or with another readiness. */
const changedPods = (pods: readonly Pod[], slices: readonly EndpointSlice[]): readonly Pod[] => {
  const known = new Map(
    slices.flatMap(({ endpoints }) =>
      (endpoints ?? []).map(({ targetRef, conditions }) => [targetRef?.name ?? '', conditions?.serving] as const),
    ),
  );
  return pods.filter((pod) => known.get(pod.metadata.name) !== isReady(pod));
};

/** Pods, slices and nodes with which a Service was in order. */
const settled = new SettledInputs<Service>();

function syncService(tx: ApiTx, service: Service, cluster: Cluster, context: ControllerContext): void {
  const { name, namespace = '' } = service.metadata;
  const selected = selectedPods(cluster.objects, namespace, service.spec.selector ?? {});
  const slices = cluster.slicesByService.get(namespacedName({ namespace, name })) ?? [];
  const inputs = [selected, slices, cluster.nodes];
  if (settled.isSettled(service, inputs)) return;
  const began = tx.view().resourceVersion;
  const pods = selected.filter((pod) => belongsInEndpoints(pod, true));
  const families = familiesOf(service);
  for (const slice of slices) {
    if (!families.some((family) => family === slice.addressType)) tx.delete(keyOf(slice));
  }
  const labels = {
    ...copiedLabels(service.metadata.labels, [SERVICE_NAME_LABEL, MANAGED_BY_LABEL, HEADLESS_LABEL]),
    [MANAGED_BY_LABEL]: CONTROLLER,
    [SERVICE_NAME_LABEL]: name,
    ...(isHeadless(service) ? { [HEADLESS_LABEL]: '' } : {}),
  };
  const reference = controllerReference(service);
  for (const family of families) {
    const own = slices.filter((slice) => slice.addressType === family);
    const plan = planSlices(groupsOf(service, pods, cluster.nodes, family), own);
    const trigger = triggerTime(service, slices.length === 0, changedPods(pods, slices));
    const owner = { reference, namespace, name, labels, addressType: family };
    const before = tx.view().resourceVersion;
    storeSlices(tx, { ...owner, ...(trigger !== undefined && { trigger }) }, plan, context);
    if (tx.view().resourceVersion !== before) reportHints(service, pods, cluster.nodes, own, { family, context });
  }
  if (tx.view().resourceVersion === began) settled.settle(service, inputs);
}

/**
 * Writes the EndpointSlices of every Service that selects pods; those of other Services are left alone.
 *
 * Delay: a work queue's turn; changes of many pods at once come in one batch.
 * @see pkg/controller/endpointslice/endpointslice_controller.go (v1.34) syncService
 * @see staging/src/k8s.io/endpointslice/reconciler.go (v1.34) Reconcile
 */
export const endpointSliceController: Controller = {
  name: 'endpointslice',
  component: 'endpoint-slice-controller',
  watches: ['Service', 'Pod', 'Node', 'EndpointSlice'],
  delayMs: 50,
  reconcile: (objects, context) =>
    writeObjects(objects, (tx) => {
      const cluster = clusterOf(objects);
      for (const service of listObjects(objects, 'Service')) {
        if (selectsPods(service)) syncService(tx, service, cluster, context);
      }
    }),
};
