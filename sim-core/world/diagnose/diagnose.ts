import { SERVICE_NAME_LABEL } from '../../controllers/service-endpoints.js';
import type { ObjectKey } from '../../kube/key.js';
import { getObject, listObjects } from '../../kube/store.js';
import type { Snapshot } from '../snapshot.js';
import type { Diagnosis, Finding, FindingCode } from '../view-diagnosis.js';
import { headlessPort, targetPortClosed, targetPortName } from './port-findings.js';
import { externalLocal, internalLocal, loadBalancerPending } from './policy-findings.js';
import { serviceScenes, type At, type ServiceScene } from './scene.js';
import { noReadyPod, noSelector, selectorMatchesNothing } from './selector-findings.js';
import { sliceOfNoService, slicePortName, type SliceScene } from './slice-findings.js';

/** One kind of finding: whose behaviour it is about, and how it is found. */
interface Diagnostic<Scene, F extends Finding> {
  readonly cite: string;
  readonly find: (scene: Scene) => readonly At<F>[];
}

type SliceCode = 'slice-of-no-service' | 'slice-port-name';
type Table<Scene, Code extends FindingCode> = {
  readonly [C in Code]: Diagnostic<Scene, Extract<Finding, { readonly code: C }>>;
};

export const ofServices: Table<ServiceScene, Exclude<FindingCode, SliceCode>> = {
  'selector-matches-nothing': {
    cite: 'pkg/controller/endpointslice/endpointslice_controller.go (v1.34) syncService',
    find: selectorMatchesNothing,
  },
  'no-selector': {
    cite: 'pkg/controller/endpointslice/endpointslice_controller.go (v1.34) syncService',
    find: noSelector,
  },
  'no-ready-pod': { cite: 'pkg/proxy/topology.go (v1.34) CategorizeEndpoints', find: noReadyPod },
  'target-port-name': {
    cite: 'staging/src/k8s.io/endpointslice/utils.go (v1.34) getEndpointPorts',
    find: targetPortName,
  },
  'target-port-closed': { cite: 'RFC 9293 3.10.7.1; RFC 1122 4.1.3.1', find: targetPortClosed },
  'headless-port': { cite: 'pkg/proxy/util/utils.go (v1.34) ShouldSkipService', find: headlessPort },
  'external-local': { cite: 'pkg/proxy/iptables/proxier.go (v1.34) syncProxyRules', find: externalLocal },
  'internal-local': { cite: 'pkg/proxy/topology.go (v1.34) CategorizeEndpoints', find: internalLocal },
  'load-balancer-pending': {
    cite: 'staging/src/k8s.io/cloud-provider/controllers/service/controller.go (v1.34) syncLoadBalancerIfNeeded',
    find: loadBalancerPending,
  },
};

export const ofSlices: Table<SliceScene, SliceCode> = {
  'slice-of-no-service': {
    cite: 'pkg/proxy/endpointslicecache.go (v1.34) endpointSliceCacheKeys',
    find: sliceOfNoService,
  },
  'slice-port-name': {
    cite: 'pkg/proxy/endpointslicecache.go (v1.34) endpointInfoByServicePort',
    find: slicePortName,
  },
};

function found<Scene>(
  table: Readonly<Record<string, Diagnostic<Scene, Finding>>>,
  scene: Scene,
  object: ObjectKey,
): readonly Diagnosis[] {
  return Object.values(table).flatMap(({ cite, find }) =>
    find(scene).map(({ field, finding }) => ({ finding, origin: { object, field }, cite })),
  );
}

/** The API server's own Service, which nobody wrote. */
const isOfApiServer = ({ metadata }: ServiceScene['service']): boolean =>
  metadata.namespace === 'default' && metadata.name === 'kubernetes';

/** Everything that was accepted and will disappoint, in the order of the objects' names. */
export function diagnose(snapshot: Snapshot): readonly Diagnosis[] {
  const { objects } = snapshot;
  const services = serviceScenes(snapshot)
    .filter(({ service }) => !isOfApiServer(service))
    .flatMap((scene) => {
      const { namespace = '', name } = scene.service.metadata;
      return found(ofServices, scene, { kind: 'Service', namespace, name });
    });
  const slices = listObjects(objects, 'EndpointSlice').flatMap((slice) => {
    const { namespace = '', name, labels } = slice.metadata;
    const service = getObject(objects, 'Service', namespace, labels?.[SERVICE_NAME_LABEL] ?? '');
    return found(ofSlices, { slice, service }, { kind: 'EndpointSlice', namespace, name });
  });
  return [...services, ...slices];
}
