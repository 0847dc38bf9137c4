import type { Millis } from '../base/time.js';
import type { Container, Pod, PodStatus } from '../kube/objects.js';
import type { ApiTx } from '../kube/store.js';
import { keyOf, listObjects } from '../kube/store.js';
import type { Controller, ControllerContext } from './controller.js';
import { nodeInfos } from './node-info.js';
import type { NodeInfo } from './node-info.js';
import { podPins } from './pinning.js';
import { allocateAddresses, LazyAddressBook } from './pod-addresses.js';
import { containerLives, nextStart, type ContainerLife } from './container-life.js';
import { containerStatuses, initialDelayMs, runningSince } from './container-status.js';
import { withCondition } from './pod-condition.js';
import { graceSeconds, isReady, isTerminal, podIps } from './pod-state.js';
import { putChanged, writeObjects } from './write.js';

const syncMs: Millis = 800;

/** When the last container is killed; undefined for a pod that is not being deleted or is pinned to go on. */
function endOfGrace(pod: Pod): Millis | undefined {
  const asked = pod.metadata.deletionTimestamp;
  if (asked === undefined || podPins(pod).terminating) return undefined;
  return podIps(pod).length === 0 ? asked : asked + graceSeconds(pod) * 1000;
}

function addressed(pod: Pod, status: PodStatus, node: NodeInfo, book: LazyAddressBook): PodStatus {
  if (podIps(pod).length > 0) return status;
  const ips = allocateAddresses(pod, node, book.read());
  const podIP = ips[0];
  return podIP === undefined ? status : { ...status, podIP, podIPs: ips.map((ip) => ({ ip })) };
}

/** When the first readiness probe answers; undefined when the pod needs not wait for one. */
function firstProbe(pod: Pod): Millis | undefined {
  const since = runningSince(pod);
  const delay = initialDelayMs(pod);
  return since === undefined || delay === 0 ? undefined : since + delay;
}

const unready = (pod: Pod): string =>
  `containers with unready status: [${pod.spec.containers.map(({ name }) => name).join(' ')}]`;

/** The status that the pins ask for; without any, a pod that runs and is ready. */
function statusOf(pod: Pod, node: NodeInfo, book: LazyAddressBook, now: Millis): PodStatus {
  const pins = podPins(pod);
  const lives = containerLives(pod, now);
  const phase = pins.phase ?? endPhase(lives) ?? 'Running';
  const hostIP = node.ips[0];
  const base: PodStatus = {
    ...(pod.status ?? {}),
    phase,
    ...(hostIP !== undefined && { hostIP, hostIPs: node.ips.map((ip) => ({ ip })) }),
    startTime: pod.status?.['startTime'] ?? now,
  };
  if (phase === 'Pending') return withCondition(base, { type: 'Ready', status: 'False' }, now);
  const running = phase === 'Running' || phase === 'Unknown';
  const delay = initialDelayMs(pod);
  const up = lives.every((life) => life.state === 'running' && (delay === 0 || now >= life.startedAt + delay));
  const ready = running && pins.ready && up;
  const why = ready
    ? { status: 'True' as const }
    : running
      ? { status: 'False' as const, reason: 'ContainersNotReady', message: unready(pod) }
      : { status: 'False' as const, reason: phase === 'Succeeded' ? 'PodCompleted' : 'PodFailed' };
  const conditions = [
    { type: 'PodReadyToStartContainers', status: running ? 'True' : 'False' },
    { type: 'Initialized', status: 'True' },
    { type: 'Ready', ...why },
    { type: 'ContainersReady', ...why },
  ] as const;
  const status = conditions.reduce((s, c) => withCondition(s, c, now), addressed(pod, base, node, book));
  return { ...status, containerStatuses: containerStatuses(pod, lives, { phase, ready, now }) };
}

/** The phase of a pod none of whose containers is started again. @see pkg/kubelet/kubelet_pods.go (v1.34) getPhase */
function endPhase(lives: readonly ContainerLife[]): 'Succeeded' | 'Failed' | undefined {
  const exits = lives.flatMap((life) => (life.state === 'ended' ? [life.exit] : []));
  if (exits.length === 0 || exits.length < lives.length) return undefined;
  return exits.every(({ exitCode }) => exitCode === 0) ? 'Succeeded' : 'Failed';
}

function announceStart(pod: Pod, { name }: NodeInfo, started: ReadonlySet<string>, context: ControllerContext): void {
  const involved = { kind: 'Pod', namespace: pod.metadata.namespace ?? '', name: pod.metadata.name } as const;
  for (const container of pod.spec.containers.filter((c) => started.has(c.name))) {
    const fieldPath = `spec.containers{${container.name}}`;
    const image = `Container image "${container.image ?? ''}" already present on machine`;
    const at = { involved, fieldPath, host: name };
    context.emit({ reason: 'Pulled', message: image, ...at });
    context.emit({ reason: 'Created', message: `Created container: ${container.name}`, ...at });
    context.emit({ reason: 'Started', message: `Started container ${container.name}`, ...at });
  }
}

