import { formatTime } from '../base/calendar.js';
import type { Millis } from '../base/time.js';
import type { Labels, Pod, Service } from '../kube/objects.js';

export const TRIGGER_ANNOTATION = 'endpoints.kubernetes.io/last-change-trigger-time';

const second: Millis = 1000;

/** Times in the API are whole seconds. */
const wholeSeconds = (time: Millis): Millis => Math.floor(time / second) * second;

const readySince = (pod: Pod): Millis | undefined =>
  pod.status?.conditions?.find((condition) => condition.type === 'Ready')?.lastTransitionTime;

/**
 * The first of the changes that a sync of endpoints answers to: of the pods whose readiness changed since the last
 * sync, and of the Service when it is new. Undefined when something else changed.
 *
 * @see staging/src/k8s.io/endpointslice/trigger_time_tracker.go (v1.34) ComputeEndpointLastChangeTriggerTime
 */
export function triggerTime(service: Service, isNew: boolean, changed: readonly Pod[]): Millis | undefined {
  const created = isNew ? [service.metadata.creationTimestamp ?? 0] : [];
  const times = [...created, ...changed.flatMap((pod) => readySince(pod) ?? [])];
  return times.length === 0 ? undefined : wholeSeconds(Math.min(...times));
}

/** Annotations with the time of the change that led to them; without any when none did. */
export function withTrigger(annotations: Labels | undefined, trigger: Millis | undefined): Labels {
  const { [TRIGGER_ANNOTATION]: _last, ...others } = annotations ?? {};
  return trigger === undefined ? others : { ...others, [TRIGGER_ANNOTATION]: formatTime(trigger) };
}
