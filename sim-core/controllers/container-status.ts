import type { Millis } from '../base/time.js';
import type { Container, Json, Pod, PodStatus } from '../kube/objects.js';
import { terminated, type ContainerLife } from './container-life.js';
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

function stateOf(
  life: ContainerLife,
  { phase, now }: Moment,
  pod: Pod,
  containerID: string,
): Readonly<Record<string, Json>> {
  const isPodRunning = phase === 'Running' || phase === 'Unknown';
  switch (life.state) {
    case 'ended':
      return { terminated: terminated(life.exit, containerID) };
    case 'backing-off':
      return { waiting: { message: backOffMessage(life.seconds, life.name, pod), reason: 'CrashLoopBackOff' } };
    case 'running': {
      if (isPodRunning) return { running: { startedAt: life.startedAt } };
      const exit = { exitCode: phase === 'Failed' ? 1 : 0, startedAt: runningSince(pod) ?? now };
      return { terminated: { containerID, ...exit, reason: exit.exitCode === 0 ? 'Completed' : 'Error' } };
    }
  }
}

function statusOf(pod: Pod, container: Container, life: ContainerLife, moment: Moment): Readonly<Record<string, Json>> {
  const containerID = `containerd://${(pod.metadata.uid ?? '').replaceAll('-', '')}`;
  const crashes = crashCount(pod);
  if (crashes > 0) return crashed(pod, container, { containerID, crashes });
  const state = stateOf(life, moment, pod, containerID);
  const runs = 'running' in state;
  return {
    containerID,
    image: container.image ?? '',
    imageID: '',
    lastState: life.lastExit === undefined ? {} : { terminated: terminated(life.lastExit, containerID) },
    name: container.name,
    ready: moment.ready && runs,
    restartCount: life.restarts,
    started: runs,
    state,
  };
}

function backOffMessage(seconds: number, container: string, { metadata }: Pod): string {
  const { name, namespace = '', uid = '' } = metadata;
  const wait = seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
  return `back-off ${wait} restarting failed container=${container} pod=${name}_${namespace}(${uid})`;
}

/** Between an exit and the next start. @see pkg/kubelet/kuberuntime/kuberuntime_manager.go (v1.34) doBackOff */
function crashed(
  pod: Pod,
  container: Container,
  { containerID, crashes }: { readonly containerID: string; readonly crashes: number },
): Readonly<Record<string, Json>> {
  const seconds = Math.min(300, 10 * 2 ** (crashes - 1));
  const message = backOffMessage(seconds, container.name, pod);
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
export const containerStatuses = (pod: Pod, lives: readonly ContainerLife[], moment: Moment): readonly Json[] =>
  pod.spec.containers.flatMap((container, i) => {
    const life = lives[i];
    return life === undefined ? [] : [statusOf(pod, container, life, moment)];
  });
