import { byKey } from '../../../base/order.js';
import type { EndpointSlice, Service, ServicePort } from '../../../kube/objects.js';
import { listObjects } from '../../../kube/store.js';
import { hostPort } from '../../../net/ip.js';
import { listWithMore, mostListed, none, unset } from '../columns.js';
import { formatLabels } from '../printers.js';
import type { ClusterAtMoment } from '../view.js';
import { eventLines } from './events.js';
import { line, metadataLines, nameLines } from './lines.js';

/** @see k8s.io/kubectl/pkg/describe/describe.go (v1.34) describeService */
export function describeService(service: Service, cluster: ClusterAtMoment): string {
  const { metadata, spec } = service;
  const slices = listObjects(cluster.objects, 'EndpointSlice', metadata.namespace)
    .filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === metadata.name)
    .toSorted(byKey((slice) => slice.metadata.name));
  return [
    nameLines(metadata),
    metadataLines(metadata),
    line('Selector', formatLabels(spec.selector)),
    line('Type', spec.type),
    ...addresses(service),
    ...ports(service, slices),
    ...policies(service),
    eventLines(cluster, service),
  ].join('');
}

const only = (shown: boolean, label: string, value: string): readonly string[] => (shown ? [line(label, value)] : []);

function addresses({ spec, status }: Service): readonly string[] {
  const { ipFamilyPolicy, ipFamilies = [], externalIPs = [], loadBalancerIP = '', externalName = '' } = spec;
  const ingress = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname, ipMode }) =>
    ip === undefined ? (hostname ?? '') : `${ip}${ipMode === undefined ? '' : ` (${ipMode})`}`,
  );
  return [
    ...only(ipFamilyPolicy !== undefined, 'IP Family Policy', ipFamilyPolicy ?? ''),
    line('IP Families', ipFamilies.join(',') || none),
    line('IP', spec.clusterIP ?? ''),
    line('IPs', spec.clusterIPs?.join(',') || none),
    ...only(externalIPs.length > 0, 'External IPs', externalIPs.join(',')),
    ...only(loadBalancerIP !== '', 'Desired LoadBalancer IP', loadBalancerIP),
    ...only(ingress.length > 0, 'LoadBalancer Ingress', ingress.join(', ')),
    ...only(externalName !== '', 'External Name', externalName),
  ];
}

const ports = ({ spec }: Service, slices: readonly EndpointSlice[]): readonly string[] =>
  (spec.ports ?? []).flatMap((port): readonly string[] => {
    const name = port.name === undefined || port.name === '' ? unset : port.name;
    return [
      line('Port', `${name}  ${port.port}/${port.protocol}`),
      line('TargetPort', `${port.targetPort}/${port.protocol}`),
      ...only((port.nodePort ?? 0) !== 0, 'NodePort', `${name}  ${port.nodePort ?? 0}/${port.protocol}`),
      line('Endpoints', slices.length === 0 ? none : readyEndpoints(slices, port)),
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

function policies({ spec }: Service): readonly string[] {
  const { externalTrafficPolicy, internalTrafficPolicy, healthCheckNodePort = 0, trafficDistribution } = spec;
  const ranges = spec.loadBalancerSourceRanges ?? [];
  return [
    line('Session Affinity', spec.sessionAffinity),
    ...only(externalTrafficPolicy !== undefined, 'External Traffic Policy', externalTrafficPolicy ?? ''),
    ...only(internalTrafficPolicy !== undefined, 'Internal Traffic Policy', internalTrafficPolicy ?? ''),
    ...only(healthCheckNodePort !== 0, 'HealthCheck NodePort', String(healthCheckNodePort)),
    ...only(trafficDistribution !== undefined, 'Traffic Distribution', trafficDistribution ?? ''),
    ...only(ranges.length > 0, 'LoadBalancer Source Ranges', ranges.join(',')),
  ];
}
