import { perObject } from '../base/per-object.js';
import type { DaemonSet, Json, Labels, Pod } from '../kube/objects.js';
import type { ApiTx } from '../kube/store.js';
import { getObject, listObjects } from '../kube/store.js';
import type { Controller, ControllerContext } from './controller.js';
import { daemonAffinity, daemonNode } from './daemon-node.js';
import { generatedName, templateHash } from './name-suffix.js';
import { nodeInfos, type NodeInfo } from './node-info.js';
import { deletePod, podFromTemplate } from './pod-factory.js';
import { isControlledBy, isReady, isTerminal, isTerminating } from './pod-state.js';
import { isAvailable } from './replica-pods.js';
import { matchesLabels } from './selector.js';
import { putChanged, writeObjects } from './write.js';

const REVISION_LABEL = 'controller-revision-hash';
const revisionHash = perObject(templateHash);

/** What a node that is in trouble does not drive away. @see AddOrUpdateDaemonPodTolerations */
const tolerated = [
  ['NoExecute', 'not-ready'],
  ['NoExecute', 'unreachable'],
  ['NoSchedule', 'disk-pressure'],
  ['NoSchedule', 'memory-pressure'],
  ['NoSchedule', 'pid-pressure'],
  ['NoSchedule', 'unschedulable'],
] as const;

const fieldOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;

const isWantedOn = ({ spec }: DaemonSet, node: NodeInfo): boolean =>
  matchesLabels((spec.template.spec['nodeSelector'] ?? {}) as Labels, node.labels);

const nodeOf = (pod: Pod): string | undefined => pod.spec.nodeName ?? daemonNode(pod);

const involvedIn = ({ metadata: { name, namespace = '' } }: DaemonSet) =>
  ({ kind: 'DaemonSet', namespace, name }) as const;

/** The pod of the n-th node. */
function createPod(tx: ApiTx, set: DaemonSet, node: string, n: number, context: ControllerContext): void {
  const { name, namespace } = set.metadata;
  const generateName = `${name}-`;
  const isTaken = (taken: string): boolean => getObject(tx.view(), 'Pod', namespace, taken) !== undefined;
  const podName = generatedName(generateName, context.prng, isTaken);
  const { template } = set.spec;
  const given = Array.isArray(template.spec['tolerations']) ? (template.spec['tolerations'] as readonly unknown[]) : [];
  const tolerations = tolerated.map(([effect, key]) => ({
    effect,
    key: `node.kubernetes.io/${key}`,
    operator: 'Exists',
  }));
  tx.put(
    podFromTemplate({
      owner: set,
      template,
      name: podName,
      generateName,
      replica: n,
      labels: { [REVISION_LABEL]: revisionHash(template), 'pod-template-generation': '1' },
      spec: { affinity: daemonAffinity(node), tolerations: [...given, ...tolerations] },
      now: context.now,
    }),
  );
  context.emit({ reason: 'SuccessfulCreate', message: `Created pod: ${podName}`, involved: involvedIn(set) });
}

