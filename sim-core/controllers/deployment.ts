import type { Deployment, Labels, ReplicaSet } from '../kube/objects.js';
import type { ApiObjects, ApiTx } from '../kube/store.js';
import { getObject, keyOf, listObjects } from '../kube/store.js';
import type { Controller, ControllerContext } from './controller.js';
import { podTemplateHash } from './pod-template-hash.js';
import { available, count, deploymentStatus, sum, wanted } from './deployment-status.js';
import { controllerOf, controllerReference, isControlledBy } from './pod-state.js';
import { rolloutOf } from './rollout.js';
import type { Rollout } from './rollout.js';
import { matchesSelector } from './selector.js';
import { putChanged, writeObjects } from './write.js';

const HASH_LABEL = 'pod-template-hash';
const REVISION = 'deployment.kubernetes.io/revision';

function ownSets(objects: ApiObjects, deployment: Deployment): readonly ReplicaSet[] {
  return listObjects(objects, 'ReplicaSet', deployment.metadata.namespace).filter(
    (set) =>
      isControlledBy(set.metadata, deployment) ||
      (controllerOf(set.metadata) === undefined && matchesSelector(deployment.spec.selector, set.metadata.labels)),
  );
}

const revisionOf = (set: ReplicaSet): number => Number(set.metadata.annotations?.[REVISION] ?? 0) || 0;

function newReplicaSet(deployment: Deployment, hash: string, revision: number, now: number): ReplicaSet {
  const { name, namespace } = deployment.metadata;
  const { template, selector } = deployment.spec;
  const labels: Labels = { ...template.metadata?.labels, [HASH_LABEL]: hash };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      ...(namespace === undefined ? {} : { namespace }),
      labels,
      annotations: { [REVISION]: String(revision) },
      ownerReferences: [controllerReference(deployment)],
      creationTimestamp: now,
      generation: 1,
    },
    spec: {
      replicas: 0,
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [HASH_LABEL]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
      ...(deployment.spec['minReadySeconds'] !== undefined && { minReadySeconds: deployment.spec['minReadySeconds'] }),
    },
    status: { replicas: 0 },
  };
}

/**
 * How many replicas the new ReplicaSet may have now.
 * @see pkg/controller/deployment/util/deployment_util.go (v1.34) NewRSNewReplicas
 */
function newSetReplicas(rollout: Rollout, current: ReplicaSet, old: readonly ReplicaSet[]): number {
  if (rollout.kind === 'Recreate')
    return old.some((set) => wanted(set) > 0 || count(set, 'replicas') > 0) ? 0 : rollout.replicas;
  if (wanted(current) >= rollout.replicas) return rollout.replicas;
  const room = rollout.replicas + rollout.maxSurge - sum([current, ...old].map(wanted));
  if (room <= 0) return wanted(current);
  return Math.min(rollout.replicas, wanted(current) + room);
}

/**
 * Replicas of each old ReplicaSet: unhealthy ones go first, then as many as availability allows.
 * @see pkg/controller/deployment/rolling.go (v1.34) reconcileOldReplicaSets
 */
function oldSetReplicas(rollout: Rollout, current: ReplicaSet, old: readonly ReplicaSet[]): readonly number[] {
  if (rollout.kind === 'Recreate') return old.map(() => 0);
  const minAvailable = rollout.replicas - rollout.maxUnavailable;
  const newUnavailable = Math.max(0, wanted(current) - available(current));
  let budget = Math.max(0, sum([current, ...old].map(wanted)) - minAvailable - newUnavailable);
  const afterCleanup = old.map((set) => {
    const unhealthy = Math.max(0, Math.min(budget, wanted(set) - available(set)));
    budget -= unhealthy;
    return wanted(set) - unhealthy;
  });
  let spare = Math.max(0, Math.min(budget, sum([current, ...old].map(available)) - minAvailable));
  return afterCleanup.map((replicas) => {
    const down = Math.min(spare, replicas);
    spare -= down;
    return replicas - down;
  });
}

