import { stockCorefile, type Corefile } from '../dns/corefile.js';
import { queryDns } from '../dns/query.js';
import type { DnsAnswer, DnsQuestion, DnsRecord } from '../dns/record.js';
import { namespacesOf, readObjects } from './read-objects.js';

/** One question of CoreDNS's own tests, with the settings its plugin had. */
export interface DnsCase {
  readonly test: string;
  /** A key of `objects`. */
  readonly objects: string;
  /** The cluster's zone, then the reverse zones. */
  readonly zones: readonly string[];
  readonly podMode: Corefile['pods'];
  readonly ignoreEmptyService: boolean;
  readonly exposedNamespaces: 'all' | readonly string[];
  readonly query: DnsQuestion;
  /** What the servers that names outside the zone go to answer: records as `answer` has them, however they are grouped. */
  readonly upstreamAnswers?: unknown;
}

export interface DnsCases {
  readonly objects: Readonly<Record<string, string>>;
  readonly cases: readonly DnsCase[];
  readonly upstreamAnswers?: unknown;
}

export interface DnsCaseAnswer {
  readonly rcode: string;
  /** Records in presentation format, fields parted by tabs. */
  readonly answer: readonly string[];
  readonly authority: readonly string[];
  readonly additional: readonly string[];
}

const pluginTtlSeconds = 5;

/** The namespaces that CoreDNS's tests hold to be absent; every other one exists. */
const absentNamespaces: ReadonlySet<string> = new Set(['pod-nons', 'nsnoexist', 'svc-nons']);

/**
 * CoreDNS's tests compare only the names of an SOA; its numbers in these two tables are written by
 * hand, and are not what the server answers.
 */
const handWrittenSoa: Readonly<Record<string, { readonly ttl: number; readonly minimum: number }>> = {
  TestServeDNSModeInsecure: { ttl: 5, minimum: 30 },
  TestServeNamespaceDNS: { ttl: 300, minimum: 30 },
};

/** Answers each question as CoreDNS's kubernetes plugin would. */
export function conformCoreDns(file: DnsCases): readonly DnsCaseAnswer[] {
  return file.cases.map((asked) => {
    const answer = answerOf(file, asked);
    const section = (records: readonly DnsRecord[]): readonly string[] => records.map((r) => present(r, asked.test));
    return {
      rcode: answer.rcode,
      answer: section(answer.answer),
      authority: section(answer.authority),
      additional: section(answer.additional),
    };
  });
}

function answerOf(file: DnsCases, { objects, query, ...settings }: DnsCase): DnsAnswer {
  const text = file.objects[objects] ?? '';
  const named = [...namespacesOf(text), ...query.name.toLowerCase().split('.')];
  const namespaces = [...new Set(named)].filter((name) => name !== '' && !absentNamespaces.has(name));
  const corefile: Corefile = {
    ...stockCorefile,
    pods: settings.podMode,
    ttlSeconds: pluginTtlSeconds,
    ignoreEmptyService: settings.ignoreEmptyService,
    ...(settings.exposedNamespaces !== 'all' && { namespaces: settings.exposedNamespaces }),
    reverseZones: settings.zones.slice(1),
    reverseFallthrough: false,
  };
  const [zone = 'cluster.local.'] = settings.zones;
  const records = [settings.upstreamAnswers, file.upstreamAnswers].flatMap(recordsIn);
  const server = { objects: readObjects(text, namespaces), clusterDomain: zone.replace(/\.$/, ''), corefile };
  if (records.length === 0) return queryDns(server, query);
  const upstream = (): DnsAnswer => ({ rcode: 'NOERROR', aa: false, answer: records, authority: [], additional: [] });
  return queryDns({ ...server, upstream }, query);
}

/** Every record somewhere in a value. */
function recordsIn(value: unknown): readonly DnsRecord[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(recordsIn);
  if (typeof value !== 'string') return [];
  const [, name, ttl, type, data] = /^(\S+)\s+(\d+)\s+IN\s+(A|AAAA|CNAME|SRV|TXT)\s+(.*)$/.exec(value) ?? [];
  if (name === undefined || type === undefined || data === undefined) return [];
  // The expression lets only these types through.
  return [{ name, ttl: Number(ttl), type: type as DnsRecord['type'], data }];
}

function present({ name, ttl, type, data }: DnsRecord, test: string): string {
  const soa = type === 'SOA' ? handWrittenSoa[test] : undefined;
  if (soa === undefined) return [name, ttl, 'IN', type, data].join('\t');
  return [name, soa.ttl, 'IN', type, data.replace(/\d+$/, String(soa.minimum))].join('\t');
}
