import { describe, expect, it } from 'vitest';
import { openingFiles } from '../../scenario/start.js';
import type { SourceRef } from '../command.js';
import { createSimulation } from '../simulation.js';
import type { DnsView, RecordType } from '../view-dns.js';

const shop = `apiVersion: v1
kind: Namespace
metadata:
  name: shop
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  clusterIP: 10.96.40.17
  selector: {app: web}
  ports: [{name: http, port: 80, targetPort: 8080}]
---
apiVersion: v1
kind: Service
metadata: {name: web-hl, namespace: shop}
spec:
  clusterIP: None
  selector: {app: web}
  ports: [{name: http, port: 80, targetPort: 8080}]
---
apiVersion: v1
kind: Service
metadata: {name: pay, namespace: shop}
spec: {type: ExternalName, externalName: pay.partner.example}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: web, ports: [{containerPort: 8080}]}]
`;

const simulation = createSimulation({ seed: 1, files: { ...openingFiles, 'shop.yaml': shop } });
simulation.dispatch({ type: 'settle' });
const client: SourceRef = { kind: 'pod', namespace: 'default', name: 'client' };

const look = (name: string, type: RecordType = 'A', from: SourceRef = client): DnsView =>
  simulation.query({ kind: 'dns', from, name, type });

const summary = ({ tried, ending }: DnsView): readonly string[] => [
  ...tried.map((one) => `${one.name} ${one.meaning.code} ${one.asked ? one.ending : '-'}`),
  ending,
];

describe('a lookup', () => {
  it('walks the search list until a name has records', () => {
    expect(summary(look('web-hl.shop'))).toEqual([
      'web-hl.shop.default.svc.cluster.local. no-service nxdomain',
      'web-hl.shop.svc.cluster.local. headless answered',
      'web-hl.shop.cluster.local. unknown-branch -',
      'web-hl.shop. outside -',
      'answered',
    ]);
  });

  it.each<[name: string, type: RecordType, expected: readonly string[]]>([
    ['myservice', 'A', ['myservice.default.svc.cluster.local. cluster-ip answered']],
    ['web.shop.svc.cluster.local.', 'AAAA', ['web.shop.svc.cluster.local. cluster-ip nodata']],
    ['_http._tcp.web.shop.svc.cluster.local.', 'SRV', ['_http._tcp.web.shop.svc.cluster.local. port answered']],
    ['pay.shop.svc.cluster.local.', 'CNAME', ['pay.shop.svc.cluster.local. alias answered']],
    ['web.nowhere.svc.cluster.local.', 'A', ['web.nowhere.svc.cluster.local. no-namespace nxdomain']],
    ['shop.svc.cluster.local.', 'A', ['shop.svc.cluster.local. namespace nodata']],
    ['10-1-2-3.shop.pod.cluster.local.', 'A', ['10-1-2-3.shop.pod.cluster.local. pod answered']],
    ['10.96.40.17', 'A', ['17.40.96.10.in-addr.arpa. reverse answered']],
  ])('%s %s', (name, type, expected) => {
    expect(summary(look(name, type)).slice(0, expected.length)).toEqual(expected);
  });

  it('says what the same name costs with ndots:1 and as it stands', () => {
    const { whatIf, dots, queries } = look('example.com');
    expect({ dots, queries, ...whatIf }).toEqual({
      dots: 1,
      queries: 4,
      ndots1: { queries: 4, ending: 'nxdomain', addresses: [] },
      absolute: { queries: 1, ending: 'nxdomain', addresses: [] },
    });
  });

  it('ends elsewhere for a client that does not ask the cluster', () => {
    const inside = look('web.shop');
    const node = look('web.shop', 'A', { kind: 'node', node: 'node1' });
    expect(inside.asksCluster).toBe(true);
    expect(inside.resolvConf.text).toBe(
      'search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n',
    );
    expect(node.asksCluster).toBe(false);
    expect(summary(node)).toEqual(['web.shop. outside nxdomain', 'nxdomain']);
    expect(inside.clients.map(({ from, ending }) => [from.kind, ending])).toEqual([
      ['pod', 'answered'],
      ['pod', 'answered'],
      ['node', 'nxdomain'],
      ['external', 'nxdomain'],
    ]);
  });

  it.each<[name: string, lines: readonly string[]]>([
    ['web.shop.svc.cluster.local.', ['kubernetes cluster.local in-addr.arpa ip6.arpa {', 'ttl 30']],
    ['nobody.shop.svc.cluster.local.', ['kubernetes cluster.local in-addr.arpa ip6.arpa {']],
    [
      '10-1-2-3.shop.pod.cluster.local.',
      ['kubernetes cluster.local in-addr.arpa ip6.arpa {', 'pods insecure', 'ttl 30'],
    ],
    ['example.com.', ['forward . /etc/resolv.conf {']],
    ['10.96.40.17', ['kubernetes cluster.local in-addr.arpa ip6.arpa {', 'ttl 30']],
    [
      '10.96.40.99',
      [
        'kubernetes cluster.local in-addr.arpa ip6.arpa {',
        'fallthrough in-addr.arpa ip6.arpa',
        'forward . /etc/resolv.conf {',
      ],
    ],
  ])('tells which lines of the Corefile answered %s', (name, lines) => {
    const { server, tried } = look(name);
    const { decidedBy = [] } = tried.find(({ asked }) => asked) ?? {};
    const marked = server.corefile.filter(({ part }) => part !== undefined && decidedBy.includes(part));
    expect(marked.map(({ text }) => text.trim())).toEqual(lines);
  });

  it('lists all that the zone holds of the Service it found', () => {
    const types = look('web-hl.shop').service?.records.map(({ type }) => type);
    expect(types).toEqual(['A', 'A', 'SRV', 'SRV', 'A', 'A', 'PTR', 'PTR']);
  });

  it('asks nothing for no name', () => {
    expect(look(' ').queries).toBe(0);
  });
});

describe('detail', () => {
  it('counts the rules a Service made on every node', () => {
    const detail = simulation.query({
      kind: 'detail',
      object: { kind: 'Service', namespace: 'shop', name: 'web' },
    });
    expect(detail?.kind).toBe('Service');
    if (detail?.kind !== 'Service') return;
    const [first, ...rest] = detail.rules.map(({ count }) => count);
    expect(first).toBeGreaterThan(4);
    expect(rest).toEqual([first, first]);
    expect(detail.slices.flatMap(({ endpoints }) => endpoints.map(({ ready }) => ready))).toEqual([true, true]);
    expect(detail.describe).toMatch(/^Name: +web\n/);
  });

  it('knows the Services that select a pod, and whether they use it', () => {
    const pods = simulation.query({ kind: 'cluster' }).nodes.flatMap((node) => node.pods);
    const notReady = pods.find((pod) => !pod.ready);
    const detail = simulation.query({
      kind: 'detail',
      object: { kind: 'Pod', namespace: 'default', name: notReady?.name ?? '' },
    });
    expect(detail?.kind === 'Pod' && detail.services).toEqual([
      { object: { kind: 'Service', namespace: 'default', name: 'myservice' }, serves: false },
    ]);
  });

  it('reads a node', () => {
    const detail = simulation.query({ kind: 'detail', object: { kind: 'Node', namespace: '', name: 'node2' } });
    expect(detail?.kind === 'Node' && [detail.podCIDRs, detail.routes.length > 3]).toEqual([['10.244.2.0/24'], true]);
  });

  it('has nothing to say of what is not there', () => {
    const object = { kind: 'Pod', namespace: 'default', name: 'gone' } as const;
    expect(simulation.query({ kind: 'detail', object })).toBeUndefined();
  });
});
