import type { Millis } from '../base/time.js';
import type { Container, Json, Pod, PodStatus } from '../kube/objects.js';
import { crashCount } from './pinning.js';

const memberOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;

const secondsOf = (probe: unknown, key: string): number => {
  const value = memberOf(probe, key);
  return typeof value === 'number' && value > 0 ? value : 0;
};

/** How long after its start a pod cannot be ready: the longest delay of its readiness probes. */
export const initialDelayMs = (pod: Pod): Millis =>
  Math.max(0, ...pod.spec.containers.map((c) => secondsOf(c['readinessProbe'], 'initialDelaySeconds') * 1000));

/** When its containers started; undefined before they did. */
export function runningSince(pod: Pod): Millis | undefined {
  const statuses: unknown = pod.status?.['containerStatuses'];
  const state = memberOf(Array.isArray(statuses) ? statuses[0] : undefined, 'state');
  const startedAt = memberOf(memberOf(state, 'running') ?? memberOf(state, 'terminated'), 'startedAt');
  return typeof startedAt === 'number' ? startedAt : undefined;
}

interface Moment {
  readonly phase: PodStatus['phase'];
  readonly ready: boolean;
  readonly now: Millis;
}

function statusOf(pod: Pod, container: Container, { phase, ready, now }: Moment): Readonly<Record<string, Json>> {
  const startedAt = runningSince(pod) ?? now;
  const running = phase === 'Running' || phase === 'Unknown';
  const containerID = `containerd://${(pod.metadata.uid ?? '').replaceAll('-', '')}`;
  const exitCode = phase === 'Failed' ? 1 : 0;
  const crashes = crashCount(pod);
  if (crashes > 0) return crashed(pod, container, { containerID, crashes });
  const ended = { containerID, exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', startedAt };
  return {
    containerID,
    image: container.image ?? '',
    imageID: '',
    lastState: {},
    name: container.name,
    ready,
    restartCount: 0,
    started: running,
    state: running ? { running: { startedAt } } : { terminated: ended },
  };
}

/** Between an exit and the next start. @see pkg/kubelet/kuberuntime/kuberuntime_manager.go (v1.34) doBackOff */
function crashed(
  { metadata: { name, namespace = '', uid = '' } }: Pod,
  container: Container,
  { containerID, crashes }: { readonly containerID: string; readonly crashes: number },
): Readonly<Record<string, Json>> {
  const seconds = Math.min(300, 10 * 2 ** (crashes - 1));
  const wait = seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
  const message = `back-off ${wait} restarting failed container=${container.name} pod=${name}_${namespace}(${uid})`;
  return {
    containerID,
    image: container.image ?? '',
    imageID: '',
    lastState: { terminated: { containerID, exitCode: 1, reason: 'Error' } },
    name: container.name,
    ready: false,
    restartCount: crashes,
    started: false,
    state: { waiting: { message, reason: 'CrashLoopBackOff' } },
  };
}

/** @see pkg/kubelet/kubelet_pods.go (v1.34) convertToAPIContainerStatuses */
export const containerStatuses = (pod: Pod, moment: Moment): readonly Json[] =>
  pod.spec.containers.map((container) => statusOf(pod, container, moment));
