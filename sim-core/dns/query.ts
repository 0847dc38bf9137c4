import { familyOf } from '../net/ip.js';
import type { ApiObjects } from '../kube/store.js';
import { stockCorefile } from './corefile.js';
import type { Corefile, CorefilePart } from './corefile.js';
import { fqdn, labelsBefore, reverseAddress } from './record.js';
import type { DnsAnswer, DnsQuestion, DnsRecord, RecordType } from './record.js';
import { NO_PORT, lookupZone, namesOfAddress } from './zone.js';
import type { ZoneEntry, ZoneView } from './zone.js';

export interface DnsServer {
  readonly objects: ApiObjects;
  readonly clusterDomain: string;
  /** The stock one by default. */
  readonly corefile?: Corefile;
  /** What the servers of /etc/resolv.conf on the node answer for names outside; none by default. */
  readonly upstream?: (question: DnsQuestion) => DnsAnswer;
}

/** A question in a zone; both names keep the case they were asked in. */
interface Inquiry {
  readonly server: DnsServer;
  readonly view: ZoneView;
  /** As the question ends. */
  readonly zone: string;
  readonly name: string;
  readonly ttl: number;
}

const VERSION_TTL_SECONDS = 28800;
const MAX_NEGATIVE_TTL_SECONDS = 300;
const SCHEMA_VERSION = '1.1.0';
const SOA_SERIAL = 1;
/** Longer chains of aliases are cut. */
const MAX_ALIASES = 8;

const empty: Omit<DnsAnswer, 'rcode'> = { aa: true, answer: [], authority: [], additional: [] };

function inquiryOf(server: DnsServer, question: DnsQuestion, domain: string): Inquiry {
  const corefile = server.corefile ?? stockCorefile;
  const name = fqdn(question.name);
  const zone = name.slice(-fqdn(domain).length);
  return { server, view: { objects: server.objects, corefile }, zone, name, ttl: corefile.ttlSeconds };
}

/** @see coredns plugin/backend_lookup.go (1.13) SOA */
function soaRecord({ zone, ttl }: Inquiry): DnsRecord {
  const data = `ns.dns.${zone} hostmaster.${zone} ${SOA_SERIAL} 7200 1800 86400 ${ttl}`;
  return { name: zone, type: 'SOA', ttl: Math.min(ttl, MAX_NEGATIVE_TTL_SECONDS), data };
}

const addressType = (ip: string): 'A' | 'AAAA' => (familyOf(ip) === 'IPv4' ? 'A' : 'AAAA');

const nameError = (inquiry: Inquiry): DnsAnswer => ({ ...empty, rcode: 'NXDOMAIN', authority: [soaRecord(inquiry)] });

function found(inquiry: Inquiry, answer: readonly DnsRecord[], additional: readonly DnsRecord[] = []): DnsAnswer {
  if (answer.length === 0) return { ...empty, rcode: 'NOERROR', authority: [soaRecord(inquiry)] };
  return { ...empty, rcode: 'NOERROR', answer, additional };
}

/** Keeps the first of records that say the same. */
function distinct(records: readonly DnsRecord[]): readonly DnsRecord[] {
  const seen = new Map<string, DnsRecord>();
  for (const record of records) {
    const key = `${record.name} ${record.type} ${record.data}`;
    if (!seen.has(key)) seen.set(key, record);
  }
  return [...seen.values()];
}

const forward = (server: DnsServer, question: DnsQuestion): DnsAnswer =>
  server.upstream?.(question) ?? { ...empty, rcode: 'NXDOMAIN' };

/**
 * Addresses of one family; an alias comes with what it leads to, and one inside the zone that leads nowhere
 * is left out.
 * @see coredns plugin/backend_lookup.go (1.13) A
 */
function addressRecords(
  inquiry: Inquiry,
  question: { readonly name: string; readonly type: 'A' | 'AAAA' },
  entries: readonly ZoneEntry[],
  chain: readonly string[],
): readonly DnsRecord[] {
  const { server, view, ttl } = inquiry;
  const { name, type } = question;
  const records: DnsRecord[] = [];
  for (const { host } of entries) {
    if ('ip' in host) {
      if (addressType(host.ip) === type) records.push({ name, type, ttl, data: host.ip });
      continue;
    }
    const target = fqdn(host.alias);
    const visited = [...chain, name.toLowerCase()];
    if (visited.includes(target.toLowerCase()) || visited.length > MAX_ALIASES) continue;
    const alias: DnsRecord = { name, type: 'CNAME', ttl, data: target };
    const labels = labelsBefore(server.clusterDomain, target);
    if (labels === undefined) {
      records.push(alias, ...forward(server, { name: target, type }).answer);
      continue;
    }
    const next = lookupZone(view, labels);
    const rest = next.kind === 'missing' ? [] : addressRecords(inquiry, { name: target, type }, next.entries, visited);
    if (rest.length > 0) records.push(alias, ...rest);
  }
  const aliases = records.filter((record) => record.type === 'CNAME');
  return distinct([...aliases, ...records.filter((record) => record.type !== 'CNAME')]);
}

/**
 * One record per name and port; the weights share out 100 among all entries.
 * @see coredns plugin/backend_lookup.go (1.13) SRV
 */
function serviceRecords(inquiry: Inquiry, entries: readonly ZoneEntry[]): DnsAnswer {
  const { name, zone, ttl } = inquiry;
  const direct = entries.filter((entry) => 'ip' in entry.host);
  const weight = Math.max(1, Math.floor(100 / Math.max(1, direct.length)));
  const answer: DnsRecord[] = [];
  const additional: DnsRecord[] = [];
  for (const { owner, host, port } of direct) {
    if (port === NO_PORT || !('ip' in host)) continue;
    const target = `${owner}.${zone}`;
    answer.push({ name, type: 'SRV', ttl, data: `0 ${weight} ${port} ${target}` });
    additional.push({ name: target, type: addressType(host.ip), ttl, data: host.ip });
  }
  return found(inquiry, distinct(answer), distinct(additional));
}

