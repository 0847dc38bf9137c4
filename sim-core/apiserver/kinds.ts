import type { Kind, StoredKind } from '../kube/key.js';
import type { ObjectsByKind, StoredObject } from '../kube/objects.js';
import { qosClass } from '../kube/pod-admission.js';
import { defaultEndpoints, defaultEndpointSlice, defaultNamespace, defaultNode } from './default/plain.js';
import { defaultService } from './default/service.js';
import { defaultClaim, defaultSecret, defaultStorageClass } from './default/stored.js';
import {
  defaultDaemonSet,
  defaultDeployment,
  defaultPod,
  defaultReplicaSet,
  defaultReplicationController,
  defaultStatefulSet,
} from './default/workload.js';
import {
  validateEndpoints,
  validateEndpointSlice,
  validateEndpointSliceUpdate,
  validateEndpointsUpdate,
} from './validate/endpoints.js';
import type { FieldError } from './validate/field-error.js';
import {
  validateConfigMap,
  validateConfigMapUpdate,
  validateMetadataUpdate,
  validateNamespace,
  validateNode,
} from './validate/plain.js';
import { validatePod, validatePodUpdate } from './validate/pod.js';
import { validateService, validateServiceUpdate } from './validate/service.js';
import { serviceWarnings } from './validate/service-warnings.js';
import { validateEvent, validateStored, validateStoredUpdate } from './validate/stored.js';
import {
  validateDaemonSet,
  validateDaemonSetUpdate,
  validateReplicationController,
  validateReplicationControllerUpdate,
  validateStatefulSetUpdate,
  validateWorkload,
  validateWorkloadUpdate,
} from './validate/workload.js';

/** What the server does with objects of one kind. */
export interface KindRules<T> {
  fillIn(object: T): T;
  validate(object: T): readonly FieldError[];
  validateUpdate(object: T, old: T): readonly FieldError[];
  warnings(object: T): readonly string[];
  /** The status of a new object: what a manifest says of it does not count. */
  readonly status?: Readonly<Record<string, unknown>>;
  /** The same, where it depends on the object. */
  statusOf?(object: T): Readonly<Record<string, unknown>>;
  /** Counts changes of what the user asked for. */
  readonly generation: boolean;
  /** Said on every request for the kind. */
  readonly deprecation?: string;
}

const none = (): readonly string[] => [];

const stored = <K extends StoredKind>(
  fillIn: (object: StoredObject<K>) => StoredObject<K> = (object) => object,
): KindRules<StoredObject<K>> => ({
  fillIn,
  validate: validateStored,
  validateUpdate: validateStoredUpdate,
  warnings: none,
  generation: false,
});

/** Stored kinds whose changes are counted. */
const counted = <K extends StoredKind>(): KindRules<StoredObject<K>> => ({ ...stored<K>(), generation: true });

const storedRules: { readonly [K in StoredKind]: KindRules<StoredObject<K>> } = {
  ServiceAccount: stored(),
  Secret: stored(defaultSecret),
  LimitRange: stored(),
  ResourceQuota: stored(),
  PersistentVolume: stored(),
  PersistentVolumeClaim: stored(defaultClaim),
  StorageClass: stored(defaultStorageClass),
  Job: counted(),
  CronJob: counted(),
  Ingress: counted(),
  IngressClass: counted(),
  NetworkPolicy: counted(),
  Role: stored(),
  RoleBinding: stored(),
  ClusterRole: stored(),
  ClusterRoleBinding: stored(),
  HorizontalPodAutoscaler: stored(),
  PodDisruptionBudget: counted(),
  PriorityClass: stored(),
};

export const kindRules: { readonly [K in Kind]: KindRules<ObjectsByKind[K]> } = {
  Namespace: {
    fillIn: defaultNamespace,
    validate: validateNamespace,
    validateUpdate: validateMetadataUpdate,
    warnings: none,
    status: { phase: 'Active' },
    generation: false,
  },
  Node: {
    fillIn: defaultNode,
    validate: validateNode,
    validateUpdate: validateMetadataUpdate,
    warnings: none,
    status: { addresses: [] },
    generation: false,
  },
  Pod: {
    fillIn: defaultPod,
    validate: validatePod,
    validateUpdate: validatePodUpdate,
    warnings: none,
    statusOf: ({ spec }) => ({ phase: 'Pending', qosClass: qosClass(spec) }),
    generation: true,
  },
  Service: {
    fillIn: defaultService,
    validate: validateService,
    validateUpdate: validateServiceUpdate,
    warnings: serviceWarnings,
    status: { loadBalancer: {} },
    generation: false,
  },
  Endpoints: {
    fillIn: defaultEndpoints,
    validate: validateEndpoints,
    validateUpdate: validateEndpointsUpdate,
    warnings: none,
    generation: false,
    deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  },
  EndpointSlice: {
    fillIn: defaultEndpointSlice,
    validate: validateEndpointSlice,
    validateUpdate: validateEndpointSliceUpdate,
    warnings: (slice) => (slice.addressType === 'FQDN' ? ['spec.addressType: FQDN endpoints are deprecated'] : []),
    generation: true,
  },
  Deployment: {
    fillIn: defaultDeployment,
    validate: validateWorkload,
    validateUpdate: validateWorkloadUpdate,
    warnings: none,
    status: {},
    generation: true,
  },
  ReplicaSet: {
    fillIn: defaultReplicaSet,
    validate: validateWorkload,
    validateUpdate: validateWorkloadUpdate,
    warnings: none,
    status: { replicas: 0 },
    generation: true,
  },
  StatefulSet: {
    fillIn: defaultStatefulSet,
    validate: validateWorkload,
    validateUpdate: validateStatefulSetUpdate,
    warnings: none,
    status: { replicas: 0, availableReplicas: 0 },
    generation: true,
  },
  DaemonSet: {
    fillIn: defaultDaemonSet,
    validate: validateDaemonSet,
    validateUpdate: validateDaemonSetUpdate,
    warnings: none,
    status: { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
    generation: true,
  },
  ReplicationController: {
    fillIn: defaultReplicationController,
    validate: validateReplicationController,
    validateUpdate: validateReplicationControllerUpdate,
    warnings: none,
    status: { replicas: 0 },
    generation: true,
  },
  ConfigMap: {
    fillIn: (object) => object,
    validate: validateConfigMap,
    validateUpdate: validateConfigMapUpdate,
    warnings: none,
    generation: false,
  },
  Event: {
    fillIn: (object) => object,
    validate: validateEvent,
    validateUpdate: validateStoredUpdate,
    warnings: none,
    generation: false,
  },
  ...storedRules,
};