function removePod(tx: ApiTx, set: DaemonSet, pod: Pod, context: ControllerContext): void {
  if (isTerminating(pod)) return;
  deletePod(tx, pod, context);
  context.emit({ reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name}`, involved: involvedIn(set) });
}

const ownPods = (tx: ApiTx, set: DaemonSet): readonly Pod[] =>
  listObjects(tx.view(), 'Pod', set.metadata.namespace).filter((pod) => isControlledBy(pod.metadata, set));

const minReadySeconds = ({ spec }: DaemonSet): number =>
  typeof spec['minReadySeconds'] === 'number' ? spec['minReadySeconds'] : 0;

/** How many nodes may be without a serving pod while pods are replaced. */
function maxUnavailable({ spec }: DaemonSet, nodes: number): number {
  const limit = fieldOf(fieldOf(spec['updateStrategy'], 'rollingUpdate'), 'maxUnavailable') ?? 1;
  const percent = typeof limit === 'string' ? /^(\d+)%$/.exec(limit)?.[1] : undefined;
  return percent === undefined
    ? Math.max(1, Number(limit) || 0)
    : Math.max(1, Math.ceil((Number(percent) * nodes) / 100));
}

/** @see pkg/controller/daemon/update.go (v1.34) rollingUpdate */
function update(tx: ApiTx, set: DaemonSet, nodes: number, context: ControllerContext): void {
  if (fieldOf(set.spec['updateStrategy'], 'type') === 'OnDelete') return;
  const hash = revisionHash(set.spec.template);
  const live = ownPods(tx, set).filter((pod) => !isTerminating(pod));
  const old = live.filter((pod) => pod.metadata.labels?.[REVISION_LABEL] !== hash);
  const counts = (pod: Pod): boolean => isAvailable(pod, minReadySeconds(set), context.now);
  for (const pod of old.filter((candidate) => !counts(candidate))) removePod(tx, set, pod, context);
  let room = maxUnavailable(set, nodes) - (nodes - live.filter(counts).length);
  for (const pod of old.filter(counts)) {
    if (room <= 0) return;
    removePod(tx, set, pod, context);
    room -= 1;
  }
}

function statusOf(tx: ApiTx, set: DaemonSet, nodes: readonly NodeInfo[], now: number): Readonly<Record<string, Json>> {
  const pods = ownPods(tx, set).filter((pod) => !isTerminating(pod));
  const wanted = nodes.filter((node) => isWantedOn(set, node));
  const onWanted = pods.filter((pod) => wanted.some((node) => node.name === nodeOf(pod)));
  const available = onWanted.filter((pod) => isAvailable(pod, minReadySeconds(set), now)).length;
  const hash = revisionHash(set.spec.template);
  const updated = onWanted.filter((pod) => pod.metadata.labels?.[REVISION_LABEL] === hash).length;
  const unavailable = wanted.length - available;
  return {
    currentNumberScheduled: onWanted.length,
    numberMisscheduled: pods.length - onWanted.length,
    desiredNumberScheduled: wanted.length,
    numberReady: onWanted.filter(isReady).length,
    ...(set.metadata.generation !== undefined && { observedGeneration: set.metadata.generation }),
    ...(updated > 0 && { updatedNumberScheduled: updated }),
    ...(available > 0 && { numberAvailable: available }),
    ...(unavailable > 0 && { numberUnavailable: unavailable }),
  };
}

function syncSet(tx: ApiTx, set: DaemonSet, nodes: readonly NodeInfo[], context: ControllerContext): void {
  const wanted = nodes.filter((node) => isWantedOn(set, node));
  for (const pod of ownPods(tx, set)) {
    const isStray = !wanted.some((node) => node.name === nodeOf(pod));
    if (isStray || isTerminal(pod)) removePod(tx, set, pod, context);
  }
  const served = new Set(ownPods(tx, set).map(nodeOf));
  for (const [n, node] of nodes.entries()) {
    if (isWantedOn(set, node) && !served.has(node.name)) createPod(tx, set, node.name, n, context);
  }
  update(tx, set, wanted.length, context);
  const stored = getObject(tx.view(), 'DaemonSet', set.metadata.namespace, set.metadata.name) ?? set;
  putChanged(tx, { ...stored, status: statusOf(tx, set, nodes, context.now) });
}

/**
 * Keeps one pod on every node that the template's nodeSelector takes.
 *
 * Delay: a work queue's turn and one API round trip.
 * @see pkg/controller/daemon/daemon_controller.go (v1.34) syncDaemonSet, manage
 */
export const daemonSetController: Controller = {
  name: 'daemonset',
  component: 'daemonset-controller',
  watches: ['DaemonSet', 'Pod', 'Node'],
  delayMs: 20,
  reconcile: (objects, context) =>
    writeObjects(objects, (tx) => {
      const nodes = nodeInfos(objects);
      for (const set of listObjects(objects, 'DaemonSet')) {
        if (set.metadata.deletionTimestamp === undefined) syncSet(tx, set, nodes, context);
      }
    }),
};
