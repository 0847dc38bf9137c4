import type { Pod } from '../kube/objects.js';
import { isActive, isReady } from './pod-state.js';

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

const phaseRank: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

function deletionCost(pod: Pod): number {
  const text = pod.metadata.annotations?.[DELETION_COST] ?? '';
  return /^(0|-?[1-9]\d*)$/.test(text) ? Number(text) : 0;
}

/** Restarts of all containers; the simulation itself restarts none. */
function restarts(pod: Pod): number {
  const statuses = pod.status?.['containerStatuses'];
  if (!Array.isArray(statuses)) return 0;
  const counts = statuses.map((s: unknown) =>
    typeof s === 'object' && s !== null && 'restartCount' in s && typeof s.restartCount === 'number'
      ? s.restartCount
      : 0,
  );
  return Math.max(0, ...counts);
}

/**
 * Which pods a ReplicaSet deletes first: unassigned before assigned, pending before running, not ready before
 * ready, the cheaper to delete, those on nodes that hold more of the related pods, more restarts, the newer.
 * `pods` and `related` come in creation order.
 * @see pkg/controller/replicaset/replica_set.go (v1.34) getPodsRankedByRelatedPodsOnSameNode
 * @see pkg/controller/controller_utils.go (v1.34) ActivePodsWithRanks.Less
 */
export function rankForDeletion(pods: readonly Pod[], related: readonly Pod[]): readonly Pod[] {
  const onNode = new Map<string, number>();
  for (const pod of related) {
    const node = pod.spec.nodeName;
    if (isActive(pod) && node !== undefined) onNode.set(node, (onNode.get(node) ?? 0) + 1);
  }
  const keys = pods.map((pod, created) => ({
    pod,
    order: [
      pod.spec.nodeName === undefined ? 0 : 1,
      phaseRank[pod.status?.phase ?? 'Pending'] ?? 0,
      isReady(pod) ? 1 : 0,
      deletionCost(pod),
      -(onNode.get(pod.spec.nodeName ?? '') ?? 0),
      -restarts(pod),
      -(pod.metadata.creationTimestamp ?? 0),
      -created,
    ],
  }));
  keys.sort((a, b) => {
    for (const [i, left] of a.order.entries()) {
      const difference = left - (b.order[i] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  });
  return keys.map((entry) => entry.pod);
}