/**
 * What the zone itself says of its apex, its version and its name server. A question for the SOA is never asked of
 * Services: below the apex it is NODATA, whether the name exists or not.
 * @see coredns plugin/kubernetes/handler.go (1.13) ServeDNS
 */
function zoneAnswer(inquiry: Inquiry, labels: readonly string[], type: RecordType): DnsAnswer | undefined {
  const { name, zone, ttl } = inquiry;
  const isApex = labels.length === 0;
  if (type === 'SOA') return found(inquiry, isApex ? [soaRecord(inquiry)] : []);
  if (isApex && type === 'NS') return found(inquiry, [{ name, type, ttl, data: `ns.dns.${zone}` }]);
  if (labels.join('.') === 'ns.dns') return found(inquiry, []);
  if (labels.join('.') !== 'dns-version' || type !== 'TXT') return undefined;
  return found(inquiry, [{ name, type, ttl: VERSION_TTL_SECONDS, data: `"${SCHEMA_VERSION}"` }]);
}

function answerInZone(inquiry: Inquiry, type: RecordType, labels: readonly string[]): DnsAnswer {
  const { name, ttl } = inquiry;
  const own = zoneAnswer(inquiry, labels, type);
  if (own !== undefined) return own;
  const zone = lookupZone(inquiry.view, labels);
  if (zone.kind === 'missing') return nameError(inquiry);
  const first = zone.entries[0]?.host;
  switch (type) {
    case 'A':
    case 'AAAA':
      return found(inquiry, addressRecords(inquiry, { name, type }, zone.entries, []));
    case 'SRV':
      return serviceRecords(inquiry, zone.entries);
    case 'CNAME':
      if (first === undefined || 'ip' in first) return found(inquiry, []);
      return found(inquiry, [{ name, type, ttl, data: fqdn(first.alias) }]);
    case 'TXT':
      // A name that only has names below it is none. @see coredns plugin/kubernetes/kubernetes.go (1.13) Services
      return first === undefined ? nameError(inquiry) : found(inquiry, []);
    default:
      return found(inquiry, []);
  }
}

/** @see coredns plugin/kubernetes/reverse.go (1.13) Reverse, kubernetes.go Records */
function answerReverse(inquiry: Inquiry, question: DnsQuestion, labels: readonly string[]): DnsAnswer {
  const { server, view, name, ttl } = inquiry;
  const { type } = question;
  const own = zoneAnswer(inquiry, labels, type);
  if (own !== undefined) return own;
  if (labels.length === 0 && type !== 'TXT') return found(inquiry, []);
  const address = type === 'PTR' ? reverseAddress(name) : undefined;
  const owners = address === undefined ? [] : namesOfAddress(server.objects, address);
  if (owners.length === 0) return view.corefile.reverseFallthrough ? forward(server, question) : nameError(inquiry);
  const domain = fqdn(server.clusterDomain);
  return found(
    inquiry,
    owners.map((owner) => ({ name, type, ttl, data: `${owner}.${domain}` })),
  );
}

type Route =
  | { readonly kind: 'zone'; readonly labels: readonly string[] }
  | { readonly kind: 'reverse'; readonly zone: string; readonly labels: readonly string[] }
  | { readonly kind: 'forward' };

/** Which plugin a question belongs to. @see coredns plugin/kubernetes/handler.go (1.13) ServeDNS */
function routeOf({ clusterDomain, corefile = stockCorefile }: DnsServer, name: string): Route {
  const labels = labelsBefore(clusterDomain, name);
  if (labels !== undefined) return { kind: 'zone', labels };
  for (const zone of corefile.reverseZones) {
    const below = labelsBefore(zone, name);
    if (below !== undefined) return { kind: 'reverse', zone, labels: below };
  }
  return { kind: 'forward' };
}

/**
 * What CoreDNS answers.
 * @see coredns plugin/kubernetes/handler.go (1.13) ServeDNS
 */
export function queryDns(server: DnsServer, question: DnsQuestion): DnsAnswer {
  const route = routeOf(server, question.name);
  if (route.kind === 'forward') return forward(server, question);
  if (route.kind === 'reverse') return answerReverse(inquiryOf(server, question, route.zone), question, route.labels);
  return answerInZone(inquiryOf(server, question, server.clusterDomain), question.type, route.labels);
}

/** The lines of the Corefile that made the answer what it is. */
export function decidingParts(server: DnsServer, question: DnsQuestion, answer: DnsAnswer): readonly CorefilePart[] {
  const route = routeOf(server, question.name);
  const { namespaces, ignoreEmptyService } = server.corefile ?? stockCorefile;
  if (route.kind === 'forward') return ['forward'];
  // Whatever CoreDNS says of its own zones bears their SOA or a record.
  const isOwn = answer.answer.length > 0 || answer.authority.length > 0;
  if (route.kind === 'reverse' && !isOwn) return ['zones', 'fallthrough', 'forward'];
  return [
    'zones',
    ...(route.labels.at(-1)?.toLowerCase() === 'pod' && route.kind === 'zone' ? (['pods'] as const) : []),
    ...(namespaces === undefined ? [] : (['namespaces'] as const)),
    ...(ignoreEmptyService && answer.rcode === 'NXDOMAIN' ? (['empty-service'] as const) : []),
    ...(answer.answer.length > 0 ? (['ttl'] as const) : []),
  ];
}
