import type { Json, Pod, ReplicaSet } from '../kube/objects.js';
import type { ApiObjects, ApiTx } from '../kube/store.js';
import { getObject, listObjects } from '../kube/store.js';
import type { Controller, ControllerContext } from './controller.js';
import { generatedName } from './name-suffix.js';
import { isPinnedFinished } from './pinning.js';
import { deletePod, podFromTemplate } from './pod-factory.js';
import { rankForDeletion } from './pod-ranking.js';
import { controllerOf, controllerReference, isActive, isControlledBy, isReady, isTerminating } from './pod-state.js';
import { matchesSelector } from './selector.js';
import { putChanged, writeObjects } from './write.js';

/** A pod pinned to be finished keeps its place, or there would be no end of replacing it. */
const isReplica = (pod: Pod): boolean => isActive(pod) || (isPinnedFinished(pod) && !isTerminating(pod));

/** The pods it owns, after adopting orphans that its selector matches. */
function claimPods(tx: ApiTx, set: ReplicaSet): readonly Pod[] {
  const candidates = listObjects(tx.view(), 'Pod', set.metadata.namespace).filter(isReplica);
  const claimed: Pod[] = [];
  for (const pod of candidates) {
    if (isControlledBy(pod.metadata, set)) claimed.push(pod);
    else if (controllerOf(pod.metadata) === undefined && matchesSelector(set.spec.selector, pod.metadata.labels)) {
      const ownerReferences = [...(pod.metadata.ownerReferences ?? []), controllerReference(set)];
      const adopted = { ...pod, metadata: { ...pod.metadata, ownerReferences } };
      tx.put(adopted);
      claimed.push(adopted);
    }
  }
  return claimed;
}

/** Releases pods whose labels it does not match any more. */
function releasePods(tx: ApiTx, set: ReplicaSet): void {
  for (const pod of listObjects(tx.view(), 'Pod', set.metadata.namespace)) {
    if (!isReplica(pod) || !isControlledBy(pod.metadata, set)) continue;
    if (matchesSelector(set.spec.selector, pod.metadata.labels)) continue;
    const ownerReferences = (pod.metadata.ownerReferences ?? []).filter((owner) => owner.controller !== true);
    tx.put({ ...pod, metadata: { ...pod.metadata, ownerReferences } });
  }
}

function createPods(tx: ApiTx, set: ReplicaSet, count: number, context: ControllerContext): void {
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
        template: set.spec.template,
        name: podName,
        generateName,
        replica: context.prng.ordinal(`replica/${namespace}/${workload}`),
        now: context.now,
      }),
    );
    context.emit({
      reason: 'SuccessfulCreate',
      message: `Created pod: ${podName}`,
      involved: { kind: 'ReplicaSet', namespace, name },
    });
  }
}

/** Pods of all ReplicaSets of the same owner: they decide which nodes are crowded. */
function relatedPods(objects: ApiObjects, set: ReplicaSet): readonly Pod[] {
  const { namespace } = set.metadata;
  const owner = controllerOf(set.metadata);
  const siblings = listObjects(objects, 'ReplicaSet', namespace).filter(
    (other) =>
      other.metadata.name === set.metadata.name || (owner && controllerOf(other.metadata)?.name === owner.name),
  );
  return listObjects(objects, 'Pod', namespace).filter((pod) => siblings.some((s) => isControlledBy(pod.metadata, s)));
}

function deletePods(tx: ApiTx, set: ReplicaSet, pods: readonly Pod[], count: number, context: ControllerContext): void {
  const { name, namespace = '' } = set.metadata;
  for (const pod of rankForDeletion(pods, relatedPods(tx.view(), set)).slice(0, count)) {
    deletePod(tx, pod, context);
    context.emit({
      reason: 'SuccessfulDelete',
      message: `Deleted pod: ${pod.metadata.name}`,
      involved: { kind: 'ReplicaSet', namespace, name },
    });
  }
}

/** Counts of zero are left out, as the API server does. */
function statusOf(set: ReplicaSet, pods: readonly Pod[]): { readonly [field: string]: Json } {
  const ready = pods.filter(isReady).length;
  const labelled = pods.filter((pod) =>
    matchesSelector({ matchLabels: set.spec.template.metadata?.labels ?? {} }, pod.metadata.labels),
  );
  return {
    replicas: pods.length,
    ...(labelled.length > 0 ? { fullyLabeledReplicas: labelled.length } : {}),
    ...(ready > 0 ? { readyReplicas: ready, availableReplicas: ready } : {}),
    ...(set.metadata.generation === undefined ? {} : { observedGeneration: set.metadata.generation }),
  };
}

/**
 * Keeps the wanted number of pods.
 *
 * Delay: a work queue's turn and one API round trip.
 * @see pkg/controller/replicaset/replica_set.go (v1.34) syncReplicaSet, manageReplicas
 */
export const replicaSetController: Controller = {
  name: 'replicaset',
  watches: ['ReplicaSet', 'Pod'],
  delayMs: 20,
  reconcile: (objects, context) =>
    writeObjects(objects, (tx) => {
      for (const set of listObjects(objects, 'ReplicaSet')) {
        if (set.metadata.deletionTimestamp !== undefined) continue;
        releasePods(tx, set);
        const pods = claimPods(tx, set);
        const missing = (set.spec.replicas ?? 1) - pods.length;
        if (missing > 0) createPods(tx, set, missing, context);
        if (missing < 0) deletePods(tx, set, pods, -missing, context);
        const owned = listObjects(tx.view(), 'Pod', set.metadata.namespace).filter(
          (pod) => isReplica(pod) && isControlledBy(pod.metadata, set),
        );
        putChanged(tx, { ...set, status: statusOf(set, owned) });
      }
    }),
};
