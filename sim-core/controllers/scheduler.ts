import type { Labels, Pod, PodStatus } from '../kube/objects.js';
import type { ApiTx } from '../kube/store.js';
import { daemonNode } from './daemon-node.js';
import { listObjects } from '../kube/store.js';
import type { Controller, ControllerContext } from './controller.js';
import { nodeInfos, nodeOfIp } from './node-info.js';
import type { NodeInfo } from './node-info.js';
import { podPins } from './pinning.js';
import { withCondition } from './pod-condition.js';
import { matchesLabels } from './selector.js';
import { writeObjects } from './write.js';

function nodeSelector(pod: Pod): Labels {
  const selector = pod.spec['nodeSelector'];
  return typeof selector === 'object' && selector !== null ? (selector as Labels) : {};
}

/** A pinned node, else the node that a pinned address belongs to, else the next one in turn. */
function chooseNode(pod: Pod, nodes: readonly NodeInfo[], context: ControllerContext): NodeInfo | undefined {
  const pins = podPins(pod);
  const daemon = daemonNode(pod);
  if (daemon !== undefined) return nodes.find((node) => node.name === daemon);
  if (pins.node !== undefined) return nodes.find((node) => node.name === pins.node);
  const pinnedIp = pins.ip ?? pins.ip6;
  const home = pinnedIp === undefined ? undefined : nodeOfIp(nodes, pinnedIp);
  if (home !== undefined) return home;
  const fitting = nodes.filter((node) => matchesLabels(nodeSelector(pod), node.labels));
  return fitting.length === 0 ? undefined : fitting[context.prng.ordinal('scheduler/round-robin') % fitting.length];
}

const pending: PodStatus = { phase: 'Pending' };

/** Says once why no node will do. */
function reportUnschedulable(tx: ApiTx, pod: Pod, nodes: readonly NodeInfo[], context: ControllerContext): void {
  const all = nodes.length;
  const unmatched = "node(s) didn't match Pod's node affinity/selector";
  const preemption = `preemption: 0/${all} nodes are available: ${all} Preemption is not helpful for scheduling.`;
  const message =
    all === 0
      ? 'no nodes available to schedule pods'
      : `0/${all} nodes are available: ${all} ${unmatched}. no new claims to deallocate, ${preemption}`;
  const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message } as const;
  if (pod.status?.conditions?.some((c) => c.type === 'PodScheduled' && c.message === message) === true) return;
  tx.put({ ...pod, status: withCondition(pod.status ?? pending, condition, context.now) });
  const { namespace = '', name } = pod.metadata;
  context.emit({ reason: 'FailedScheduling', message, type: 'Warning', involved: { kind: 'Pod', namespace, name } });
}

/**
 * Gives each new pod a node: round robin over the nodes in creation order, unless the manifest pins one.
 * The turn counts pods of the whole cluster, and pinned pods take no turn.
 *
 * Delay: a scheduling cycle and the binding's round trips take some tens of milliseconds.
 * @see pkg/scheduler/schedule_one.go (v1.34) ScheduleOne
 */
export const scheduler: Controller = {
  name: 'scheduler',
  component: 'default-scheduler',
  watches: ['Pod', 'Node'],
  delayMs: 30,
  reconcile: (objects, context) =>
    writeObjects(objects, (tx) => {
      const nodes = nodeInfos(objects);
      for (const pod of listObjects(objects, 'Pod')) {
        if (pod.spec.nodeName !== undefined || pod.metadata.deletionTimestamp !== undefined) continue;
        const node = chooseNode(pod, nodes, context);
        if (node === undefined) {
          reportUnschedulable(tx, pod, nodes, context);
          continue;
        }
        const { namespace = '', name } = pod.metadata;
        tx.put({
          ...pod,
          spec: { ...pod.spec, nodeName: node.name },
          status: withCondition(pod.status ?? pending, { type: 'PodScheduled', status: 'True' }, context.now),
        });
        context.emit({
          reason: 'Scheduled',
          message: `Successfully assigned ${namespace}/${name} to ${node.name}`,
          involved: { kind: 'Pod', namespace, name },
        });
      }
    }),
};
