import { byKey, compareCodeUnits } from '../../../base/order.js';
import type { EndpointSlice, Service, ServicePort } from '../../../kube/objects.js';
import { shownAnnotations } from '../../../kube/last-applied.js';
import { getObject, listObjects } from '../../../kube/store.js';
import { hostPort } from '../../../net/ip.js';
import { alignColumns, listWithMore, mostListed, none, unset } from '../columns.js';
import { formatLabels } from '../printers.js';
import { failed, printed, type ClusterAtMoment, type Printed } from '../view.js';

type Line = readonly [label: string, value: string];

const gap = 2;

/** A longer annotation goes on a line of its own. */
const longestAnnotation = 140;

/** @see k8s.io/kubectl/pkg/describe/describe.go (v1.34) describeService */
export function describeService(cluster: ClusterAtMoment, namespace: string, name: string): Printed {
  const service = getObject(cluster.objects, 'Service', namespace, name);
  if (service === undefined) return failed(`Error from server (NotFound): services "${name}" not found\n`);
  const slices = listObjects(cluster.objects, 'EndpointSlice', namespace)
    .filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === name)
    .toSorted(byKey((slice) => slice.metadata.name));
  const lines = [...identity(service), ...addresses(service), ...ports(service, slices), ...policies(service)];
  const rows = [...lines, ['Events', none] as const];
  return printed(
    `${alignColumns(
      rows.map(([label, value]) => [label === '' ? '' : `${label}:`, value]),
      gap,
    ).join('\n')}\n`,
  );
}

const only = (shown: boolean, label: string, value: string): readonly Line[] => (shown ? [[label, value]] : []);

/** The first entry beside the label, the others below it. */
const block = (label: string, entries: readonly string[]): readonly Line[] =>
  entries.length === 0 ? [[label, none]] : entries.map((entry, i) => [i === 0 ? label : '', entry]);

function identity({ metadata, spec }: Service): readonly Line[] {
  const labels = Object.entries(metadata.labels ?? {}).toSorted(([a], [b]) => compareCodeUnits(a, b));
  const annotations = Object.entries(shownAnnotations(metadata) ?? {}).toSorted(([a], [b]) => compareCodeUnits(a, b));
  return [
    ['Name', metadata.name],
    ['Namespace', metadata.namespace ?? ''],
    ...block(
      'Labels',
      labels.map(([key, value]) => `${key}=${value}`),
    ),
    ...block(
      'Annotations',
      annotations.flatMap(([key, value]) => annotationLines(key, value)),
    ),
    ['Selector', formatLabels(spec.selector)],
    ['Type', spec.type],
  ];
}

function annotationLines(key: string, text: string): readonly string[] {
  const value = text.replace(/\n$/, '');
  if (key.length + value.length + 2 <= longestAnnotation && !value.includes('\n')) return [`${key}: ${value}`];
  return [`${key}:`, ...value.split('\n').map((line) => `  ${line.slice(0, longestAnnotation)}`)];
}

function addresses({ spec, status }: Service): readonly Line[] {
  const { ipFamilyPolicy, ipFamilies = [], externalIPs = [], loadBalancerIP = '', externalName = '' } = spec;
  const ingress = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname, ipMode }) =>
    ip === undefined ? (hostname ?? '') : `${ip}${ipMode === undefined ? '' : ` (${ipMode})`}`,
  );
  return [
    ...only(ipFamilyPolicy !== undefined, 'IP Family Policy', ipFamilyPolicy ?? ''),
    ['IP Families', ipFamilies.join(',') || none],
    ['IP', spec.clusterIP ?? ''],
    ['IPs', spec.clusterIPs?.join(',') || none],
    ...only(externalIPs.length > 0, 'External IPs', externalIPs.join(',')),
    ...only(loadBalancerIP !== '', 'Desired LoadBalancer IP', loadBalancerIP),
    ...only(ingress.length > 0, 'LoadBalancer Ingress', ingress.join(', ')),
    ...only(externalName !== '', 'External Name', externalName),
  ];
}

const ports = ({ spec }: Service, slices: readonly EndpointSlice[]): readonly Line[] =>
  (spec.ports ?? []).flatMap((port): readonly Line[] => {
    const name = port.name === undefined || port.name === '' ? unset : port.name;
    return [
      ['Port', `${name}  ${port.port}/${port.protocol}`],
      ['TargetPort', `${port.targetPort}/${port.protocol}`],
      ...only((port.nodePort ?? 0) !== 0, 'NodePort', `${name}  ${port.nodePort ?? 0}/${port.protocol}`),
      ['Endpoints', slices.length === 0 ? none : readyEndpoints(slices, port)],
    ];
  });

/**
 * Ready endpoints of one Service port; a slice without ports lists bare addresses. Once the cell is
 * full, any further endpoint makes it say how many more there are, even if that one is not ready.
 * @see k8s.io/kubectl/pkg/describe/describe.go (v1.34) formatEndpointSlices
 */
function readyEndpoints(slices: readonly EndpointSlice[], port: ServicePort): string {
  const all = slices.flatMap((slice) => endpointsOfPort(slice, port));
  const ready = all.filter((endpoint) => endpoint.ready);
  const full = ready.length === mostListed && all.at(-1)?.ready === false;
  return listWithMore(ready.map(({ text }) => text)) + (full ? ' + 0 more...' : '');
}

function endpointsOfPort({ endpoints, ports: slicePorts }: EndpointSlice, port: ServicePort): readonly Listed[] {
  const listed = (text: (ip: string) => string): readonly Listed[] =>
    (endpoints ?? []).map(({ addresses: [ip = ''], conditions }) => ({
      text: text(ip),
      ready: conditions?.ready !== false,
    }));
  if (slicePorts === undefined || slicePorts === null || slicePorts.length === 0) return listed((ip) => ip);
  return slicePorts
    .filter(({ name }) => (name ?? '') === (port.name ?? ''))
    .flatMap((slicePort) => listed((ip) => hostPort(ip, slicePort.port ?? 0)));
}

interface Listed {
  readonly text: string;
  readonly ready: boolean;
}

function policies({ spec }: Service): readonly Line[] {
  const { externalTrafficPolicy, internalTrafficPolicy, healthCheckNodePort = 0, trafficDistribution } = spec;
  const ranges = spec.loadBalancerSourceRanges ?? [];
  return [
    ['Session Affinity', spec.sessionAffinity],
    ...only(externalTrafficPolicy !== undefined, 'External Traffic Policy', externalTrafficPolicy ?? ''),
    ...only(internalTrafficPolicy !== undefined, 'Internal Traffic Policy', internalTrafficPolicy ?? ''),
    ...only(healthCheckNodePort !== 0, 'HealthCheck NodePort', String(healthCheckNodePort)),
    ...only(trafficDistribution !== undefined, 'Traffic Distribution', trafficDistribution ?? ''),
    ...only(ranges.length > 0, 'LoadBalancer Source Ranges', ranges.join(',')),
  ];
}
