/**
 * The types of the kinds the API server stores.
 *
 * @see staging/src/k8s.io/api/{core,apps,discovery}/v1/types.go (v1.34)
 */
import type { Kind, StoredKind } from '../../kube/key.js';
import {
  anything,
  always,
  bool,
  int32,
  int64,
  intOrString,
  list,
  opaque,
  pointer,
  string,
  stringMap,
  strings,
  struct,
  type Field,
  type Schema,
  type StructSchema,
} from './schema.js';

const ownerReference = struct('v1.OwnerReference', {
  apiVersion: always(string),
  kind: always(string),
  name: always(string),
  uid: always(string),
  controller: pointer(bool),
  blockOwnerDeletion: pointer(bool),
});

const objectMeta = struct('v1.ObjectMeta', {
  name: string,
  generateName: string,
  namespace: string,
  selfLink: string,
  uid: string,
  resourceVersion: string,
  generation: int64,
  ...opaque('creationTimestamp', 'deletionTimestamp', 'managedFields'),
  deletionGracePeriodSeconds: pointer(int64),
  labels: stringMap,
  annotations: stringMap,
  ownerReferences: list(ownerReference, 'uid'),
  finalizers: strings,
});

const servicePort = struct('v1.ServicePort', {
  name: string,
  protocol: string,
  appProtocol: pointer(string),
  port: always(int32),
  targetPort: intOrString,
  nodePort: int32,
});

const serviceSpec = struct('v1.ServiceSpec', {
  ports: list(servicePort, 'port'),
  selector: stringMap,
  clusterIP: string,
  clusterIPs: strings,
  type: string,
  externalIPs: strings,
  sessionAffinity: string,
  loadBalancerIP: string,
  loadBalancerSourceRanges: strings,
  externalName: string,
  externalTrafficPolicy: string,
  healthCheckNodePort: int32,
  publishNotReadyAddresses: bool,
  sessionAffinityConfig: pointer(
    struct('v1.SessionAffinityConfig', {
      clientIP: pointer(struct('v1.ClientIPConfig', { timeoutSeconds: pointer(int32) })),
    }),
  ),
  ipFamilies: strings,
  ipFamilyPolicy: pointer(string),
  allocateLoadBalancerNodePorts: pointer(bool),
  loadBalancerClass: pointer(string),
  internalTrafficPolicy: pointer(string),
  trafficDistribution: pointer(string),
});

const containerPort = struct('v1.ContainerPort', {
  name: string,
  hostPort: int32,
  containerPort: always(int32),
  protocol: string,
  hostIP: string,
});

const container = struct('v1.Container', {
  name: always(string),
  image: string,
  command: strings,
  args: strings,
  workingDir: string,
  ports: list(containerPort, 'containerPort'),
  env: list(anything, 'name'),
  volumeMounts: list(anything, 'mountPath'),
  volumeDevices: list(anything, 'devicePath'),
  imagePullPolicy: string,
  terminationMessagePath: string,
  terminationMessagePolicy: string,
  restartPolicy: pointer(string),
  stdin: bool,
  stdinOnce: bool,
  tty: bool,
  ...opaque('envFrom', 'resources', 'resizePolicy', 'restartPolicyRules', 'livenessProbe', 'readinessProbe'),
  ...opaque('startupProbe', 'lifecycle', 'securityContext'),
});

const podSpec = struct('v1.PodSpec', {
  containers: always(list(container, 'name')),
  initContainers: list(container, 'name'),
  ephemeralContainers: list(anything, 'name'),
  volumes: list(anything, 'name'),
  imagePullSecrets: list(anything, 'name'),
  hostAliases: list(anything, 'ip'),
  tolerations: anything,
  restartPolicy: string,
  terminationGracePeriodSeconds: pointer(int64),
  activeDeadlineSeconds: pointer(int64),
  dnsPolicy: string,
  nodeSelector: stringMap,
  serviceAccountName: string,
  serviceAccount: string,
  automountServiceAccountToken: pointer(bool),
  nodeName: string,
  hostNetwork: bool,
  hostPID: bool,
  hostIPC: bool,
  shareProcessNamespace: pointer(bool),
  hostname: string,
  hostnameOverride: pointer(string),
  subdomain: string,
  schedulerName: string,
  priorityClassName: string,
  priority: pointer(int32),
  runtimeClassName: pointer(string),
  enableServiceLinks: pointer(bool),
  preemptionPolicy: pointer(string),
  setHostnameAsFQDN: pointer(bool),
  hostUsers: pointer(bool),
  ...opaque('securityContext', 'affinity', 'dnsConfig', 'readinessGates', 'overhead', 'os', 'schedulingGates'),
  ...opaque('topologySpreadConstraints', 'resourceClaims', 'resources'),
});

