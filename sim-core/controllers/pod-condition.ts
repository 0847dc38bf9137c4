import type { PodStatus } from '../kube/objects.js';

type ConditionStatus = 'True' | 'False' | 'Unknown';

/** The status with one condition set; the others keep their places. */
export function withCondition(status: PodStatus, type: string, value: ConditionStatus): PodStatus {
  const conditions = status.conditions ?? [];
  const at = conditions.findIndex((condition) => condition.type === type);
  if (at < 0) return { ...status, conditions: [...conditions, { type, status: value }] };
  return { ...status, conditions: conditions.map((c, i) => (i === at ? { ...c, status: value } : c)) };
}
