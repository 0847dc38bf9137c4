import type { EndpointAddress, Endpoints, Pod, Service } from '../kube/objects.js';
import type { ApiObjects, ApiTx } from '../kube/store.js';
import { getObject, keyOf, listObjects } from '../kube/store.js';
import type { Controller } from './controller.js';
import { repackSubsets } from './endpoint-subsets.js';
import type { SubsetEntry } from './endpoint-subsets.js';
import { selectedPods } from './pod-index.js';
import { isReady, podIpOf } from './pod-state.js';
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
import { SettledInputs } from './settled-inputs.js';
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

/** Pods and Endpoints with which a Service was in order. */
const settled = new SettledInputs<Service>();

function syncService(tx: ApiTx, service: Service, selected: readonly Pod[], now: number): void {
  const { name, namespace } = service.metadata;
  const existing = getObject(tx.view(), 'Endpoints', namespace, name);
  if (existing !== undefined && settled.isSettled(service, [selected, [existing]])) return;
  const subsets = repackSubsets(selected.flatMap((pod) => entriesOf(service, pod)));
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
  if (existing !== undefined && isSame(existing, wanted)) {
    settled.settle(service, [selected, [existing]]);
    return;
  }
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
      for (const service of listObjects(objects, 'Service')) {
        if (!selectsPods(service)) continue;
        const { metadata, spec } = service;
        const selected = selectedPods(objects, metadata.namespace ?? '', spec.selector ?? {});
        syncService(tx, service, selected, context.now);
      }
      for (const endpoints of listObjects(objects, 'Endpoints')) {
        const { namespace, name, labels } = endpoints.metadata;
        if (getObject(objects, 'Service', namespace, name) !== undefined) continue;
        if (labels?.[MANAGED_BY] === CONTROLLER || isMirrored(objects, endpoints)) tx.delete(keyOf(endpoints));
      }
    }),
};
