import type { Json, Pod, StatefulSet } from '../kube/objects.js';
import type { ApiTx } from '../kube/store.js';
import { getObject, listObjects } from '../kube/store.js';
import type { Controller, ControllerContext } from './controller.js';
import { templateHash } from './name-suffix.js';
import { isPinnedFinished } from './pinning.js';
import { deletePod, podFromTemplate } from './pod-factory.js';
import { isControlledBy, isReady, isTerminal, isTerminating } from './pod-state.js';
import { isAvailable } from './replica-pods.js';
import { putChanged, writeObjects } from './write.js';

const REVISION_LABEL = 'controller-revision-hash';

const fieldOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

interface Plan {
  readonly set: StatefulSet;
  readonly revision: string;
  /** The first ordinal. */
  readonly start: number;
  /** One past the last ordinal. */
  readonly end: number;
  readonly isParallel: boolean;
}

const planOf = (set: StatefulSet): Plan => {
  const start = numberOf(fieldOf(set.spec['ordinals'], 'start'));
  return {
    set,
    revision: `${set.metadata.name}-${templateHash(set.spec.template)}`,
    start,
    end: start + (set.spec.replicas ?? 1),
    isParallel: set.spec['podManagementPolicy'] === 'Parallel',
  };
};

function ordinalOf(set: StatefulSet, pod: Pod): number | undefined {
  const prefix = `${set.metadata.name}-`;
  const text = pod.metadata.name.startsWith(prefix) ? pod.metadata.name.slice(prefix.length) : '';
  return /^(0|[1-9]\d*)$/.test(text) ? Number(text) : undefined;
}

function createPod(tx: ApiTx, plan: Plan, ordinal: number, context: ControllerContext): void {
  const { set } = plan;
  const { namespace = '' } = set.metadata;
  const name = `${set.metadata.name}-${ordinal}`;
  const labels = {
    'apps.kubernetes.io/pod-index': String(ordinal),
    [REVISION_LABEL]: plan.revision,
    'statefulset.kubernetes.io/pod-name': name,
  };
  const subdomain = set.spec.serviceName;
  tx.put(
    podFromTemplate({
      owner: set,
      template: set.spec.template,
      name,
      generateName: `${set.metadata.name}-`,
      replica: ordinal - plan.start,
      labels,
      spec: { hostname: name, ...(subdomain === undefined || subdomain === '' ? {} : { subdomain }) },
      now: context.now,
    }),
  );
  context.emit({
    reason: 'SuccessfulCreate',
    message: `create Pod ${name} in StatefulSet ${set.metadata.name} successful`,
    involved: { kind: 'StatefulSet', namespace, name: set.metadata.name },
  });
}

function removePod(tx: ApiTx, plan: Plan, pod: Pod, context: ControllerContext): void {
  const { name, namespace = '' } = plan.set.metadata;
  deletePod(tx, pod, context);
  context.emit({
    reason: 'SuccessfulDelete',
    message: `delete Pod ${pod.metadata.name} in StatefulSet ${name} successful`,
    involved: { kind: 'StatefulSet', namespace, name },
  });
}

const isHealthy = (pod: Pod): boolean => pod.status?.phase === 'Running' && isReady(pod) && !isTerminating(pod);

/** Creates what is missing, lowest ordinal first. True when every wanted replica is there and healthy. */
function fill(tx: ApiTx, plan: Plan, pods: ReadonlyMap<number, Pod>, context: ControllerContext): boolean {
  let complete = true;
  for (let ordinal = plan.start; ordinal < plan.end; ordinal++) {
    const pod = pods.get(ordinal);
    if (pod !== undefined && isHealthy(pod)) continue;
    complete = false;
    if (pod === undefined) createPod(tx, plan, ordinal, context);
    else if (isTerminal(pod) && !isTerminating(pod) && !isPinnedFinished(pod)) removePod(tx, plan, pod, context);
    if (!plan.isParallel) return false;
  }
  return complete;
}

