import type { KubeObject, LabelSelector, Labels, Pod, PodTemplate } from '../../kube/objects.js';
import { listObjects, type ApiObjects } from '../../kube/store.js';

/** How many pods a workload should have; undefined for kinds that have no replicas. */
export function replicasOf(object: KubeObject | undefined): number | undefined {
  switch (object?.kind) {
    case 'Deployment':
    case 'ReplicaSet':
    case 'StatefulSet':
    case 'ReplicationController':
      return object.spec.replicas ?? 1;
    default:
      return undefined;
  }
}

export function templateOf(object: KubeObject | undefined): PodTemplate | undefined {
  switch (object?.kind) {
    case 'Deployment':
    case 'ReplicaSet':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'ReplicationController':
      return object.spec.template;
    default:
      return undefined;
  }
}

/** The labels by which a workload or Service finds its pods. */
export function podSelectorOf(object: KubeObject): LabelSelector | undefined {
  switch (object.kind) {
    case 'Deployment':
    case 'ReplicaSet':
    case 'StatefulSet':
    case 'DaemonSet':
      return object.spec.selector;
    case 'ReplicationController':
    case 'Service':
      return object.spec.selector === undefined ? undefined : { matchLabels: object.spec.selector };
    default:
      return undefined;
  }
}

export function matchesSelector(selector: LabelSelector, labels: Labels = {}): boolean {
  const equal = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return (
    equal &&
    (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
      const own = Object.hasOwn(labels, key) ? labels[key] : undefined;
      if (operator === 'Exists') return own !== undefined;
      if (operator === 'DoesNotExist') return own === undefined;
      return operator === 'In' ? own !== undefined && values.includes(own) : own === undefined || !values.includes(own);
    })
  );
}

/** The pods that a workload or Service stands for, in order of creation. */
export function podsOf(objects: ApiObjects, object: KubeObject): readonly Pod[] {
  const selector = podSelectorOf(object);
  if (selector === undefined) return [];
  return listObjects(objects, 'Pod', object.metadata.namespace).filter(({ metadata }) =>
    matchesSelector(selector, metadata.labels),
  );
}
