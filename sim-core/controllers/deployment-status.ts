import type { Millis } from '../base/time.js';
import type { Deployment, Json, ReplicaSet } from '../kube/objects.js';
import type { Rollout } from './rollout.js';

export const count = (set: ReplicaSet, field: string): number => {
  const value = set.status?.[field];
  return typeof value === 'number' ? value : 0;
};
export const wanted = (set: ReplicaSet): number => set.spec.replicas ?? 1;
export const available = (set: ReplicaSet): number => count(set, 'availableReplicas');
export const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

type Fields = Readonly<Record<string, number>>;

interface Condition {
  readonly type: 'Available' | 'Progressing';
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
}

export interface DeploymentMoment {
  readonly sets: readonly ReplicaSet[];
  /** Absent while a paused Deployment has a template that nothing was made of. */
  readonly current?: ReplicaSet;
  readonly isPaused?: boolean;
  /** The ReplicaSet was made just now. */
  readonly isNew: boolean;
  readonly rollout: Rollout;
  readonly now: Millis;
}

const memberOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;

function stored(deployment: Deployment, type: Condition['type']): unknown {
  const conditions: unknown = deployment.status?.['conditions'];
  return Array.isArray(conditions) ? conditions.find((c: unknown) => memberOf(c, 'type') === type) : undefined;
}

const timeOf = (condition: unknown, key: string): Millis | undefined => {
  const time = memberOf(condition, key);
  return typeof time === 'number' ? time : undefined;
};

/** Times move with the status; of progress, the time of the update moves with every step. */
function dated(before: unknown, { type, status, reason, message }: Condition, moved: boolean, now: Millis): Json {
  const same = memberOf(before, 'status') === status;
  const untouched = same && memberOf(before, 'reason') === reason && memberOf(before, 'message') === message && !moved;
  return {
    lastTransitionTime: same ? (timeOf(before, 'lastTransitionTime') ?? now) : now,
    lastUpdateTime: untouched ? (timeOf(before, 'lastUpdateTime') ?? now) : now,
    message,
    reason,
    status,
    type,
  };
}

const availability = (fields: Fields, { rollout }: DeploymentMoment): Condition =>
  (fields['availableReplicas'] ?? 0) >= rollout.replicas - rollout.maxUnavailable
    ? {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };

function progress(deployment: Deployment, fields: Fields, moved: boolean, moment: DeploymentMoment): Condition {
  const { rollout, current, isNew, now } = moment;
  if (moment.isPaused === true || current === undefined) {
    return { type: 'Progressing', status: 'Unknown', reason: 'DeploymentPaused', message: 'Deployment is paused' };
  }
  const subject = `ReplicaSet "${current.metadata.name}"`;
  const before = stored(deployment, 'Progressing');
  const complete = [fields['updatedReplicas'], fields['replicas'], fields['availableReplicas']].every(
    (n) => n === rollout.replicas,
  );
  const yes = { type: 'Progressing', status: 'True' } as const;
  if (complete) return { ...yes, reason: 'NewReplicaSetAvailable', message: `${subject} has successfully progressed.` };
  if (isNew)
    return { ...yes, reason: 'NewReplicaSetCreated', message: `Created new replica set "${current.metadata.name}"` };
  if (moved || before === undefined) {
    return { ...yes, reason: 'ReplicaSetUpdated', message: `${subject} is progressing.` };
  }
  const due = deadlineOf(deployment);
  if (due !== undefined && now >= due) {
    return {
      type: 'Progressing',
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: `${subject} has timed out progressing.`,
    };
  }
  return unmoved(before);
}

/** Without progress the condition stays as it was; a Deployment that was paused says that it is not any more. */
function unmoved(before: unknown): Condition {
  const [reason, message, status] = ['reason', 'message', 'status'].map((key) => String(memberOf(before, key) ?? ''));
  if (reason === 'DeploymentPaused') {
    return { type: 'Progressing', status: 'Unknown', reason: 'DeploymentResumed', message: 'Deployment is resumed' };
  }
  const known = status === 'True' || status === 'False' ? status : 'Unknown';
  return { type: 'Progressing', status: known, reason: reason ?? '', message: message ?? '' };
}

/** What comes after these is not awaited: the rollout is done, given up, or put off. */
const settled: readonly unknown[] = ['NewReplicaSetAvailable', 'ProgressDeadlineExceeded', 'DeploymentPaused'];

/**
 * When a rollout that makes no progress counts as failed.
 * @see pkg/controller/deployment/progress.go (v1.34) requeueStuckDeployment; util/deployment_util.go DeploymentTimedOut
 */
export function deadlineOf(deployment: Deployment): Millis | undefined {
  const condition = stored(deployment, 'Progressing');
  const seconds = deployment.spec['progressDeadlineSeconds'];
  const since = timeOf(condition, 'lastUpdateTime');
  if (typeof seconds !== 'number' || since === undefined || settled.includes(memberOf(condition, 'reason'))) {
    return undefined;
  }
  return since + seconds * 1000;
}

/**
 * Counts of zero are left out, as the API server does.
 * @see pkg/controller/deployment/progress.go, sync.go (v1.34) syncRolloutStatus, calculateStatus
 */
export function deploymentStatus(deployment: Deployment, moment: DeploymentMoment): Readonly<Record<string, Json>> {
  const { sets, current, isNew, now } = moment;
  const fields: Fields = {
    replicas: sum(sets.map((set) => count(set, 'replicas'))),
    updatedReplicas: current === undefined ? 0 : count(current, 'replicas'),
    readyReplicas: sum(sets.map((set) => count(set, 'readyReplicas'))),
    availableReplicas: sum(sets.map(available)),
  };
  const old = deployment.status ?? {};
  const moved =
    isNew ||
    ['updatedReplicas', 'readyReplicas', 'availableReplicas'].some(
      (key) => (fields[key] ?? 0) > Number(old[key] ?? 0),
    ) ||
    (fields['replicas'] ?? 0) - (fields['updatedReplicas'] ?? 0) <
      Number(old['replicas'] ?? 0) - Number(old['updatedReplicas'] ?? 0);
  const unavailable = Math.max(0, sum(sets.map(wanted)) - (fields['availableReplicas'] ?? 0));
  const shown = Object.entries({ ...fields, unavailableReplicas: unavailable }).filter(([, value]) => value > 0);
  const { generation } = deployment.metadata;
  const conditions = [
    dated(stored(deployment, 'Available'), availability(fields, moment), false, now),
    dated(stored(deployment, 'Progressing'), progress(deployment, fields, moved, moment), moved, now),
  ];
  return {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...Object.fromEntries(shown),
    conditions,
  };
}
