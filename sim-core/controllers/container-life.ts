import type { Millis } from '../base/time.js';
import type { Json, Pod } from '../kube/objects.js';

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** How a container's process ended. */
export interface Exit {
  readonly exitCode: number;
  readonly startedAt: Millis;
  readonly finishedAt: Millis;
}

/** Where a container is between its first start and its end. */
export type ContainerLife = { readonly name: string; readonly restarts: number; readonly lastExit?: Exit } & (
  | { readonly state: 'running'; readonly startedAt: Millis; readonly isNew: boolean }
  /** It will be started again at this time. */
  | { readonly state: 'backing-off'; readonly until: Millis; readonly seconds: number }
  | { readonly state: 'ended'; readonly exit: Exit }
);

function exitIn(state: unknown): Exit | undefined {
  const terminated = fieldsOf(fieldsOf(state)['terminated']);
  const [exitCode, startedAt, finishedAt] = ['exitCode', 'startedAt', 'finishedAt'].map((k) => numberOf(terminated[k]));
  if (exitCode === undefined || startedAt === undefined || finishedAt === undefined) return undefined;
  return { exitCode, startedAt, finishedAt };
}

const statusesOf = (pod: Pod): readonly Fields[] => {
  const statuses: unknown = pod.status?.['containerStatuses'];
  return Array.isArray(statuses) ? statuses.map(fieldsOf) : [];
};

const secondsLong = 600;
const mostSeconds = 300;

/**
 * How long a container is kept from its next start: not at all after its first exit or a long run, then twice as
 * long each time.
 * @see pkg/kubelet/kuberuntime/kuberuntime_manager.go (v1.34) doBackOff; client-go/util/flowcontrol/backoff.go
 */
const backOffSeconds = (restarts: number, { startedAt, finishedAt }: Exit): number =>
  restarts === 0 || finishedAt - startedAt >= secondsLong * 1000 ? 0 : Math.min(mostSeconds, 10 * 2 ** (restarts - 1));

/** @see pkg/kubelet/container/helpers.go (v1.34) ShouldContainerBeRestarted */
const startsAgain = (pod: Pod, { exitCode }: Exit): boolean => {
  const policy = pod.spec['restartPolicy'] ?? 'Always';
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
};

/** What becomes of each container now, by what its status says of before. */
export function containerLives(pod: Pod, now: Millis): readonly ContainerLife[] {
  const statuses = statusesOf(pod);
  return pod.spec.containers.map(({ name }) => {
    const before = statuses.find((status) => status['name'] === name) ?? {};
    const restarts = numberOf(before['restartCount']) ?? 0;
    const state = fieldsOf(before['state']);
    const lastExit = exitIn(before['lastState']);
    const known = { name, restarts, ...(lastExit !== undefined && { lastExit }) };
    const startedAt = numberOf(fieldsOf(state['running'])['startedAt']);
    if (startedAt !== undefined) return { ...known, state: 'running', startedAt, isNew: false };
    const exit = exitIn(state) ?? (state['waiting'] === undefined ? undefined : lastExit);
    if (exit === undefined) return { ...known, state: 'running', startedAt: now, isNew: true };
    if (!startsAgain(pod, exit)) return { ...known, state: 'ended', exit };
    const seconds = backOffSeconds(restarts, exit);
    const until = exit.finishedAt + seconds * 1000;
    if (now < until) return { ...known, lastExit: exit, state: 'backing-off', until, seconds };
    return { ...known, lastExit: exit, restarts: restarts + 1, state: 'running', startedAt: now, isNew: true };
  });
}

/** When the next container of a pod is started again; undefined when none waits for it. */
export const nextStart = (pod: Pod, now: Millis): Millis | undefined =>
  containerLives(pod, now)
    .flatMap((life) => (life.state === 'backing-off' ? [life.until] : []))
    .sort((a, b) => a - b)[0];

/** The pod after the process of its first container ended; undefined when none runs. */
export function withExit(pod: Pod, exitCode: number, now: Millis): Pod | undefined {
  const [first, ...others] = statusesOf(pod);
  const startedAt = numberOf(fieldsOf(fieldsOf(first?.['state'])['running'])['startedAt']);
  if (pod.status === undefined || first === undefined || startedAt === undefined) return undefined;
  const state = { terminated: terminated({ exitCode, startedAt, finishedAt: now }, first['containerID']) };
  // What was read from a status is JSON again.
  const containerStatuses = [{ ...first, ready: false, started: false, state }, ...others] as unknown as Json;
  return { ...pod, status: { ...pod.status, containerStatuses } };
}

/** @see pkg/kubelet/kuberuntime/helpers.go (v1.34) toKubeContainerStatus */
export const terminated = (
  { exitCode, startedAt, finishedAt }: Exit,
  containerID: unknown,
): { readonly [key: string]: Json } => ({
  containerID: typeof containerID === 'string' ? containerID : '',
  exitCode,
  finishedAt,
  reason: exitCode === 0 ? 'Completed' : 'Error',
  startedAt,
});