/** Ends what is beyond the wanted range, highest ordinal first and one after the other. */
function shrink(tx: ApiTx, plan: Plan, pods: ReadonlyMap<number, Pod>, context: ControllerContext): boolean {
  const condemned = [...pods]
    .filter(([ordinal]) => ordinal < plan.start || ordinal >= plan.end)
    .sort(([a], [b]) => b - a);
  for (const [, pod] of condemned) {
    if (!isTerminating(pod)) removePod(tx, plan, pod, context);
    if (!plan.isParallel) break;
  }
  return condemned.length === 0;
}

/** Replaces pods of an older template from the highest ordinal down to the partition, one at a time. */
function update(tx: ApiTx, plan: Plan, pods: ReadonlyMap<number, Pod>, context: ControllerContext): void {
  const strategy = plan.set.spec['updateStrategy'];
  if (fieldOf(strategy, 'type') === 'OnDelete') return;
  const lowest = Math.max(plan.start, numberOf(fieldOf(fieldOf(strategy, 'rollingUpdate'), 'partition')));
  for (let ordinal = plan.end - 1; ordinal >= lowest; ordinal--) {
    const pod = pods.get(ordinal);
    if (pod === undefined) return;
    if (pod.metadata.labels?.[REVISION_LABEL] !== plan.revision) {
      if (!isTerminating(pod)) removePod(tx, plan, pod, context);
      return;
    }
    if (!isHealthy(pod)) return;
  }
}

function ownPods(tx: ApiTx, set: StatefulSet): ReadonlyMap<number, Pod> {
  const found = new Map<number, Pod>();
  for (const pod of listObjects(tx.view(), 'Pod', set.metadata.namespace)) {
    const ordinal = isControlledBy(pod.metadata, set) ? ordinalOf(set, pod) : undefined;
    if (ordinal !== undefined) found.set(ordinal, pod);
  }
  return found;
}

const minReadySeconds = ({ spec }: StatefulSet): number => numberOf(spec['minReadySeconds']);

function statusOf(plan: Plan, pods: readonly Pod[], now: number): { readonly [field: string]: Json } {
  const active = pods.filter((pod) => !isTerminating(pod));
  const ready = active.filter(isReady).length;
  const at = (revision: string): number =>
    active.filter((pod) => pod.metadata.labels?.[REVISION_LABEL] === revision).length;
  const updated = at(plan.revision);
  const available = active.filter((pod) => isAvailable(pod, minReadySeconds(plan.set), now)).length;
  const isDone = updated === plan.end - plan.start && ready === updated;
  const before = plan.set.status?.['currentRevision'];
  const currentRevision = isDone || typeof before !== 'string' ? plan.revision : before;
  const current = at(currentRevision);
  const { generation } = plan.set.metadata;
  return {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    replicas: active.length,
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    ...(current > 0 ? { currentReplicas: current } : {}),
    ...(updated > 0 ? { updatedReplicas: updated } : {}),
    availableReplicas: available,
    currentRevision,
    updateRevision: plan.revision,
    collisionCount: 0,
  };
}

/**
 * Keeps pods with stable names, one after the other unless the set is Parallel.
 *
 * Delay: a work queue's turn and one API round trip.
 * @see pkg/controller/statefulset/stateful_set_control.go (v1.34) updateStatefulSet
 */
export const statefulSetController: Controller = {
  name: 'statefulset',
  component: 'statefulset-controller',
  watches: ['StatefulSet', 'Pod'],
  delayMs: 20,
  reconcile: (objects, context) =>
    writeObjects(objects, (tx) => {
      for (const set of listObjects(objects, 'StatefulSet')) {
        if (set.metadata.deletionTimestamp !== undefined) continue;
        const plan = planOf(set);
        const pods = ownPods(tx, set);
        const filled = fill(tx, plan, pods, context);
        const shrunk = (filled || plan.isParallel) && shrink(tx, plan, pods, context);
        if (filled && shrunk) update(tx, plan, pods, context);
        const stored = getObject(tx.view(), 'StatefulSet', set.metadata.namespace, set.metadata.name) ?? set;
        putChanged(tx, { ...stored, status: statusOf(plan, [...ownPods(tx, set).values()], context.now) });
      }
    }),
};
