import type { Labels, LabelSelector, ObjectMeta, Pod, PodTemplate } from '../kube/objects.js';
import type { ApiObjects, ApiTx } from '../kube/store.js';
import { getObject, listObjects } from '../kube/store.js';
import type { ControllerContext } from './controller.js';
import { generatedName } from './name-suffix.js';
import { isPinnedFinished } from './pinning.js';
import { deletePod, podFromTemplate } from './pod-factory.js';
import { rankForDeletion } from './pod-ranking.js';
import { controllerOf, controllerReference, isActive, isControlledBy, isReady, isTerminating } from './pod-state.js';
import { matchesSelector } from './selector.js';

/** What wants a number of equal pods: a ReplicaSet or a ReplicationController. */
export interface ReplicaOwner {
  readonly apiVersion: string;
  readonly kind: 'ReplicaSet' | 'ReplicationController';
  readonly metadata: ObjectMeta;
  readonly selector: LabelSelector;
  readonly template: PodTemplate;
  readonly replicas: number;
  readonly minReadySeconds: number;
}

/** A pod pinned to be finished keeps its place, or there would be no end of replacing it. */
const isReplica = (pod: Pod): boolean => isActive(pod) || (isPinnedFinished(pod) && !isTerminating(pod));

/** The pods it owns, after adopting orphans that its selector matches. */
function claimPods(tx: ApiTx, set: ReplicaOwner): readonly Pod[] {
  const candidates = listObjects(tx.view(), 'Pod', set.metadata.namespace).filter(isReplica);
  const claimed: Pod[] = [];
  for (const pod of candidates) {
    if (isControlledBy(pod.metadata, set)) claimed.push(pod);
    else if (controllerOf(pod.metadata) === undefined && matchesSelector(set.selector, pod.metadata.labels)) {
      const ownerReferences = [...(pod.metadata.ownerReferences ?? []), controllerReference(set)];
      const adopted = { ...pod, metadata: { ...pod.metadata, ownerReferences } };
      tx.put(adopted);
      claimed.push(adopted);
    }
  }
  return claimed;
}

/** Releases pods whose labels it does not match any more. */
function releasePods(tx: ApiTx, set: ReplicaOwner): void {
  for (const pod of listObjects(tx.view(), 'Pod', set.metadata.namespace)) {
    if (!isReplica(pod) || !isControlledBy(pod.metadata, set)) continue;
    if (matchesSelector(set.selector, pod.metadata.labels)) continue;
    const ownerReferences = (pod.metadata.ownerReferences ?? []).filter((owner) => owner.controller !== true);
    tx.put({ ...pod, metadata: { ...pod.metadata, ownerReferences } });
  }
}

function createPods(tx: ApiTx, set: ReplicaOwner, count: number, context: ControllerContext): void {
  const { name, namespace = '' } = set.metadata;
  const workload = controllerOf(set.metadata)?.name ?? name;
  const generateName = `${name}-`;
  for (let i = 0; i < count; i++) {
    const podName = generatedName(
      generateName,
      context.prng,
      (taken) => getObject(tx.view(), 'Pod', namespace, taken) !== undefined,
    );
    tx.put(
      podFromTemplate({
        owner: set,
        template: set.template,
        name: podName,
        generateName,
        replica: context.prng.ordinal(`replica/${namespace}/${workload}`),
        now: context.now,
      }),
    );
    context.emit({
      reason: 'SuccessfulCreate',
      message: `Created pod: ${podName}`,
      involved: { kind: set.kind, namespace, name },
    });
  }
}

/** Pods of all ReplicaSets of the same owner: they decide which nodes are crowded. */
function relatedPods(objects: ApiObjects, set: ReplicaOwner): readonly Pod[] {
  const { namespace } = set.metadata;
  const owner = controllerOf(set.metadata);
  const siblings = listObjects(objects, set.kind, namespace).filter(
    (other) =>
      other.metadata.name === set.metadata.name || (owner && controllerOf(other.metadata)?.name === owner.name),
  );
  return listObjects(objects, 'Pod', namespace).filter((pod) => siblings.some((s) => isControlledBy(pod.metadata, s)));
}

function deletePods(
  tx: ApiTx,
  set: ReplicaOwner,
  pods: readonly Pod[],
  count: number,
  context: ControllerContext,
): void {
  const { name, namespace = '' } = set.metadata;
  for (const pod of rankForDeletion(pods, relatedPods(tx.view(), set)).slice(0, count)) {
    deletePod(tx, pod, context);
    context.emit({
      reason: 'SuccessfulDelete',
      message: `Deleted pod: ${pod.metadata.name}`,
      involved: { kind: set.kind, namespace, name },
    });
  }
}

/** Ready for long enough to count on. */
const availableAt = (pod: Pod, minReadySeconds: number): number | undefined => {
  const ready = pod.status?.conditions?.find((c) => c.type === 'Ready' && c.status === 'True');
  return ready === undefined ? undefined : (ready.lastTransitionTime ?? 0) + minReadySeconds * 1000;
};

export const isAvailable = (pod: Pod, minReadySeconds: number, now: number): boolean => {
  const since = availableAt(pod, minReadySeconds);
  return since !== undefined && (minReadySeconds === 0 || since <= now);
};

/** When the next pod becomes one to count on. */
export function nextAvailable(objects: ApiObjects, owners: readonly ReplicaOwner[], now: number): number | undefined {
  const times = owners
    .filter(({ minReadySeconds }) => minReadySeconds > 0)
    .flatMap((owner) =>
      listObjects(objects, 'Pod', owner.metadata.namespace)
        .filter((pod) => isControlledBy(pod.metadata, owner))
        .flatMap((pod) => availableAt(pod, owner.minReadySeconds) ?? []),
    )
    .filter((time) => time > now);
  return times.length === 0 ? undefined : Math.min(...times);
}

interface ReplicaStatus {
  readonly replicas: number;
  readonly fullyLabeledReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly observedGeneration?: number;
}

/** Counts of zero are left out, as the API server does. */
function statusOf(set: ReplicaOwner, pods: readonly Pod[], now: number): ReplicaStatus {
  const ready = pods.filter(isReady).length;
  const available = pods.filter((pod) => isAvailable(pod, set.minReadySeconds, now)).length;
  const labels: Labels = set.template.metadata?.labels ?? {};
  const labelled = pods.filter((pod) => matchesSelector({ matchLabels: labels }, pod.metadata.labels)).length;
  return {
    replicas: pods.length,
    ...(labelled > 0 && { fullyLabeledReplicas: labelled }),
    ...(ready > 0 && { readyReplicas: ready }),
    ...(available > 0 && { availableReplicas: available }),
    ...(set.metadata.generation !== undefined && { observedGeneration: set.metadata.generation }),
  };
}

/** Makes the pods as many as they should be, and tells the status of it. */
export function syncReplicas(tx: ApiTx, set: ReplicaOwner, context: ControllerContext): ReplicaStatus {
  releasePods(tx, set);
  const pods = claimPods(tx, set);
  const missing = set.replicas - pods.length;
  if (missing > 0) createPods(tx, set, missing, context);
  if (missing < 0) deletePods(tx, set, pods, -missing, context);
  const owned = listObjects(tx.view(), 'Pod', set.metadata.namespace).filter(
    (pod) => isReplica(pod) && isControlledBy(pod.metadata, set),
  );
  return statusOf(set, owned, context.now);
}
