import type { Kind } from './key.js';

/** How a kind is addressed: its group and version, and the plural that URLs and kubectl use. */
export interface ResourceInfo {
  readonly kind: Kind;
  readonly apiVersion: string;
  /** `apps`; empty for the core group. */
  readonly group: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
}

const resource = (
  kind: Kind,
  apiVersion: string,
  plural: string,
  shortNames: readonly string[],
  namespaced = true,
): ResourceInfo => ({
  kind,
  apiVersion,
  group: apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '',
  plural,
  singular: kind.toLowerCase(),
  shortNames,
  namespaced,
});

const rbac = 'rbac.authorization.k8s.io/v1';

/** @see kubectl api-resources (v1.34) */
export const resources: { readonly [K in Kind]: ResourceInfo } = {
  Namespace: resource('Namespace', 'v1', 'namespaces', ['ns'], false),
  Node: resource('Node', 'v1', 'nodes', ['no'], false),
  Pod: resource('Pod', 'v1', 'pods', ['po']),
  Service: resource('Service', 'v1', 'services', ['svc']),
  Endpoints: resource('Endpoints', 'v1', 'endpoints', ['ep']),
  EndpointSlice: resource('EndpointSlice', 'discovery.k8s.io/v1', 'endpointslices', []),
  Deployment: resource('Deployment', 'apps/v1', 'deployments', ['deploy']),
  ReplicaSet: resource('ReplicaSet', 'apps/v1', 'replicasets', ['rs']),
  StatefulSet: resource('StatefulSet', 'apps/v1', 'statefulsets', ['sts']),
  DaemonSet: resource('DaemonSet', 'apps/v1', 'daemonsets', ['ds']),
  ReplicationController: resource('ReplicationController', 'v1', 'replicationcontrollers', ['rc']),
  ConfigMap: resource('ConfigMap', 'v1', 'configmaps', ['cm']),
  Event: resource('Event', 'v1', 'events', ['ev']),
  ServiceAccount: resource('ServiceAccount', 'v1', 'serviceaccounts', ['sa']),
  Secret: resource('Secret', 'v1', 'secrets', []),
  LimitRange: resource('LimitRange', 'v1', 'limitranges', ['limits']),
  ResourceQuota: resource('ResourceQuota', 'v1', 'resourcequotas', ['quota']),
  PersistentVolume: resource('PersistentVolume', 'v1', 'persistentvolumes', ['pv'], false),
  PersistentVolumeClaim: resource('PersistentVolumeClaim', 'v1', 'persistentvolumeclaims', ['pvc']),
  StorageClass: resource('StorageClass', 'storage.k8s.io/v1', 'storageclasses', ['sc'], false),
  Job: resource('Job', 'batch/v1', 'jobs', []),
  CronJob: resource('CronJob', 'batch/v1', 'cronjobs', ['cj']),
  Ingress: resource('Ingress', 'networking.k8s.io/v1', 'ingresses', ['ing']),
  IngressClass: resource('IngressClass', 'networking.k8s.io/v1', 'ingressclasses', [], false),
  NetworkPolicy: resource('NetworkPolicy', 'networking.k8s.io/v1', 'networkpolicies', ['netpol']),
  Role: resource('Role', rbac, 'roles', []),
  RoleBinding: resource('RoleBinding', rbac, 'rolebindings', []),
  ClusterRole: resource('ClusterRole', rbac, 'clusterroles', [], false),
  ClusterRoleBinding: resource('ClusterRoleBinding', rbac, 'clusterrolebindings', [], false),
  HorizontalPodAutoscaler: resource('HorizontalPodAutoscaler', 'autoscaling/v2', 'horizontalpodautoscalers', ['hpa']),
  PodDisruptionBudget: resource('PodDisruptionBudget', 'policy/v1', 'poddisruptionbudgets', ['pdb']),
  PriorityClass: resource('PriorityClass', 'scheduling.k8s.io/v1', 'priorityclasses', ['pc'], false),
};

/** Every kind, in the order of the table. */
export const kinds = Object.keys(resources) as readonly Kind[];

/** The kind of a manifest's `apiVersion` and `kind`; the all-lower-case spelling is found as well. */
export const kindOf = (apiVersion: string, kind: string): Kind | undefined =>
  kinds.find((k) => resources[k].apiVersion === apiVersion && (k === kind || k.toLowerCase() === kind));

/** What kubectl takes on its command line: `svc`, `services`, `service`, `deployments.apps`. */
export function kindOfArgument(text: string): Kind | undefined {
  const lower = text.toLowerCase();
  return kinds.find((k) => {
    const r = resources[k];
    const names = [r.plural, r.singular, ...r.shortNames];
    return names.some((name) => lower === name || (r.group !== '' && lower === `${name}.${r.group}`));
  });
}

/** What kubectl prints for an object: `service`, `deployment.apps`. */
export const printedResource = (kind: Kind): string =>
  resources[kind].group === '' ? resources[kind].singular : `${resources[kind].singular}.${resources[kind].group}`;
