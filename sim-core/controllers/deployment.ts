import type { Deployment, Labels, PodTemplate, ReplicaSet } from '../kube/objects.js';
import type { ApiObjects, ApiTx } from '../kube/store.js';
import { getObject, keyOf, listObjects } from '../kube/store.js';
import type { Controller, ControllerContext } from './controller.js';
import { podTemplateHash } from './pod-template-hash.js';
import { available, count, deadlineOf, deploymentStatus, sum, wanted } from './deployment-status.js';
import { copiedLabels } from './service-endpoints.js';
import { lastAppliedAnnotation } from '../kube/last-applied.js';
import { controllerOf, controllerReference, isControlledBy } from './pod-state.js';
import { rolloutOf } from './rollout.js';
import type { Rollout } from './rollout.js';
import { matchesSelector } from './selector.js';
import { isSame, putChanged, writeObjects } from './write.js';

const HASH_LABEL = 'pod-template-hash';
const REVISION = 'deployment.kubernetes.io/revision';
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';
/** What a Deployment is annotated with for itself alone. */
const OWN_ANNOTATIONS = [REVISION, REVISION_HISTORY, DESIRED_REPLICAS, MAX_REPLICAS, lastAppliedAnnotation];

function ownSets(objects: ApiObjects, deployment: Deployment): readonly ReplicaSet[] {
  return listObjects(objects, 'ReplicaSet', deployment.metadata.namespace).filter(
    (set) =>
      isControlledBy(set.metadata, deployment) ||
      (controllerOf(set.metadata) === undefined && matchesSelector(deployment.spec.selector, set.metadata.labels)),
  );
}

/**
 * A ReplicaSet that was made by another release may have another hash for the very same template.
 * @see pkg/controller/deployment/util/deployment_util.go (v1.34) FindNewReplicaSet, EqualIgnoreHash
 */
function isOfTemplate({ spec }: ReplicaSet, deployment: Deployment): boolean {
  const withoutHash = ({ metadata, ...template }: PodTemplate) => {
    const { [HASH_LABEL]: _hash, ...labels } = metadata?.labels ?? {};
    return { ...template, metadata: { ...metadata, labels } };
  };
  return isSame(withoutHash(spec.template), withoutHash(deployment.spec.template));
}

const revisionOf = (set: ReplicaSet): number => Number(set.metadata.annotations?.[REVISION] ?? 0) || 0;

const inheritedAnnotations = ({ metadata }: Deployment): Labels => copiedLabels(metadata.annotations, OWN_ANNOTATIONS);

/** @see pkg/controller/deployment/util/deployment_util.go (v1.34) SetReplicasAnnotations */
const sizeAnnotations = ({ replicas, maxSurge }: Rollout): Labels => ({
  [DESIRED_REPLICAS]: String(replicas),
  [MAX_REPLICAS]: String(replicas + maxSurge),
});

/**
 * The current ReplicaSet with what its Deployment is annotated with, and with the highest revision.
 * @see pkg/controller/deployment/util/deployment_util.go (v1.34) SetNewReplicaSetAnnotations
 */
function annotated(set: ReplicaSet, deployment: Deployment, newest: number): ReplicaSet {
  const before = set.metadata.annotations ?? {};
  const revision = revisionOf(set);
  const history = [before[REVISION_HISTORY] ?? [], revision].flat().join(',');
  const renewed =
    revision < newest ? { [REVISION]: String(newest + 1), ...(revision > 0 && { [REVISION_HISTORY]: history }) } : {};
  return {
    ...set,
    metadata: { ...set.metadata, annotations: { ...before, ...inheritedAnnotations(deployment), ...renewed } },
  };
}

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
      annotations: {
        ...inheritedAnnotations(deployment),
        ...sizeAnnotations(rolloutOf(deployment)),
        [REVISION]: String(revision),
      },
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
  const annotations = { ...set.metadata.annotations, ...sizeAnnotations(rolloutOf(deployment)) };
  tx.put({
    ...set,
    metadata: { ...set.metadata, annotations, generation: (set.metadata.generation ?? 1) + 1 },
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

/**
 * A paused Deployment makes nothing new; it only keeps its size.
 * @see pkg/controller/deployment/sync.go (v1.34) sync, scale; deployment_controller.go checkPausedConditions
 */
function syncPaused(tx: ApiTx, deployment: Deployment, context: ControllerContext): void {
  const hash = podTemplateHash(deployment.spec.template);
  const existing = ownSets(tx.view(), deployment);
  const isCurrent = (set: ReplicaSet): boolean => set.metadata.labels?.[HASH_LABEL] === hash;
  const active = existing.filter((set) => wanted(set) > 0);
  const latest = existing.toSorted((a, b) => revisionOf(b) - revisionOf(a))[0];
  const only = active.length > 1 ? undefined : (active[0] ?? existing.find(isCurrent) ?? latest);
  const rollout = rolloutOf(deployment);
  if (only !== undefined) scale(tx, only, rollout.replicas, deployment, context);
  const sets = ownSets(tx.view(), deployment);
  const current = sets.find(isCurrent);
  const moment = { sets, isNew: false, isPaused: true, rollout, now: context.now };
  const status = deploymentStatus(deployment, { ...moment, ...(current !== undefined && { current }) });
  putChanged(tx, { ...deployment, status });
}

function syncDeployment(tx: ApiTx, deployment: Deployment, context: ControllerContext): void {
  const { namespace, name } = deployment.metadata;
  const hash = podTemplateHash(deployment.spec.template);
  const existing = ownSets(tx.view(), deployment);
  const newest = Math.max(0, ...existing.map(revisionOf));
  let current =
    existing.find((set) => set.metadata.labels?.[HASH_LABEL] === hash) ??
    existing.find((set) => isOfTemplate(set, deployment));
  const isNew = current === undefined;
  if (current === undefined) {
    current = newReplicaSet(deployment, hash, newest + 1, context.now);
    tx.put(current);
  } else {
    current = annotated(current, deployment, newest);
    putChanged(tx, current);
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
  verdictAt: (objects, now) => {
    const times = listObjects(objects, 'Deployment').flatMap((deployment) => deadlineOf(deployment) ?? []);
    const later = times.filter((time) => time > now);
    return later.length === 0 ? undefined : Math.min(...later);
  },
  reconcile: (objects, context) =>
    writeObjects(objects, (tx) => {
      for (const deployment of listObjects(objects, 'Deployment')) {
        if (deployment.metadata.deletionTimestamp !== undefined) continue;
        const sync = deployment.spec['paused'] === true ? syncPaused : syncDeployment;
        sync(tx, deployment, context);
      }
    }),
};