function scale(tx: ApiTx, set: ReplicaSet, replicas: number, deployment: Deployment, context: ControllerContext): void {
  if (wanted(set) === replicas) return;
  const { namespace = '', name } = deployment.metadata;
  const from = wanted(set);
  tx.put({
    ...set,
    metadata: { ...set.metadata, generation: (set.metadata.generation ?? 1) + 1 },
    spec: { ...set.spec, replicas },
  });
  context.emit({
    reason: 'ScalingReplicaSet',
    message: `Scaled ${replicas > from ? 'up' : 'down'} replica set ${set.metadata.name} from ${from} to ${replicas}`,
    involved: { kind: 'Deployment', namespace, name },
  });
}

/** Empty old ReplicaSets beyond the history that is wanted go, the oldest first. */
function cleanUp(tx: ApiTx, deployment: Deployment, old: readonly ReplicaSet[]): void {
  const limit = deployment.spec['revisionHistoryLimit'];
  const idle = old
    .filter((set) => wanted(set) === 0 && count(set, 'replicas') === 0)
    .toSorted((x, y) => revisionOf(x) - revisionOf(y));
  const most = typeof limit === 'number' ? limit : idle.length;
  for (const set of idle.slice(0, Math.max(0, idle.length - most))) tx.delete(keyOf(set));
}

function syncDeployment(tx: ApiTx, deployment: Deployment, context: ControllerContext): void {
  const { namespace, name } = deployment.metadata;
  const hash = podTemplateHash(deployment.spec.template);
  const existing = ownSets(tx.view(), deployment);
  const newest = Math.max(0, ...existing.map(revisionOf));
  let current = existing.find((set) => set.metadata.labels?.[HASH_LABEL] === hash);
  const isNew = current === undefined;
  if (current === undefined) {
    current = newReplicaSet(deployment, hash, newest + 1, context.now);
    tx.put(current);
  } else if (revisionOf(current) < newest) {
    const annotations = { ...current.metadata.annotations, [REVISION]: String(newest + 1) };
    current = { ...current, metadata: { ...current.metadata, annotations } };
    tx.put(current);
  }
  const currentName = current.metadata.name;
  const old = existing.filter((set) => set.metadata.name !== currentName);
  const rollout = rolloutOf(deployment);
  const replicas = newSetReplicas(rollout, current, old);
  scale(tx, current, replicas, deployment, context);
  const scaled = { ...current, spec: { ...current.spec, replicas } };
  const targets = oldSetReplicas(rollout, scaled, old);
  for (const [i, set] of old.entries()) scale(tx, set, targets[i] ?? wanted(set), deployment, context);

  const sets = ownSets(tx.view(), deployment);
  const stored = getObject(tx.view(), 'ReplicaSet', namespace, currentName) ?? scaled;
  const annotations = { ...deployment.metadata.annotations, [REVISION]: String(revisionOf(stored)) };
  cleanUp(
    tx,
    deployment,
    sets.filter((set) => set.metadata.name !== currentName),
  );
  const status = deploymentStatus(deployment, { sets, current: stored, isNew, rollout, now: context.now });
  putChanged(tx, { ...deployment, metadata: { ...deployment.metadata, name, annotations }, status });
}

/**
 * Keeps a ReplicaSet for the current template at the wanted size and moves over from older ones.
 *
 * Delay: a work queue's turn and one API round trip.
 * @see pkg/controller/deployment/deployment_controller.go (v1.34) syncDeployment
 */
export const deploymentController: Controller = {
  name: 'deployment',
  component: 'deployment-controller',
  watches: ['Deployment', 'ReplicaSet'],
  delayMs: 20,
  reconcile: (objects, context) =>
    writeObjects(objects, (tx) => {
      for (const deployment of listObjects(objects, 'Deployment')) {
        if (deployment.metadata.deletionTimestamp === undefined) syncDeployment(tx, deployment, context);
      }
    }),
};
