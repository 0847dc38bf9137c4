/** Answers beyond the recorded ones, each for a branch of CoreDNS's own code. */
import { describe, expect, it } from 'vitest';
import type { Namespace } from '../kube/objects.js';
import { ApiTx, emptyApiObjects } from '../kube/store.js';
import { manifestObjects } from '../test/control-plane.js';
import { stockCorefile } from './corefile.js';
import { queryDns, type DnsServer } from './query.js';
import type { DnsRecord, RecordType } from './record.js';

const namespace: Namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };

const manifests = `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {type: ClusterIP, clusterIP: 10.96.0.7, clusterIPs: [10.96.0.7], ports: [{name: http, protocol: TCP, port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: away, namespace: shop}
spec: {type: ExternalName, externalName: www.example.org}
`;

const tx = new ApiTx(emptyApiObjects);
tx.put(namespace);
for (const object of manifestObjects(manifests)) tx.put(object);
const server: DnsServer = {
  objects: tx.commit(),
  clusterDomain: 'cluster.local',
  corefile: { ...stockCorefile, reverseZones: ['96.10.in-addr.arpa'], reverseFallthrough: false },
};

const data = (records: readonly DnsRecord[]): string => records.map((r) => `${r.type} ${r.data}`).join(', ');

/** The branch, the question, and rcode, answer and the zone whose SOA comes along. */
const rows: readonly (readonly [
  source: string,
  name: string,
  type: RecordType,
  rcode: string,
  answer: string,
  soa: string,
])[] = [
  ['handler.go TypeSOA of a name that is there', 'web.shop.svc.cluster.local', 'SOA', 'NOERROR', '', 'cluster.local.'],
  ['handler.go TypeSOA of one that is not', 'no.shop.svc.cluster.local', 'SOA', 'NOERROR', '', 'cluster.local.'],
  ['Services TypeTXT of a Service', 'web.shop.svc.cluster.local', 'TXT', 'NOERROR', '', 'cluster.local.'],
  ['Services TypeTXT of a namespace', 'shop.svc.cluster.local', 'TXT', 'NXDOMAIN', '', 'cluster.local.'],
  ['Services TypeTXT of the zone', 'cluster.local', 'TXT', 'NXDOMAIN', '', 'cluster.local.'],
  ['Services TypeTXT of the schema', 'dns-version.cluster.local', 'TXT', 'NOERROR', 'TXT "1.1.0"', ''],
  ['Services, an SRV of an alias', 'away.shop.svc.cluster.local', 'SRV', 'NOERROR', '', 'cluster.local.'],
  ['isDefaultNS', 'ns.dns.cluster.local', 'SRV', 'NOERROR', '', 'cluster.local.'],
  ['parse.go, too long for a pod', 'a.b.c.1-2-3-4.shop.pod.cluster.local', 'A', 'NXDOMAIN', '', 'cluster.local.'],
  ['handler.go TypeNS of a reverse zone', '96.10.in-addr.arpa', 'NS', 'NOERROR', 'NS ns.dns.96.10.in-addr.arpa.', ''],
  ['parse.go, the apex of a reverse zone', '96.10.in-addr.arpa', 'A', 'NOERROR', '', '96.10.in-addr.arpa.'],
  ['parse.go, below a reverse zone', '7.0.96.10.in-addr.arpa', 'A', 'NXDOMAIN', '', '96.10.in-addr.arpa.'],
  ['Reverse', '7.0.96.10.in-addr.arpa', 'PTR', 'NOERROR', 'PTR web.shop.svc.cluster.local.', ''],
  ['Reverse, nothing there', '8.0.96.10.in-addr.arpa', 'PTR', 'NXDOMAIN', '', '96.10.in-addr.arpa.'],
];

describe('CoreDNS answers', () => {
  it.each(rows)('%s: %s %s', (_source, name, type, rcode, answer, soa) => {
    const got = queryDns(server, { name, type });
    expect([got.rcode, data(got.answer), got.authority.map((r) => r.name).join()]).toEqual([rcode, answer, soa]);
  });

  it('puts what lies outside behind the alias that leads there', () => {
    const upstream = (): ReturnType<typeof queryDns> => ({
      rcode: 'NOERROR',
      aa: false,
      answer: [{ name: 'www.example.org.', type: 'A', ttl: 60, data: '203.0.113.7' }],
      authority: [],
      additional: [],
    });
    const got = queryDns({ ...server, upstream }, { name: 'away.shop.svc.cluster.local', type: 'A' });
    expect(data(got.answer)).toBe('CNAME www.example.org., A 203.0.113.7');
  });
});
