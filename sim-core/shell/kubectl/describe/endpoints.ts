import type { Endpoint, EndpointPort, Endpoints, EndpointSlice } from '../../../kube/objects.js';
import { none, unset } from '../columns.js';
import type { ClusterAtMoment } from '../view.js';
import { eventLines } from './events.js';
import { line, metadataLines, nameLines } from './lines.js';

const portHeading = (indent: string): string => `${indent}Name\tPort\tProtocol\n${indent}----\t----\t--------\n`;

const named = (name: string | undefined): string => (name === undefined || name === '' ? unset : name);

/** @see k8s.io/kubectl/pkg/describe/describe.go (v1.34) describeEndpoints */
export function describeEndpoints(endpoints: Endpoints, cluster: ClusterAtMoment): string {
  const subsets = (endpoints.subsets ?? []).map(({ addresses = [], notReadyAddresses = [], ports = [] }) => {
    const list = (all: readonly { readonly ip: string }[]): string => all.map(({ ip }) => ip).join(',') || none;
    const rows = ports.map(({ name, port, protocol }) => `    ${named(name)}\t${port}\t${protocol}\n`);
    return [
      line('  Addresses', list(addresses)),
      line('  NotReadyAddresses', list(notReadyAddresses)),
      rows.length === 0 ? '' : `  Ports:\n${portHeading('    ')}${rows.join('')}`,
      '\n',
    ].join('');
  });
  return `${nameLines(endpoints.metadata)}${metadataLines(endpoints.metadata)}Subsets:\n${subsets.join('')}${eventLines(cluster, endpoints)}`;
}

/** @see k8s.io/kubectl/pkg/describe/describe.go (v1.34) describeEndpointSliceV1 */
export function describeEndpointSlice(slice: EndpointSlice, cluster: ClusterAtMoment): string {
  const ports = slice.ports ?? [];
  const endpoints = slice.endpoints ?? [];
  return [
    nameLines(slice.metadata),
    metadataLines(slice.metadata),
    line('AddressType', slice.addressType),
    ports.length === 0 ? `Ports: ${unset}\n` : `Ports:\n${portHeading('  ')}${ports.map(portRow).join('')}`,
    endpoints.length === 0 ? `Endpoints: ${none}\n` : `Endpoints:\n${endpoints.map(endpointLines).join('')}`,
    eventLines(cluster, slice),
  ].join('');
}

const portRow = ({ name, port, protocol = 'TCP' }: EndpointPort): string =>
  `  ${named(name)}\t${port ?? unset}\t${protocol}\n`;

function endpointLines({
  addresses,
  conditions,
  hostname,
  targetRef,
  nodeName,
  zone,
  deprecatedTopology,
}: Endpoint): string {
  const topology = Object.entries(deprecatedTopology ?? {}).map(([key, value]) => line(`      ${key}`, value));
  return [
    line('  - Addresses', addresses.join(',')),
    '    Conditions:\n',
    line('      Ready', conditions?.ready === undefined ? unset : String(conditions.ready)),
    line('    Hostname', hostname ?? unset),
    targetRef === undefined ? '' : line('    TargetRef', `${targetRef.kind ?? ''}/${targetRef.name ?? ''}`),
    line('    NodeName', nodeName ?? unset),
    line('    Zone', zone ?? unset),
    topology.length === 0 ? '' : `    Topology:\n${topology.join('')}`,
  ].join('');
}
