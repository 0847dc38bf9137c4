import type { Pod } from '../kube/objects.js';
import type { ApiObjects } from '../kube/store.js';
import type { TimelineEvent } from './view.js';

type Readiness = 'absent' | 'starting' | 'unready' | 'ready';

function readinessOf(pod: Pod | undefined): Readiness {
  if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) return 'absent';
  if (pod.status?.phase !== 'Running') return 'starting';
  const isReady = pod.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
  return isReady ? 'ready' : 'unready';
}

/**
 * Pods that run and are not ready, and those that became ready again: the moment at which Services begin and cease
 * to count on them. What only starts or ends is told by its controllers.
 * @see pkg/kubelet/status/status_manager.go (v1.34) SetContainerReadiness
 */
export function readinessEvents(
  before: ApiObjects,
  after: ApiObjects,
): readonly Omit<TimelineEvent, 'sequence' | 'time'>[] {
  if (before.kinds.Pod === after.kinds.Pod) return [];
  const events: Omit<TimelineEvent, 'sequence' | 'time'>[] = [];
  for (const [key, pod] of after.kinds.Pod) {
    const old = before.kinds.Pod.get(key);
    if (old === pod) continue;
    const [was, is] = [readinessOf(old), readinessOf(pod)];
    const { namespace = '', name } = pod.metadata;
    const object = { kind: 'Pod', namespace, name } as const;
    if (is === 'unready' && was !== 'unready')
      events.push({ kind: 'unready', text: `pod/${name} Ready=False`, object });
    if (is === 'ready' && was === 'unready') events.push({ kind: 'ready', text: `pod/${name} Ready=True`, object });
  }
  return events;
}
