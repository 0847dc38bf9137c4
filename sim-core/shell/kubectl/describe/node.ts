import type { Node } from '../../../kube/objects.js';
import { listObjects } from '../../../kube/store.js';
import { humanDuration } from '../age.js';
import { none } from '../columns.js';
import { rolesOf } from '../printers.js';
import { formatDate } from '../time.js';
import type { ClusterAtMoment } from '../view.js';
import { eventLines } from './events.js';
import { fieldsOf, listOf, numberOf, textOf } from '../fields.js';
import { block, creationLine, line, metadataLines, optionalLine } from './lines.js';

/** @see k8s.io/kubectl/pkg/describe/describe.go (v1.34) describeNode */
export function describeNode(node: Node, cluster: ClusterAtMoment): string {
  const { metadata, spec, status } = node;
  const conditions = listOf(status, 'conditions').map((condition) => {
    const date = (field: string): string => formatDate(numberOf(condition, field) ?? metadata.creationTimestamp ?? 0);
    return `  ${textOf(condition, 'type')} \t${textOf(condition, 'status')} \t${date('lastHeartbeatTime')} \t${date('lastTransitionTime')} \t${textOf(condition, 'reason')} \t${textOf(condition, 'message')}\n`;
  });
  const taints = listOf(spec, 'taints').map((taint) => {
    const value = textOf(taint, 'value');
    return `${textOf(taint, 'key')}${value === '' ? '' : `=${value}`}:${textOf(taint, 'effect')}`;
  });
  const columns = 'Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage\n';
  return [
    line('Name', metadata.name),
    line('Roles', rolesOf(node).join(',') || none),
    metadataLines(metadata),
    creationLine(metadata),
    block('Taints', taints),
    line('Unschedulable', textOf(spec, 'unschedulable') || 'false'),
    conditions.length === 0
      ? ''
      : `Conditions:\n  ${columns}  ----\t------\t-----------------\t------------------\t------\t-------\n${conditions.join('')}`,
    `Addresses:\n${status.addresses.map(({ type, address }) => line(`  ${type}`, address)).join('')}`,
    amounts('Capacity', fieldsOf(status, 'capacity')),
    amounts('Allocatable', fieldsOf(status, 'allocatable')),
    systemInfo(node),
    optionalLine('PodCIDR', spec.podCIDR),
    optionalLine('PodCIDRs', spec.podCIDRs?.join(',')),
    podLines(node, cluster),
    eventLines(cluster, node),
  ].join('');
}

function amounts(label: string, fields: Readonly<Record<string, unknown>>): string {
  const rows = Object.keys(fields)
    .sort()
    .map((name) => line(`  ${name}`, textOf(fields, name)));
  return rows.length === 0 ? '' : `${label}:\n${rows.join('')}`;
}

const infoLabels = [
  ['Machine ID', 'machineID'],
  ['System UUID', 'systemUUID'],
  ['Boot ID', 'bootID'],
  ['Kernel Version', 'kernelVersion'],
  ['OS Image', 'osImage'],
  ['Operating System', 'operatingSystem'],
  ['Architecture', 'architecture'],
  ['Container Runtime Version', 'containerRuntimeVersion'],
  ['Kubelet Version', 'kubeletVersion'],
] as const;

/** What a node does not tell is left out. */
function systemInfo({ status }: Node): string {
  const info = fieldsOf(status, 'nodeInfo');
  const rows = infoLabels
    .filter(([, field]) => field in info)
    .map(([label, field]) => line(`  ${label}`, textOf(info, field)));
  return rows.length === 0 ? '' : `System Info:\n${rows.join('')}`;
}

/** Requests and limits are not counted: nothing here is short of them. */
function podLines({ metadata }: Node, { objects, now }: ClusterAtMoment): string {
  const pods = listObjects(objects, 'Pod').filter(
    ({ spec, status }) =>
      spec.nodeName === metadata.name && status?.phase !== 'Succeeded' && status?.phase !== 'Failed',
  );
  const rows = pods.map(
    (pod) =>
      `  ${pod.metadata.namespace ?? ''}\t${pod.metadata.name}\t\t${humanDuration(now - (pod.metadata.creationTimestamp ?? now))}\n`,
  );
  return `Non-terminated Pods:\t(${pods.length} in total)\n  Namespace\tName\t\tAge\n  ---------\t----\t\t---\n${rows.join('')}`;
}
