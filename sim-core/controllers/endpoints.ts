import type { EndpointAddress, Endpoints, Pod, Service } from '../kube/objects.js';
import type { ApiObjects, ApiTx } from '../kube/store.js';
import { getObject, keyOf, listObjects } from '../kube/store.js';
import type { Controller } from './controller.js';
import { repackSubsets } from './endpoint-subsets.js';
import type { SubsetEntry } from './endpoint-subsets.js';
import { groupedBy } from './grouping.js';
import { isReady, podIpOf } from './pod-state.js';
import { matchesLabels } from './selector.js';
import {
  HEADLESS_LABEL,
  belongsInEndpoints,
  copiedLabels,
  familiesOf,
  findPort,
  hostnameUnder,
  isHeadless,
  podReference,
  selectsPods,
} from './service-endpoints.js';
import { triggerTime, withTrigger } from './trigger-time.js';
import { isSame, writeObjects } from './write.js';

const MANAGED_BY = 'endpoints.kubernetes.io/managed-by';
const CONTROLLER = 'endpoint-controller';

function addressOf(pod: Pod, service: Service): EndpointAddress | undefined {
  const ip = podIpOf(pod, familiesOf(service)[0] ?? 'IPv4');
  if (ip === undefined) return undefined;
  const hostname = hostnameUnder(pod, service);
  return {
    ip,
    ...(hostname === undefined ? {} : { hostname }),
    ...(pod.spec.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
    targetRef: podReference(pod),
  };
}

function entriesOf(service: Service, pod: Pod): readonly SubsetEntry[] {
  const publish = service.spec.publishNotReadyAddresses === true;
  if (!belongsInEndpoints(pod, publish)) return [];
  const address = addressOf(pod, service);
  if (address === undefined) return [];
  const ready = publish || isReady(pod);
  const ports = service.spec.ports ?? [];
  if (ports.length === 0) return isHeadless(service) ? [{ address, ready }] : [];
  return ports.flatMap((port): readonly SubsetEntry[] => {
    const number = findPort(pod, port);
    if (number === undefined) return [];
    const { name, protocol, appProtocol } = port;
    const named = name === undefined || name === '' ? {} : { name };
    const application = appProtocol === undefined ? {} : { appProtocol };
    return [{ address, ready, port: { ...named, port: number, protocol, ...application } }];
  });
}

/** Pods that are not in the Endpoints yet, or with another readiness. */
function changedPods(pods: readonly Pod[], endpoints: Endpoints | undefined): readonly Pod[] {
  const known = new Map(
    (endpoints?.subsets ?? []).flatMap(({ addresses = [], notReadyAddresses = [] }) => [
      ...addresses.map(({ targetRef }) => [targetRef?.name ?? '', true] as const),
      ...notReadyAddresses.map(({ targetRef }) => [targetRef?.name ?? '', false] as const),
    ]),
  );
  return pods.filter((pod) => known.get(pod.metadata.name) !== isReady(pod));
}

function syncService(tx: ApiTx, service: Service, pods: readonly Pod[], now: number): void {
  const { name, namespace } = service.metadata;
  const selected = pods.filter((pod) => matchesLabels(service.spec.selector ?? {}, pod.metadata.labels));
  const subsets = repackSubsets(selected.flatMap((pod) => entriesOf(service, pod)));
  const existing = getObject(tx.view(), 'Endpoints', namespace, name);
  const labels = {
    ...copiedLabels(service.metadata.labels, [HEADLESS_LABEL, MANAGED_BY]),
    [MANAGED_BY]: CONTROLLER,
    ...(isHeadless(service) ? { [HEADLESS_LABEL]: '' } : {}),
  };
  const metadata = existing?.metadata ?? {
    name,
    ...(namespace !== undefined && { namespace }),
    creationTimestamp: now,
  };
  const wanted: Endpoints = {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { ...metadata, labels },
    ...(subsets.length > 0 ? { subsets } : {}),
  };
  if (existing !== undefined && isSame(existing, wanted)) return;
  const { annotations: old, ...rest } = wanted.metadata;
  const trigger = triggerTime(service, existing === undefined, changedPods(selected, existing));
  const annotations = withTrigger(old, trigger);
  tx.put({ ...wanted, metadata: { ...rest, ...(Object.keys(annotations).length > 0 && { annotations }) } });
}

/** That it was copied into slices is the trace of a Service which was there: its Endpoints go with it, whoever wrote them. */
const isMirrored = (objects: ApiObjects, { metadata }: Endpoints): boolean =>
  listObjects(objects, 'EndpointSlice', metadata.namespace).some(({ metadata: { ownerReferences = [] } }) =>
    ownerReferences.some(({ kind, name }) => kind === 'Endpoints' && name === metadata.name),
  );

/**
 * Writes the old Endpoints object of every Service that selects pods, and removes it with the Service.
 *
 * Delay: a work queue's turn; changes of many pods at once come in one batch.
 * @see pkg/controller/endpoint/endpoints_controller.go (v1.34) syncService
 */
export const endpointsController: Controller = {
  name: 'endpoints',
  component: 'endpoint-controller',
  watches: ['Service', 'Pod', 'Endpoints'],
  delayMs: 50,
  reconcile: (objects, context) =>
    writeObjects(objects, (tx) => {
      const pods = groupedBy(listObjects(objects, 'Pod'), (pod) => pod.metadata.namespace ?? '');
      for (const service of listObjects(objects, 'Service')) {
        if (!selectsPods(service)) continue;
        syncService(tx, service, pods.get(service.metadata.namespace ?? '') ?? [], context.now);
      }
      for (const endpoints of listObjects(objects, 'Endpoints')) {
        const { namespace, name, labels } = endpoints.metadata;
        if (getObject(objects, 'Service', namespace, name) !== undefined) continue;
        if (labels?.[MANAGED_BY] === CONTROLLER || isMirrored(objects, endpoints)) tx.delete(keyOf(endpoints));
      }
    }),
};
