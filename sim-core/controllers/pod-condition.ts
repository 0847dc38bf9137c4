import type { Millis } from '../base/time.js';
import type { PodCondition, PodStatus } from '../kube/objects.js';

/** What became of a condition, and why when it is not true. */
export type ConditionChange = Pick<PodCondition, 'type' | 'status' | 'reason' | 'message'>;

/** The status with one condition set; the others keep their places, and its time only moves with its status. */
export function withCondition(status: PodStatus, change: ConditionChange, now: Millis): PodStatus {
  const conditions = status.conditions ?? [];
  const before = conditions.find((condition) => condition.type === change.type);
  const lastTransitionTime = before?.status === change.status ? (before.lastTransitionTime ?? now) : now;
  const next: PodCondition = { lastProbeTime: null, lastTransitionTime, ...change };
  if (before === undefined) return { ...status, conditions: [...conditions, next] };
  return { ...status, conditions: conditions.map((c) => (c === before ? next : c)) };
}