const podTemplate = struct('v1.PodTemplateSpec', { metadata: objectMeta, spec: podSpec });

const labelSelector = struct('v1.LabelSelector', {
  matchLabels: stringMap,
  matchExpressions: list(
    struct('v1.LabelSelectorRequirement', { key: always(string), operator: always(string), values: strings }),
  ),
});

const perTemplate = {
  minReadySeconds: int32,
  selector: pointer(labelSelector),
  template: always(podTemplate),
  revisionHistoryLimit: pointer(int32),
};

const workload = { replicas: pointer(int32), ...perTemplate };

const rollingUpdate = (kind: string, fields: Readonly<Record<string, Field>>, name: string): StructSchema =>
  struct(`v1.${name}`, { type: string, rollingUpdate: pointer(struct(`v1.RollingUpdate${kind}`, fields)) });

const objectReference = struct('v1.ObjectReference', {
  kind: string,
  namespace: string,
  name: string,
  uid: string,
  apiVersion: string,
  resourceVersion: string,
  fieldPath: string,
});

const endpointAddress = struct('v1.EndpointAddress', {
  ip: always(string),
  hostname: string,
  nodeName: pointer(string),
  targetRef: pointer(objectReference),
});

const endpointSubset = struct('v1.EndpointSubset', {
  addresses: list(endpointAddress),
  notReadyAddresses: list(endpointAddress),
  ports: list(
    struct('v1.EndpointPort', { name: string, port: always(int32), protocol: string, appProtocol: pointer(string) }),
  ),
});

const named = (name: string): Schema => list(struct(name, { name: always(string) }));

const endpoint = struct('v1.Endpoint', {
  addresses: always(strings),
  conditions: always(
    struct('v1.EndpointConditions', { ready: pointer(bool), serving: pointer(bool), terminating: pointer(bool) }),
  ),
  hostname: pointer(string),
  targetRef: pointer(objectReference),
  deprecatedTopology: stringMap,
  nodeName: pointer(string),
  zone: pointer(string),
  hints: pointer(struct('v1.EndpointHints', { forZones: named('v1.ForZone'), forNodes: named('v1.ForNode') })),
});

const slicePort = struct('v1.EndpointPort', {
  name: pointer(string),
  protocol: pointer(string),
  port: pointer(int32),
  appProtocol: pointer(string),
});

const topLevel = (name: string, fields: Readonly<Record<string, Schema>>): StructSchema =>
  struct(`v1.${name}`, { apiVersion: string, kind: string, metadata: always(objectMeta), ...fields });

/** Kinds that are only kept are looked into no further than their top level. */
const stored = (name: string, ...fields: readonly string[]): StructSchema => topLevel(name, opaque(...fields));

const storedTypes: { readonly [K in StoredKind]: StructSchema } = {
  ServiceAccount: stored('ServiceAccount', 'secrets', 'imagePullSecrets', 'automountServiceAccountToken'),
  Secret: stored('Secret', 'immutable', 'data', 'stringData', 'type'),
  LimitRange: stored('LimitRange', 'spec'),
  ResourceQuota: stored('ResourceQuota', 'spec', 'status'),
  PersistentVolume: stored('PersistentVolume', 'spec', 'status'),
  PersistentVolumeClaim: stored('PersistentVolumeClaim', 'spec', 'status'),
  StorageClass: stored(
    'StorageClass',
    ...['provisioner', 'parameters', 'reclaimPolicy', 'mountOptions', 'allowVolumeExpansion'],
    ...['volumeBindingMode', 'allowedTopologies'],
  ),
  Job: stored('Job', 'spec', 'status'),
  CronJob: stored('CronJob', 'spec', 'status'),
  Ingress: stored('Ingress', 'spec', 'status'),
  IngressClass: stored('IngressClass', 'spec'),
  NetworkPolicy: stored('NetworkPolicy', 'spec'),
  Role: stored('Role', 'rules'),
  RoleBinding: stored('RoleBinding', 'subjects', 'roleRef'),
  ClusterRole: stored('ClusterRole', 'rules', 'aggregationRule'),
  ClusterRoleBinding: stored('ClusterRoleBinding', 'subjects', 'roleRef'),
  HorizontalPodAutoscaler: struct('v2.HorizontalPodAutoscaler', {
    ...stored('HorizontalPodAutoscaler', 'spec', 'status').fields,
  }),
  PodDisruptionBudget: stored('PodDisruptionBudget', 'spec', 'status'),
  PriorityClass: stored('PriorityClass', 'value', 'globalDefault', 'description', 'preemptionPolicy'),
};