/** @see pkg/kubelet/kuberuntime/kuberuntime_manager.go (v1.34) doBackOff */
function announceBackOff(
  { metadata: { namespace = '', name, uid = '' }, status }: Pod,
  lives: readonly ContainerLife[],
  node: NodeInfo,
  context: ControllerContext,
): void {
  const ended = JSON.stringify(status?.['containerStatuses'] ?? []);
  for (const life of lives) {
    // It is told when the back-off begins, which is the first look at the ended container.
    if (life.state !== 'backing-off' || ended.includes('CrashLoopBackOff')) continue;
    context.emit({
      reason: 'BackOff',
      type: 'Warning',
      message: `Back-off restarting failed container ${life.name} in pod ${name}_${namespace}(${uid})`,
      involved: { kind: 'Pod', namespace, name },
      fieldPath: `spec.containers{${life.name}}`,
      host: node.name,
    });
  }
}

const probeFailures: Readonly<Record<string, string>> = {
  httpGet: 'HTTP probe failed with statuscode: 503',
  tcpSocket: 'dial tcp: connect: connection refused',
  grpc: 'service unhealthy (responded with "NOT_SERVING")',
};

/** Probes that begin to fail are told of, for containers that have one. @see pkg/kubelet/prober/prober.go (v1.34) */
function announceUnready(pod: Pod, { name }: NodeInfo, context: ControllerContext): void {
  for (const container of pod.spec.containers) {
    const probe = container['readinessProbe'];
    if (typeof probe !== 'object' || probe === null) continue;
    const how = Object.keys(probeFailures).find((key) => Object.hasOwn(probe, key));
    context.emit({
      reason: 'Unhealthy',
      type: 'Warning',
      message: `Readiness probe failed: ${how === undefined ? '' : (probeFailures[how] ?? '')}`,
      involved: { kind: 'Pod', namespace: pod.metadata.namespace ?? '', name: pod.metadata.name },
      fieldPath: `spec.containers{${container.name}}`,
      host: name,
    });
  }
}

/** What the kubelets of all nodes work with. */
interface Work {
  readonly tx: ApiTx;
  readonly book: LazyAddressBook;
  readonly context: ControllerContext;
}

function syncPod({ tx, book, context }: Work, pod: Pod, node: NodeInfo): void {
  const status = statusOf(pod, node, book, context.now);
  const pinnedAway = podPins(pod).terminating && pod.metadata.deletionTimestamp === undefined;
  const metadata = pinnedAway ? { ...pod.metadata, deletionTimestamp: context.now } : pod.metadata;
  const next: Pod = { ...pod, metadata, status };
  putChanged(tx, next);
  if (podIps(pod).length === 0) book.enter(next);
  else if (isTerminal(pod) !== isTerminal(next)) book.forget();
  const lives = containerLives(pod, context.now);
  const started = new Set(lives.flatMap((life) => (life.state === 'running' && life.isNew ? [life.name] : [])));
  announceBackOff(pod, lives, node, context);
  if (status.phase === 'Running' && started.size > 0) announceStart(pod, node, started, context);
  else if (status.phase === 'Running' && isReady(pod) && !isReady(next)) announceUnready(pod, node, context);
}

/** Containers are told to stop as soon as the kubelet sees that their pod is deleted. */
function announceKilling(pod: Pod, context: ControllerContext): void {
  const { deletionTimestamp, namespace = '', name } = pod.metadata;
  const isNews = deletionTimestamp !== undefined && context.now - deletionTimestamp <= syncMs;
  if (!isNews || podIps(pod).length === 0) return;
  const involved = { kind: 'Pod', namespace, name } as const;
  const host = pod.spec.nodeName;
  pod.spec.containers.forEach(({ name: container }: Container) => {
    const fieldPath = `spec.containers{${container}}`;
    const message = `Stopping container ${container}`;
    context.emit({ reason: 'Killing', message, involved, fieldPath, ...(host !== undefined && { host }) });
  });
}

/**
 * The kubelets of all nodes: start what was scheduled to them, probe it, and end what is deleted once
 * its grace period is over. What a probe would find out is pinned by the manifest.
 *
 * Delay: setting up the sandbox and network and starting a container whose image is present takes the
 * better part of a second; the same delay stands for the probe period.
 * @see pkg/kubelet/kubelet.go (v1.34) SyncPod, pkg/kubelet/status/status_manager.go
 */
export const kubelet: Controller = {
  name: 'kubelet',
  watches: ['Pod', 'Node'],
  delayMs: syncMs,
  reconcile: (objects, context) =>
    writeObjects(objects, (tx) => {
      const book = new LazyAddressBook(() => listObjects(tx.view(), 'Pod'));
      const nodes = new Map(nodeInfos(objects).map((node) => [node.name, node]));
      for (const pod of listObjects(objects, 'Pod')) {
        const end = endOfGrace(pod);
        if (end !== undefined && (end <= context.now || pod.spec.nodeName === undefined)) {
          tx.delete(keyOf(pod));
          book.forget();
          continue;
        }
        const node = pod.spec.nodeName === undefined ? undefined : nodes.get(pod.spec.nodeName);
        if (end !== undefined) announceKilling(pod, context);
        if (node !== undefined) syncPod({ tx, book, context }, pod, node);
      }
    }),
  wakeAt: (objects, now) => {
    const times = listObjects(objects, 'Pod').flatMap((pod) => {
      const probed = firstProbe(pod);
      return [
        endOfGrace(pod) ?? [],
        probed === undefined || probed <= now ? [] : probed,
        nextStart(pod, now) ?? [],
      ].flat();
    });
    return times.length === 0 ? undefined : Math.max(now, Math.min(...times));
  },
};
