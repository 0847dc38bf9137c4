import { candidateNames, searchList } from '../dns/resolver.js';
import { queryDns } from '../dns/query.js';
import { fqdn, type DnsAnswer, type RecordType } from '../dns/record.js';
import { err, ok, type Result } from '../base/result.js';
import { hostPort, type Ip } from '../net/ip.js';
import { asksCluster, clusterDns, outsideServer } from './resolv-conf.js';
import type { Sys } from './sys.js';

/** Somebody who answers questions at this place. */
export interface DnsClient {
  readonly server: Ip;
  /** Tried in turn for names that do not end in a dot. */
  readonly search: readonly string[];
  ask(name: string, type: RecordType): DnsAnswer;
}

/** Why nobody answers, as BIND's tools word it. */
export interface NoServer {
  readonly server: Ip;
  readonly problem: 'connection refused' | 'timed out';
}

/** Five seconds for each of two attempts. @see resolv.conf(5) timeout, attempts */
const patienceMs = 10_000;

const nothing: Omit<DnsAnswer, 'rcode'> = { aa: false, answer: [], authority: [], additional: [] };

/**
 * The server that resolv.conf names, or the one given. The question to the cluster's own is a packet
 * that has to get there; the error is that it did not.
 */
export function dnsClient(sys: Sys, given?: Ip): Result<DnsClient, NoServer> {
  const dns = clusterDns(sys);
  const inCluster = asksCluster(sys);
  const server = given ?? (inCluster ? dns.ip : outsideServer(sys));
  const search = inCluster && sys.place.kind === 'pod' ? searchList(sys.place.namespace, sys.clusterDomain) : [];
  const outside: DnsClient = { server, search, ask: () => ({ ...nothing, rcode: 'NXDOMAIN' }) };
  if (given === undefined && !inCluster) return ok(outside);
  if (dns.hasService || given !== undefined) {
    const sent = sys.connect({ ip: server, port: 53, protocol: 'UDP', asked: hostPort(server, 53) });
    if (!sent.ok || sent.value.outcome !== 'answered') {
      const refused = sent.ok && sent.value.outcome === 'refused';
      if (!refused) sys.wait(patienceMs);
      return err({ server, problem: refused ? 'connection refused' : 'timed out' });
    }
    if (!isClusterDns(sys, server, sent.value.backend?.place)) return ok(outside);
  }
  const { clusterDomain } = sys;
  return ok({
    server,
    search,
    ask: (name, type) => {
      const question = { name: fqdn(name), type };
      const answer = queryDns({ objects: sys.objects(), clusterDomain }, question);
      sys.noteQuery({ question, answer });
      return answer;
    },
  });
}

/** The Service's own address, or a pod that CoreDNS could run in. */
function isClusterDns(
  sys: Sys,
  server: Ip,
  backend: { readonly kind: string; readonly namespace?: string } | undefined,
): boolean {
  return server === clusterDns(sys).ip || (backend?.kind === 'pod' && backend.namespace === 'kube-system');
}

export interface Found {
  /** The name that was answered, or the last that was asked. */
  readonly name: string;
  readonly answers: readonly DnsAnswer[];
}

/** Asks for each name of the search list until one is known. */
export function search(client: DnsClient, name: string, types: readonly RecordType[], useSearch = true): Found {
  const names = useSearch ? candidateNames(name, client.search) : [fqdn(name)];
  let found: Found = { name: fqdn(name), answers: [] };
  let empty: Found | undefined;
  for (const candidate of names) {
    const answers = types.map((type) => client.ask(candidate, type));
    found = { name: candidate, answers };
    if (answers.some(({ answer }) => answer.length > 0)) return found;
    if (answers.some(({ rcode }) => rcode === 'NOERROR')) empty ??= found;
  }
  return empty ?? found;
}

/** The name under in-addr.arpa or ip6.arpa that asks about an address. */
export function reverseName(ip: Ip): string {
  if (!ip.includes(':')) return `${ip.split('.').reverse().join('.')}.in-addr.arpa.`;
  const [head = '', tail] = ip.split('::');
  const groups = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  const digits = [...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join('');
  return `${[...digits].reverse().join('.')}.ip6.arpa.`;
}
