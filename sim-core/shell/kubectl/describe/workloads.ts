import type {
  DaemonSet,
  Deployment,
  KubeObject,
  LabelSelector,
  ReplicaSet,
  ReplicationController,
  StatefulSet,
} from '../../../kube/objects.js';
import { listObjects } from '../../../kube/store.js';
import { none } from '../columns.js';
import { formatSelector } from '../printers.js';
import { formatLabels } from '../printers.js';
import type { ClusterAtMoment } from '../view.js';
import { podsOf } from '../workload.js';
import { eventLines } from './events.js';
import { fieldsOf, listOf, numberOf, textOf } from '../fields.js';
import { controlledBy, creationLine, line, metadataLines, nameLines } from './lines.js';
import { templateLines } from './pod.js';

const count = (status: unknown, field: string): number => numberOf(status, field) ?? 0;

const conditionLines = (status: unknown): string => {
  const rows = listOf(status, 'conditions').map(
    (c) => `  ${textOf(c, 'type')} \t${textOf(c, 'status')}\t${textOf(c, 'reason')}\n`,
  );
  return rows.length === 0 ? '' : `Conditions:\n  Type\tStatus\tReason\n  ----\t------\t------\n${rows.join('')}`;
};

/** How many pods of a workload are in which phase. */
function podsStatus({ objects }: ClusterAtMoment, object: KubeObject): string {
  const pods = podsOf(objects, object).filter(
    ({ metadata }) =>
      metadata.ownerReferences?.some((owner) => owner.controller === true && owner.name === object.metadata.name) ===
      true,
  );
  const inPhase = (phase: string): number => pods.filter(({ status }) => (status?.phase ?? 'Pending') === phase).length;
  return line(
    'Pods Status',
    `${inPhase('Running')} Running / ${inPhase('Pending')} Waiting / ${inPhase('Succeeded')} Succeeded / ${inPhase('Failed')} Failed`,
  );
}

/** @see k8s.io/kubectl/pkg/describe/describe.go (v1.34) describeDeployment */
export function describeDeployment(deployment: Deployment, cluster: ClusterAtMoment): string {
  const { metadata, spec, status } = deployment;
  const strategy = fieldsOf(spec, 'strategy');
  const rolling = fieldsOf(strategy, 'rollingUpdate');
  const replicas = `${spec.replicas ?? 1} desired | ${count(status, 'updatedReplicas')} updated | ${count(status, 'replicas')} total | ${count(status, 'availableReplicas')} available | ${count(status, 'unavailableReplicas')} unavailable`;
  return [
    nameLines(metadata),
    creationLine(metadata),
    metadataLines(metadata),
    line('Selector', formatSelector(spec.selector)),
    line('Replicas', replicas),
    line('StrategyType', textOf(strategy, 'type')),
    line('MinReadySeconds', count(spec, 'minReadySeconds')),
    'rollingUpdate' in strategy
      ? line(
          'RollingUpdateStrategy',
          `${textOf(rolling, 'maxUnavailable')} max unavailable, ${textOf(rolling, 'maxSurge')} max surge`,
        )
      : '',
    templateLines(spec.template),
    conditionLines(status),
    replicaSetLines(deployment, cluster),
    eventLines(cluster, deployment),
  ].join('');
}

function replicaSetLines({ metadata }: Deployment, { objects }: ClusterAtMoment): string {
  const own = listObjects(objects, 'ReplicaSet', metadata.namespace).filter(
    (set) =>
      set.metadata.ownerReferences?.some(({ kind, name }) => kind === 'Deployment' && name === metadata.name) === true,
  );
  const revision = (set: ReplicaSet): number =>
    Number(set.metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0);
  const newest = own.toSorted((a, b) => revision(b) - revision(a))[0];
  const text = (set: ReplicaSet): string =>
    `${set.metadata.name} (${count(set.status, 'replicas')}/${set.spec.replicas ?? 1} replicas created)`;
  const old = own.filter((set) => set !== newest).map(text);
  return (
    line('OldReplicaSets', old.join(', ') || none) + line('NewReplicaSet', newest === undefined ? none : text(newest))
  );
}

/** @see k8s.io/kubectl/pkg/describe/describe.go (v1.34) describeReplicaSet */
export const describeReplicaSet = (set: ReplicaSet, cluster: ClusterAtMoment): string =>
  replicated(set, formatSelector(set.spec.selector), cluster);

/** @see k8s.io/kubectl/pkg/describe/describe.go (v1.34) describeReplicationController */
export const describeReplicationController = (controller: ReplicationController, cluster: ClusterAtMoment): string =>
  replicated(controller, formatLabels(controller.spec.selector), cluster);

function replicated(object: ReplicaSet | ReplicationController, selector: string, cluster: ClusterAtMoment): string {
  const { metadata, spec, status } = object;
  return [
    nameLines(metadata),
    line('Selector', selector),
    metadataLines(metadata),
    controlledBy(metadata),
    line('Replicas', `${count(status, 'replicas')} current / ${spec.replicas ?? 1} desired`),
    podsStatus(cluster, object),
    templateLines(spec.template),
    conditionLines(status),
    eventLines(cluster, object),
  ].join('');
}

/** @see k8s.io/kubectl/pkg/describe/describe.go (v1.34) describeStatefulSet */
export function describeStatefulSet(set: StatefulSet, cluster: ClusterAtMoment): string {
  const { metadata, spec, status } = set;
  const strategy = fieldsOf(spec, 'updateStrategy');
  const partition = numberOf(fieldsOf(strategy, 'rollingUpdate'), 'partition');
  return [
    nameLines(metadata),
    creationLine(metadata),
    line('Selector', formatSelector(spec.selector)),
    metadataLines(metadata),
    line('Replicas', `${spec.replicas ?? 1} desired | ${count(status, 'replicas')} total`),
    line('Update Strategy', textOf(strategy, 'type') || 'RollingUpdate'),
    partition === undefined ? '' : line('  Partition', partition),
    podsStatus(cluster, set),
    templateLines(spec.template),
    line('Volume Claims', listOf(spec, 'volumeClaimTemplates').length === 0 ? none : ''),
    eventLines(cluster, set),
  ].join('');
}

/** @see k8s.io/kubectl/pkg/describe/describe.go (v1.34) describeDaemonSet */
export function describeDaemonSet(set: DaemonSet, cluster: ClusterAtMoment): string {
  const { metadata, spec, status } = set;
  const selector: LabelSelector = { matchLabels: Object.fromEntries(nodeSelector(set)) };
  return [
    nameLines(metadata),
    line('Selector', formatSelector(spec.selector)),
    line('Node-Selector', formatSelector(selector)),
    metadataLines(metadata),
    `Desired Number of Nodes Scheduled: ${count(status, 'desiredNumberScheduled')}\n`,
    `Current Number of Nodes Scheduled: ${count(status, 'currentNumberScheduled')}\n`,
    `Number of Nodes Scheduled with Up-to-date Pods: ${count(status, 'updatedNumberScheduled')}\n`,
    `Number of Nodes Scheduled with Available Pods: ${count(status, 'numberAvailable')}\n`,
    `Number of Nodes Misscheduled: ${count(status, 'numberMisscheduled')}\n`,
    podsStatus(cluster, set),
    templateLines(spec.template),
    eventLines(cluster, set),
  ].join('');
}

const nodeSelector = ({ spec }: DaemonSet): readonly (readonly [string, string])[] => {
  const fields = fieldsOf(spec.template.spec, 'nodeSelector');
  return Object.keys(fields).map((key) => [key, textOf(fields, key)]);
};
