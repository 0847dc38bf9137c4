import { queryDns } from '../../dns/query.js';
import type { DnsRecord, RecordType } from '../../dns/record.js';
import { endpointLabel } from '../../dns/zone.js';
import type { Service } from '../../kube/objects.js';
import { getObject, listObjects } from '../../kube/store.js';
import { reverseName } from '../../shell/dns-client.js';
import type { Snapshot } from '../snapshot.js';
import type { DnsServiceView, DnsTryView } from '../view-dns.js';

const mostRecords = 24;

/** The Service that an answered name belongs to, with everything the zone says of it. */
export function serviceRecords(snapshot: Snapshot, tried: DnsTryView | undefined): DnsServiceView | undefined {
  const meaning = tried?.meaning;
  if (meaning === undefined || !('service' in meaning) || meaning.service === undefined) return undefined;
  return recordsOf(snapshot, meaning.namespace, meaning.service);
}

export function recordsOf({ objects, config }: Snapshot, namespace: string, name: string): DnsServiceView | undefined {
  const service = getObject(objects, 'Service', namespace, name);
  if (service === undefined) return undefined;
  const { clusterDomain } = config;
  const server = { objects, clusterDomain };
  const slices = listObjects(objects, 'EndpointSlice', namespace).filter(
    (slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === name,
  );
  const endpoints = slices.flatMap((slice) =>
    (slice.endpoints ?? []).flatMap((endpoint) =>
      endpoint.addresses.map((address) => ({ label: endpointLabel(endpoint, address), address })),
    ),
  );
  const records = questionsOf(service, clusterDomain, endpoints).flatMap(
    ([asked, type]) => queryDns(server, { name: asked, type }).answer,
  );
  // An address in the slices of several Services has a name in each.
  const own = `${name}.${namespace}.svc.${clusterDomain}.`;
  const all = distinct(records).filter(({ type, data }) => type !== 'PTR' || `.${data}`.endsWith(`.${own}`));
  return {
    object: { kind: 'Service', namespace, name },
    headless: service.spec.clusterIP === 'None',
    ...(service.spec.type === 'ExternalName' && { alias: service.spec.externalName ?? '' }),
    records: all.slice(0, mostRecords),
    more: Math.max(0, all.length - mostRecords),
  };
}

interface Named {
  readonly label: string;
  readonly address: string;
}

/** Every name of the zone that a Service makes. */
function questionsOf(
  { metadata, spec }: Service,
  clusterDomain: string,
  endpoints: readonly Named[],
): readonly (readonly [name: string, type: RecordType])[] {
  const own = `${metadata.name}.${metadata.namespace ?? ''}.svc.${clusterDomain}.`;
  if (spec.type === 'ExternalName') return [[own, 'CNAME']];
  const ports = (spec.ports ?? []).filter((port) => port.name !== undefined && port.name !== '');
  const addresses = (spec.clusterIPs ?? []).filter((ip) => ip !== 'None' && ip !== '');
  return [
    [own, 'A'],
    [own, 'AAAA'],
    ...ports.map(({ name = '', protocol }) => [`_${name}._${protocol.toLowerCase()}.${own}`, 'SRV'] as const),
    ...endpoints.flatMap(({ label }) => [[`${label}.${own}`, 'A'] as const, [`${label}.${own}`, 'AAAA'] as const]),
    ...(addresses.length > 0 ? addresses : endpoints.map(({ address }) => address)).map(
      (ip) => [reverseName(ip), 'PTR'] as const,
    ),
  ];
}

function distinct(records: readonly DnsRecord[]): readonly DnsRecord[] {
  const seen = new Set<string>();
  return records.filter(({ name, type, data }) => {
    const key = `${name} ${type} ${data}`;
    return !seen.has(key) && Boolean(seen.add(key));
  });
}
