/** Kinds the simulated API server knows. */
export type Kind =
  | 'Namespace'
  | 'Node'
  | 'Pod'
  | 'Service'
  | 'Endpoints'
  | 'EndpointSlice'
  | 'Deployment'
  | 'ReplicaSet'
  | 'StatefulSet'
  | 'DaemonSet'
  | 'ReplicationController'
  | 'ConfigMap'
  | 'Event'
  | StoredKind;

/** Kinds whose objects are accepted, named, stored and shown, and that no component of the simulation acts upon. */
export type StoredKind =
  | 'ServiceAccount'
  | 'Secret'
  | 'LimitRange'
  | 'ResourceQuota'
  | 'PersistentVolume'
  | 'PersistentVolumeClaim'
  | 'StorageClass'
  | 'Job'
  | 'CronJob'
  | 'Ingress'
  | 'IngressClass'
  | 'NetworkPolicy'
  | 'Role'
  | 'RoleBinding'
  | 'ClusterRole'
  | 'ClusterRoleBinding'
  | 'HorizontalPodAutoscaler'
  | 'PodDisruptionBudget'
  | 'PriorityClass';

/** Identifies an object; `namespace` is empty for cluster-scoped kinds. */
export interface ObjectKey {
  readonly kind: Kind;
  readonly namespace: string;
  readonly name: string;
}

/** A field as API errors write it: `spec.ports[0].targetPort`. */
export type FieldPath = string;

/** Where a rule comes from: the object and the field of it that made the rule necessary. */
export interface Origin {
  readonly object: ObjectKey;
  readonly field: FieldPath;
}

export const namespacedName = (key: { readonly namespace: string; readonly name: string }): string =>
  `${key.namespace}/${key.name}`;
