import type { Pod, PodSpec, PodTemplate } from '../../../kube/objects.js';
import { humanDuration } from '../age.js';
import { none } from '../columns.js';
import { formatDate } from '../time.js';
import type { ClusterAtMoment } from '../view.js';
import { containerLines } from './containers.js';
import { eventLines } from './events.js';
import { fieldsOf, isFields, listOf, numberOf, textOf, type Fields } from '../fields.js';
import {
  annotationLines,
  block,
  controlledBy,
  labelLines,
  line,
  metadataLines,
  nameLines,
  optionalLine,
} from './lines.js';
import type { Labels } from '../../../kube/objects.js';

/** @see k8s.io/kubectl/pkg/describe/describe.go (v1.34) describePod */
export function describePod(pod: Pod, cluster: ClusterAtMoment): string {
  const { metadata, spec, status } = pod;
  const started = numberOf(status, 'startTime');
  const inits = spec.initContainers ?? [];
  const ips = status?.podIPs ?? [];
  const conditions = (status?.conditions ?? []).map(({ type, status: value }) => `  ${type} \t${value} \n`);
  return [
    nameLines(metadata),
    optionalLine('Priority', numberOf(spec, 'priority')),
    optionalLine('Priority Class Name', textOf(spec, 'priorityClassName')),
    optionalLine('Service Account', textOf(spec, 'serviceAccountName')),
    line('Node', spec.nodeName === undefined ? none : `${spec.nodeName}/${status?.hostIP ?? ''}`),
    started === undefined ? '' : line('Start Time', formatDate(started)),
    metadataLines(metadata),
    statusLines(pod, cluster.now),
    line('IP', status?.podIP ?? ''),
    ips.length === 0 ? line('IPs', none) : `IPs:\n${ips.map(({ ip }) => line('  IP', ip)).join('')}`,
    controlledBy(metadata),
    inits.length === 0 ? '' : containerLines('Init Containers', inits, listOf(status, 'initContainerStatuses'), ''),
    containerLines('Containers', spec.containers, listOf(status, 'containerStatuses'), ''),
    conditions.length === 0 ? '' : `Conditions:\n  Type\tStatus\n${conditions.join('')}`,
    volumeLines(spec, ''),
    line('QoS Class', textOf(status, 'qosClass') || 'BestEffort'),
    labelLines('Node-Selectors', selectorOf(spec)),
    block('Tolerations', tolerations(spec)),
    eventLines(cluster, pod),
  ].join('');
}

function statusLines({ metadata, spec, status }: Pod, now: number): string {
  const phase = status?.phase ?? 'Pending';
  const { deletionTimestamp } = metadata;
  const ends = deletionTimestamp !== undefined && phase !== 'Failed' && phase !== 'Succeeded';
  const grace =
    numberOf(metadata, 'deletionGracePeriodSeconds') ?? numberOf(spec, 'terminationGracePeriodSeconds') ?? 30;
  return [
    ends
      ? `Status:\tTerminating (lasts ${humanDuration(now - deletionTimestamp)})\nTermination Grace Period:\t${grace}s\n`
      : line('Status', phase),
    optionalLine('Reason', textOf(status, 'reason')),
    optionalLine('Message', textOf(status, 'message')),
  ].join('');
}

const selectorOf = (spec: PodSpec): Labels =>
  Object.fromEntries(
    Object.keys(fieldsOf(spec, 'nodeSelector')).map((key) => [key, textOf(fieldsOf(spec, 'nodeSelector'), key)]),
  );

/** @see k8s.io/kubectl/pkg/describe/describe.go (v1.34) printTolerationsMultiline */
const tolerations = (spec: PodSpec): readonly string[] =>
  listOf(spec, 'tolerations')
    .map((toleration) => {
      const [key, value, effect] = [
        textOf(toleration, 'key'),
        textOf(toleration, 'value'),
        textOf(toleration, 'effect'),
      ];
      const seconds = numberOf(toleration, 'tolerationSeconds');
      const subject = `${key}${value === '' ? '' : `=${value}`}${effect === '' ? '' : `:${effect}`}`;
      const exists = textOf(toleration, 'operator') === 'Exists' && value === '' ? 'op=Exists' : '';
      return (
        [subject, exists].filter((part) => part !== '').join(' ') + (seconds === undefined ? '' : ` for ${seconds}s`)
      );
    })
    .sort();

/** The kinds of volumes by the field that holds them, in kubectl's words. */
const volumeKinds: Readonly<Record<string, string>> = {
  emptyDir: "EmptyDir (a temporary directory that shares a pod's lifetime)",
  configMap: 'ConfigMap (a volume populated by a ConfigMap)',
  secret: 'Secret (a volume populated by a Secret)',
  hostPath: 'HostPath (bare host directory volume)',
  projected: 'Projected (a volume that contains injected data from multiple sources)',
  persistentVolumeClaim: 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
};

function volumeLines(spec: PodSpec, space: '' | '  '): string {
  const volumes = listOf(spec, 'volumes');
  if (volumes.length === 0) return line(`${space}Volumes`, none);
  const all = volumes.map((volume) => {
    const source = Object.keys(volume).find((key) => key !== 'name') ?? '';
    const details = volumeDetails(source, fieldsOf(volume, source)).map(([label, value]) =>
      line(`    ${label}`, value),
    );
    return `  ${space}${textOf(volume, 'name')}:\n${line('    Type', volumeKinds[source] ?? '<unknown>')}${details.join('')}`;
  });
  return `${space}Volumes:\n${all.join('')}`;
}

function volumeDetails(source: string, fields: Fields): readonly (readonly [string, string])[] {
  const optional = ['Optional', textOf(fields, 'optional') || 'false'] as const;
  switch (source) {
    case 'emptyDir':
      return [
        ['Medium', textOf(fields, 'medium')],
        ['SizeLimit', textOf(fields, 'sizeLimit') || '<unset>'],
      ];
    case 'configMap':
      return [['Name', textOf(fields, 'name')], optional];
    case 'secret':
      return [['SecretName', textOf(fields, 'secretName')], optional];
    case 'hostPath':
      return [
        ['Path', textOf(fields, 'path')],
        ['HostPathType', textOf(fields, 'type')],
      ];
    case 'persistentVolumeClaim':
      return [
        ['ClaimName', textOf(fields, 'claimName')],
        ['ReadOnly', textOf(fields, 'readOnly') || 'false'],
      ];
    default:
      return [];
  }
}

/** @see k8s.io/kubectl/pkg/describe/describe.go (v1.34) DescribePodTemplate */
export function templateLines(template: PodTemplate | undefined): string {
  if (template === undefined) return 'Pod Template:\n  <unset>';
  const { metadata, spec } = template;
  const inits = spec.initContainers ?? [];
  const annotated = isFields(metadata) && Object.keys(metadata.annotations ?? {}).length > 0;
  return [
    'Pod Template:\n',
    labelLines('  Labels', metadata?.labels),
    annotated ? annotationLines('  Annotations', metadata) : '',
    optionalLine('  Service Account', textOf(spec, 'serviceAccountName')),
    inits.length === 0 ? '' : containerLines('Init Containers', inits, undefined, '  '),
    containerLines('Containers', spec.containers, undefined, '  '),
    volumeLines(spec, '  '),
    labelLines('  Node-Selectors', selectorOf(spec)),
    block('  Tolerations', tolerations(spec)),
  ].join('');
}
