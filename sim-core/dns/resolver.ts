import type { Ip } from '../net/ip.js';
import { parseIp } from '../net/ip.js';
import type { ApiObjects } from '../kube/store.js';
import { queryDns } from './query.js';
import type { DnsServer } from './query.js';
import { fqdn } from './record.js';
import type { DnsAnswer, DnsQuestion, Rcode } from './record.js';

/** `options ndots:5`: names with fewer dots try the search list first. */
export const NDOTS = 5;

export interface AskedQuery {
  readonly question: DnsQuestion;
  readonly answer: DnsAnswer;
}

export interface Resolution {
  readonly rcode: Rcode;
  /** IPv4 before IPv6. */
  readonly addresses: readonly Ip[];
  /** The last name of a chain of aliases. */
  readonly cname?: string;
  /** All that was asked on the way, in order. */
  readonly queries: readonly AskedQuery[];
}

/**
 * The search list of a pod with dnsPolicy ClusterFirst.
 * @see pkg/kubelet/network/dns/dns.go (v1.34) generateSearchesForDNSClusterFirst
 */
export const searchList = (namespace: string, clusterDomain: string): readonly string[] => [
  `${namespace}.svc.${clusterDomain}`,
  `svc.${clusterDomain}`,
  clusterDomain,
];

/** The names tried for a name, in order. @see resolv.conf(5) ndots */
export function candidateNames(name: string, search: readonly string[], ndots = NDOTS): readonly string[] {
  if (name.endsWith('.')) return [name];
  const searched = search.map((domain) => fqdn(`${name}.${domain}`));
  const dots = name.split('.').length - 1;
  return dots >= ndots ? [fqdn(name), ...searched] : [...searched, fqdn(name)];
}

/** Asks for both families and puts the answers together as a stub resolver does. */
export function resolveWith(server: DnsServer, name: string, namespace: string): Resolution {
  const ip = parseIp(name);
  if (ip !== undefined) return { rcode: 'NOERROR', addresses: [ip], queries: [] };
  const queries: AskedQuery[] = [];
  let sawName = false;
  for (const candidate of candidateNames(name, searchList(namespace, server.clusterDomain))) {
    const answers = (['A', 'AAAA'] as const).map((type) => {
      const question: DnsQuestion = { name: candidate, type };
      const answer = queryDns(server, question);
      queries.push({ question, answer });
      return answer;
    });
    const records = answers.flatMap((answer) => answer.answer);
    const addresses = records.flatMap((r) => (r.type === 'A' || r.type === 'AAAA' ? [r.data] : []));
    const cname = records.filter((record) => record.type === 'CNAME').at(-1)?.data;
    if (records.length > 0) return { rcode: 'NOERROR', addresses, ...(cname === undefined ? {} : { cname }), queries };
    sawName ||= answers.some((answer) => answer.rcode === 'NOERROR');
  }
  return { rcode: sawName ? 'NOERROR' : 'NXDOMAIN', addresses: [], queries };
}

/** What a process in a pod of the namespace gets for a name, by the search list and ndots:5. */
export const resolve = (
  objects: ApiObjects,
  name: string,
  clientNamespace: string,
  clusterDomain: string,
): Resolution => resolveWith({ objects, clusterDomain }, name, clientNamespace);
