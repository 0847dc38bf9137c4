import { queryDns } from '../dns/query.js';
import { fqdn, type DnsAnswer, type RecordType } from '../dns/record.js';
import type { Snapshot } from '../world/snapshot.js';

/** A question of a scenario's `dns` list. */
export interface DnsProbe {
  readonly dns: string;
  readonly type: RecordType;
}

/** A question with what the cluster's DNS answers, as `dns.json` holds it. */
export interface DnsReport extends DnsAnswer {
  readonly name: string;
  readonly type: RecordType;
  readonly tc: boolean;
}

/** What CoreDNS answers now to each question; no answer of a cluster this size is truncated. */
export const dnsReport = (snapshot: Snapshot, probes: readonly DnsProbe[]): readonly DnsReport[] =>
  probes.map(({ dns, type }) => {
    const name = fqdn(dns);
    const server = { objects: snapshot.objects, clusterDomain: snapshot.config.clusterDomain };
    const { rcode, aa, answer, authority, additional } = queryDns(server, { name, type });
    return { name, type, rcode, aa, tc: false, answer, authority, additional };
  });
