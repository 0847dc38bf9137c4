import type { Millis } from '../base/time.js';
import type { Pod, PodStatus } from '../kube/objects.js';
import type { ApiObjects, ApiTx } from '../kube/store.js';
import { keyOf, listObjects } from '../kube/store.js';
import type { Controller, ControllerContext } from './controller.js';
import { nodeInfos } from './node-info.js';
import type { NodeInfo } from './node-info.js';
import { podPins } from './pinning.js';
import { addressBook, allocateAddresses } from './pod-addresses.js';
import { withCondition } from './pod-condition.js';
import { podIps } from './pod-state.js';
import { putChanged, writeObjects } from './write.js';

const DEFAULT_GRACE_SECONDS = 30;

function graceMillis(pod: Pod): Millis {
  const seconds = pod.spec['terminationGracePeriodSeconds'];
  return (typeof seconds === 'number' && seconds >= 0 ? seconds : DEFAULT_GRACE_SECONDS) * 1000;
}

/** When the last container is killed; undefined for a pod that is not being deleted or is pinned to go on. */
function endOfGrace(pod: Pod): Millis | undefined {
  const asked = pod.metadata.deletionTimestamp;
  if (asked === undefined || podPins(pod).terminating) return undefined;
  return podIps(pod).length === 0 ? asked : asked + graceMillis(pod);
}

function addressed(pod: Pod, status: PodStatus, node: NodeInfo, api: ApiObjects): PodStatus {
  if (podIps(pod).length > 0) return status;
  const ips = allocateAddresses(pod, node, addressBook(listObjects(api, 'Pod')));
  const podIP = ips[0];
  return podIP === undefined ? status : { ...status, podIP, podIPs: ips.map((ip) => ({ ip })) };
}

/** The status that the pins ask for; without any, a pod that runs and is ready. */
function statusOf(pod: Pod, node: NodeInfo, api: ApiObjects, now: Millis): PodStatus {
  const pins = podPins(pod);
  const phase = pins.phase ?? 'Running';
  const hostIP = node.ips[0];
  const base: PodStatus = {
    ...(pod.status ?? {}),
    phase,
    ...(hostIP === undefined ? {} : { hostIP }),
    startTime: pod.status?.['startTime'] ?? now,
  };
  if (phase === 'Pending') return withCondition(base, 'Ready', 'False');
  const running = phase === 'Running' || phase === 'Unknown';
  const ready = running && pins.ready ? 'True' : 'False';
  return withCondition(
    withCondition(withCondition(addressed(pod, base, node, api), 'Initialized', 'True'), 'ContainersReady', ready),
    'Ready',
    ready,
  );
}

function syncPod(tx: ApiTx, pod: Pod, node: NodeInfo, context: ControllerContext): void {
  const status = statusOf(pod, node, tx.view(), context.now);
  const pinnedAway = podPins(pod).terminating && pod.metadata.deletionTimestamp === undefined;
  const metadata = pinnedAway ? { ...pod.metadata, deletionTimestamp: context.now } : pod.metadata;
  const started = status.phase === 'Running' && pod.status?.phase !== 'Running';
  putChanged(tx, { ...pod, metadata, status });
  const { namespace = '', name } = pod.metadata;
  const involved = { kind: 'Pod', namespace, name } as const;
  if (started) {
    for (const container of pod.spec.containers) {
      context.emit({ reason: 'Started', message: `Started container ${container.name}`, involved });
    }
  }
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
  delayMs: 800,
  reconcile: (objects, context) =>
    writeObjects(objects, (tx) => {
      const nodes = new Map(nodeInfos(objects).map((node) => [node.name, node]));
      for (const pod of listObjects(objects, 'Pod')) {
        const end = endOfGrace(pod);
        if (end !== undefined && (end <= context.now || pod.spec.nodeName === undefined)) {
          tx.delete(keyOf(pod));
          continue;
        }
        const node = pod.spec.nodeName === undefined ? undefined : nodes.get(pod.spec.nodeName);
        if (node !== undefined) syncPod(tx, pod, node, context);
      }
    }),
  wakeAt: (objects, now) => {
    const ends = listObjects(objects, 'Pod').flatMap((pod) => endOfGrace(pod) ?? []);
    return ends.length === 0 ? undefined : Math.max(now, Math.min(...ends));
  },
};