export const typeOf: { readonly [K in Kind]: StructSchema } = {
  Namespace: topLevel('Namespace', { spec: struct('v1.NamespaceSpec', { finalizers: strings }), status: anything }),
  Node: topLevel('Node', {
    spec: struct('v1.NodeSpec', {
      podCIDR: string,
      podCIDRs: strings,
      providerID: string,
      unschedulable: bool,
      ...opaque('taints', 'configSource', 'externalID'),
    }),
    status: anything,
  }),
  Pod: topLevel('Pod', { spec: podSpec, status: anything }),
  Service: topLevel('Service', { spec: serviceSpec, status: anything }),
  Endpoints: topLevel('Endpoints', { subsets: list(endpointSubset) }),
  EndpointSlice: struct('v1.EndpointSlice', {
    apiVersion: string,
    kind: string,
    metadata: always(objectMeta),
    addressType: always(string),
    endpoints: always(list(endpoint)),
    ports: always(list(slicePort)),
  }),
  Deployment: topLevel('Deployment', {
    spec: struct('v1.DeploymentSpec', {
      ...workload,
      strategy: rollingUpdate(
        'Deployment',
        { maxUnavailable: pointer(intOrString), maxSurge: pointer(intOrString) },
        'DeploymentStrategy',
      ),
      paused: bool,
      progressDeadlineSeconds: pointer(int32),
    }),
    status: anything,
  }),
  ReplicaSet: topLevel('ReplicaSet', { spec: struct('v1.ReplicaSetSpec', workload), status: anything }),
  StatefulSet: topLevel('StatefulSet', {
    spec: struct('v1.StatefulSetSpec', {
      ...workload,
      serviceName: string,
      podManagementPolicy: string,
      updateStrategy: rollingUpdate(
        'StatefulSetStrategy',
        { partition: pointer(int32), maxUnavailable: pointer(intOrString) },
        'StatefulSetUpdateStrategy',
      ),
      ordinals: pointer(struct('v1.StatefulSetOrdinals', { start: always(int32) })),
      ...opaque('volumeClaimTemplates', 'persistentVolumeClaimRetentionPolicy'),
    }),
    status: anything,
  }),
  DaemonSet: topLevel('DaemonSet', {
    spec: struct('v1.DaemonSetSpec', {
      ...perTemplate,
      updateStrategy: rollingUpdate(
        'DaemonSet',
        { maxUnavailable: pointer(intOrString), maxSurge: pointer(intOrString) },
        'DaemonSetUpdateStrategy',
      ),
    }),
    status: anything,
  }),
  ReplicationController: topLevel('ReplicationController', {
    spec: struct('v1.ReplicationControllerSpec', {
      replicas: pointer(int32),
      minReadySeconds: int32,
      selector: stringMap,
      template: pointer(podTemplate),
    }),
    status: anything,
  }),
  ConfigMap: topLevel('ConfigMap', { immutable: bool, data: stringMap, binaryData: stringMap }),
  Event: struct('v1.Event', {
    apiVersion: string,
    kind: string,
    metadata: always(objectMeta),
    involvedObject: always(objectReference),
    reason: string,
    message: string,
    type: string,
    count: int32,
    reportingComponent: always(string),
    reportingInstance: always(string),
    action: string,
    ...opaque('source', 'firstTimestamp', 'lastTimestamp', 'eventTime', 'series', 'related'),
  }),
  ...storedTypes,
};
