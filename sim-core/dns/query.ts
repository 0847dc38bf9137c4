import { familyOf } from '../net/ip.js';
import type { ApiObjects } from '../kube/store.js';
import { fqdn, labelsBefore, reverseAddress } from './record.js';
import type { DnsAnswer, DnsQuestion, DnsRecord, RecordType } from './record.js';
import { NO_PORT, lookupZone, namesOfAddress } from './zone.js';
import type { ZoneEntry } from './zone.js';

export interface DnsServer {
  readonly objects: ApiObjects;
  readonly clusterDomain: string;
  /** What the servers of /etc/resolv.conf on the node answer for names outside; none by default. */
  readonly upstream?: (question: DnsQuestion) => DnsAnswer;
}

/** `ttl 30` of the stock Corefile. */
const TTL_SECONDS = 30;
const VERSION_TTL_SECONDS = 28800;
const SCHEMA_VERSION = '1.1.0';
const SOA_SERIAL = 1;
/** Longer chains of aliases are cut. */
const MAX_ALIASES = 8;

const empty: Omit<DnsAnswer, 'rcode'> = { aa: true, answer: [], authority: [], additional: [] };

/** @see coredns plugin/backend_lookup.go (1.13) SOA */
function soaRecord(server: DnsServer): DnsRecord {
  const zone = fqdn(server.clusterDomain);
  const data = `ns.dns.${zone} hostmaster.${zone} ${SOA_SERIAL} 7200 1800 86400 ${TTL_SECONDS}`;
  return { name: zone, type: 'SOA', ttl: TTL_SECONDS, data };
}

const absoluteOwner = (server: DnsServer, owner: string): string => `${owner}.${fqdn(server.clusterDomain)}`;

const addressType = (ip: string): 'A' | 'AAAA' => (familyOf(ip) === 'IPv4' ? 'A' : 'AAAA');

const nameError = (server: DnsServer): DnsAnswer => ({ ...empty, rcode: 'NXDOMAIN', authority: [soaRecord(server)] });

function found(server: DnsServer, answer: readonly DnsRecord[], additional: readonly DnsRecord[] = []): DnsAnswer {
  if (answer.length === 0) return { ...empty, rcode: 'NOERROR', authority: [soaRecord(server)] };
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
  server: DnsServer,
  question: { readonly name: string; readonly type: 'A' | 'AAAA' },
  entries: readonly ZoneEntry[],
  chain: readonly string[],
): readonly DnsRecord[] {
  const { name, type } = question;
  const records: DnsRecord[] = [];
  for (const { host } of entries) {
    if ('ip' in host) {
      if (addressType(host.ip) === type) records.push({ name, type, ttl: TTL_SECONDS, data: host.ip });
      continue;
    }
    const target = fqdn(host.alias);
    const visited = [...chain, name.toLowerCase()];
    if (visited.includes(target.toLowerCase()) || visited.length > MAX_ALIASES) continue;
    const alias: DnsRecord = { name, type: 'CNAME', ttl: TTL_SECONDS, data: target };
    const labels = labelsBefore(server.clusterDomain, target);
    if (labels === undefined) {
      records.push(alias, ...forward(server, { name: target, type }).answer);
      continue;
    }
    const next = lookupZone(server.objects, labels);
    const rest = next.kind === 'missing' ? [] : addressRecords(server, { name: target, type }, next.entries, visited);
    if (rest.length > 0) records.push(alias, ...rest);
  }
  const aliases = records.filter((record) => record.type === 'CNAME');
  return distinct([...aliases, ...records.filter((record) => record.type !== 'CNAME')]);
}

/**
 * One record per name and port; the weights share out 100 among all entries.
 * @see coredns plugin/backend_lookup.go (1.13) SRV
 */
function serviceRecords(server: DnsServer, name: string, entries: readonly ZoneEntry[]): DnsAnswer {
  const direct = entries.filter((entry) => 'ip' in entry.host);
  const weight = Math.max(1, Math.floor(100 / Math.max(1, direct.length)));
  const answer: DnsRecord[] = [];
  const additional: DnsRecord[] = [];
  for (const { owner, host, port } of direct) {
    if (port === NO_PORT || !('ip' in host)) continue;
    const target = absoluteOwner(server, owner);
    answer.push({ name, type: 'SRV', ttl: TTL_SECONDS, data: `0 ${weight} ${port} ${target}` });
    additional.push({ name: target, type: addressType(host.ip), ttl: TTL_SECONDS, data: host.ip });
  }
  return found(server, distinct(answer), distinct(additional));
}

function answerInZone(server: DnsServer, question: DnsQuestion, labels: readonly string[]): DnsAnswer {
  const name = fqdn(question.name);
  if (labels.length === 0 && question.type === 'SOA') return found(server, [{ ...soaRecord(server), name }]);
  if (labels.length === 0 && question.type === 'NS') {
    return found(server, [{ name, type: 'NS', ttl: TTL_SECONDS, data: `ns.dns.${fqdn(server.clusterDomain)}` }]);
  }
  if (labels.length === 1 && labels[0] === 'dns-version' && question.type === 'TXT') {
    return found(server, [{ name, type: 'TXT', ttl: VERSION_TTL_SECONDS, data: `"${SCHEMA_VERSION}"` }]);
  }
  const zone = lookupZone(server.objects, labels);
  if (zone.kind === 'missing') return nameError(server);
  const first = zone.entries[0]?.host;
  switch (question.type) {
    case 'A':
    case 'AAAA':
      return found(server, addressRecords(server, { name, type: question.type }, zone.entries, []));
    case 'SRV':
      return serviceRecords(server, name, zone.entries);
    case 'CNAME':
      if (first === undefined || 'ip' in first) return found(server, []);
      return found(server, [{ name, type: 'CNAME', ttl: TTL_SECONDS, data: fqdn(first.alias) }]);
    default:
      return found(server, []);
  }
}

function answerReverse(server: DnsServer, question: DnsQuestion, address: string): DnsAnswer {
  const names = namesOfAddress(server.objects, address);
  if (names.length === 0) return forward(server, question);
  const name = fqdn(question.name);
  const type: RecordType = 'PTR';
  return found(
    server,
    names.map((owner) => ({ name, type, ttl: TTL_SECONDS, data: absoluteOwner(server, owner) })),
  );
}

/**
 * What CoreDNS with the stock Corefile (`pods insecure`, `fallthrough in-addr.arpa ip6.arpa`, `forward`)
 * answers.
 * @see coredns plugin/kubernetes/handler.go (1.13) ServeDNS
 */
export function queryDns(server: DnsServer, question: DnsQuestion): DnsAnswer {
  const labels = labelsBefore(server.clusterDomain, question.name);
  if (labels !== undefined) return answerInZone(server, question, labels);
  const address = question.type === 'PTR' ? reverseAddress(question.name) : undefined;
  return address === undefined ? forward(server, question) : answerReverse(server, question, address);
}
