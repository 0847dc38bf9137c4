import { describe, expect, it } from 'vitest';
import { readRuleset } from '../../netfilter/iptables/read.js';
import { writeRuleset } from '../../netfilter/iptables/write.js';
import type { ProbeProtocol, Trace } from '../../network/trace.js';
import type { SourceRef } from '../../world/command.js';
import { defaultClusterConfig, type ClusterConfig } from '../../world/config.js';
import { createSimulation, type Simulation } from '../../world/simulation.js';

const pod = (name: string, node: string, ip: string, more = '', labels = 'app: web'): string => `
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  labels: {${labels}}
  annotations: {kubehop.dev/node: ${node}, kubehop.dev/ip: ${ip}${more}}
spec:
  containers: [{name: c, image: x, ports: [{containerPort: 8080}, {containerPort: 5300, protocol: UDP}]}]
---`;

const service = (name: string, ip: string, spec: string): string => `
apiVersion: v1
kind: Service
metadata: {name: ${name}, annotations: {kubehop.dev/lb-ip: 203.0.113.9}}
spec: {clusterIP: ${ip}, ${spec}}
---`;

const both =
  '[{name: http, port: 80, targetPort: 8080, nodePort: 30080}, {name: dns, port: 53, targetPort: 5300, protocol: UDP, nodePort: 30053}]';

const manifest = [
  pod('web-a', 'node1', '10.244.1.10'),
  pod('web-b', 'node2', '10.244.2.10'),
  pod('web-c', 'node3', '10.244.3.10'),
  pod('client', 'node1', '10.244.1.20', '', 'app: client'),
  service('web', '10.96.0.50', `type: LoadBalancer, externalIPs: [198.51.100.4], selector: {app: web}, ports: ${both}`),
  service('empty', '10.96.0.51', 'selector: {app: none}, ports: [{port: 80}]'),
  service('half', '10.96.0.52', 'selector: {app: web}, ports: [{port: 80, targetPort: 9999}]'),
  service(
    'sticky',
    '10.96.0.53',
    'sessionAffinity: ClientIP, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]',
  ),
  service('sctp', '10.96.0.54', 'selector: {app: web}, ports: [{port: 80, protocol: SCTP}]'),
].join('');

const config: Partial<ClusterConfig> = {
  kubeProxy: { ...defaultClusterConfig.kubeProxy, mode: 'userspace' },
};
const cluster = (text = manifest): Simulation => createSimulation({ config, seed: 3, files: { 'a.yaml': text } });

function sent(
  sim: Simulation,
  from: SourceRef,
  to: string,
  more: { protocol?: ProbeProtocol; count?: number; via?: string; sport?: number } = {},
): readonly Trace[] {
  return sim.dispatch({ type: 'send', from, to, protocol: 'TCP', ...more }).traces;
}

const client: SourceRef = { kind: 'pod', namespace: 'default', name: 'client' };
const node1: SourceRef = { kind: 'node', node: 'node1' };
const node2: SourceRef = { kind: 'node', node: 'node2' };
const external: SourceRef = { kind: 'external' };
const codes = (trace: Trace): readonly string[] => trace.request.map((hop) => hop.reason.code);
const backendOf = (trace: Trace): string => (trace.backend?.place.kind === 'pod' ? trace.backend.place.name : '');

describe('the rules', () => {
  const rules = cluster().snapshotAt(1).rules.get('node1')?.dataplane.iptables.get('kube-proxy/IPv4');
  const text = rules === undefined ? '' : writeRuleset(rules);
  const port = (name: string): string => new RegExp(`"${name}" .*--to-ports (\\d+)`).exec(text)?.[1] ?? 'none';

  it('lead to one port of the proxy for each Service port', () => {
    const web = port('default/web:http');
    const lines = text.split('\n').filter((line) => line.includes('default/web:http'));
    const http = `-p tcp -m comment --comment "default/web:http" -m tcp --dport`;
    expect(lines).toEqual([
      `-A KUBE-NODEPORT-CONTAINER ${http} 30080 -j REDIRECT --to-ports ${web}`,
      `-A KUBE-NODEPORT-HOST ${http} 30080 -j DNAT --to-destination 192.168.10.11:${web}`,
      `-A KUBE-PORTALS-CONTAINER -d 10.96.0.50/32 ${http} 80 -j REDIRECT --to-ports ${web}`,
      `-A KUBE-PORTALS-CONTAINER -d 198.51.100.4/32 ${http} 80 -m physdev ! --physdev-is-in -j REDIRECT --to-ports ${web}`,
      `-A KUBE-PORTALS-CONTAINER -d 198.51.100.4/32 ${http} 80 -m addrtype --dst-type LOCAL -j REDIRECT --to-ports ${web}`,
      `-A KUBE-PORTALS-CONTAINER -d 203.0.113.9/32 ${http} 80 -j REDIRECT --to-ports ${web}`,
      `-A KUBE-PORTALS-HOST -d 10.96.0.50/32 ${http} 80 -j DNAT --to-destination 192.168.10.11:${web}`,
      `-A KUBE-PORTALS-HOST -d 203.0.113.9/32 ${http} 80 -j DNAT --to-destination 192.168.10.11:${web}`,
      `-A KUBE-PORTALS-HOST -d 198.51.100.4/32 ${http} 80 -m addrtype --dst-type LOCAL -j DNAT --to-destination 192.168.10.11:${web}`,
      `-A KUBE-NODEPORT-NON-LOCAL -p tcp -m comment --comment "default/web:http" -m tcp --dport ${web} -m state --state NEW -j ACCEPT`,
    ]);
  });

  it('give every Service port a port of its own, and SCTP none', () => {
    const ports = [...text.matchAll(/-A KUBE-PORTALS-CONTAINER .*--to-ports (\d+)/g)].map((m) => m[1]);
    const names = ['kubernetes:https', 'web:http', 'web:dns', 'empty', 'half', 'sticky'];
    expect(new Set(ports).size).toBe(names.length);
    expect(text).not.toContain('default/sctp');
  });

  it('are read back as they were written, without a word lost', () => {
    const read = readRuleset(text, 'IPv4');
    expect(read.ok && writeRuleset(read.value)).toBe(text);
  });

  it('stay when the endpoints change', () => {
    const sim = cluster();
    sim.dispatch({ type: 'delete', kind: 'Pod', namespace: 'default', name: 'web-a' });
    sim.dispatch({ type: 'advance', ms: 60_000 });
    const after = sim.snapshotAt(3).rules.get('node1')?.dataplane.iptables.get('kube-proxy/IPv4');
    expect(after && writeRuleset(after)).toBe(text);
  });
});

describe('who reaches what', () => {
  const sim = cluster();
  const udp = { protocol: 'UDP' } as const;
  it.each<[string, SourceRef, string, Parameters<typeof sent>[3], Trace['outcome'], string]>([
    ['a pod, cluster IP', client, '10.96.0.50:80', {}, 'answered', 'the node'],
    ['a pod, cluster IP, UDP', client, '10.96.0.50:53', udp, 'answered', 'the node'],
    ['a pod, a port that is not there', client, '10.96.0.50:81', {}, 'timeout', ''],
    ['a pod, node port of its node', client, '192.168.10.11:30080', {}, 'answered', 'the node'],
    ['a pod, node port of another node', client, '192.168.10.12:30080', {}, 'answered', 'the node'],
    ['a pod, load balancer IP', client, '203.0.113.9:80', {}, 'answered', 'the node'],
    ['a pod, external IP: from a bridge port it is not taken', client, '198.51.100.4:80', {}, 'timeout', ''],
    ['the node, cluster IP', node1, '10.96.0.50:80', {}, 'answered', 'the node'],
    ['the node, its node port', node1, '192.168.10.11:30080', {}, 'answered', 'the node'],
    ['the node, its node port on loopback', node1, '127.0.0.1:30080', {}, 'answered', 'the node'],
    ['another node, node port', node2, '192.168.10.11:30053', udp, 'answered', 'the node'],
    ['outside, node port', external, '192.168.10.12:30080', {}, 'answered', 'the node'],
    ['outside, external IP', external, '198.51.100.4:80', { via: 'node3' }, 'answered', 'the node'],
    ['outside, load balancer IP', external, '203.0.113.9:80', { via: 'node3' }, 'answered', 'the node'],
    ['a pod, no endpoints', client, '10.96.0.51:80', {}, 'reset', ''],
    ['the node, no endpoints', node2, '10.96.0.51:80', {}, 'reset', ''],
    ['a pod, endpoints that refuse', client, '10.96.0.52:80', {}, 'reset', ''],
    ['a pod, SCTP', client, '10.96.0.54:80', { protocol: 'SCTP' }, 'timeout', ''],
    ['a pod, ping', client, '10.96.0.50:0', { protocol: 'ICMP' }, 'timeout', ''],
  ])('%s', (_, from, to, more, outcome, seen) => {
    const [trace] = sent(sim, from, to, more);
    const saw = trace?.backend?.sawSource.ip ?? '';
    const ofNode = saw === '' ? '' : /^(192\.168\.10\.1[123]|10\.244\.[123]\.1)$/.test(saw) ? 'the node' : saw;
    expect([trace?.outcome, ofNode]).toEqual([outcome, seen]);
  });
});

describe('the process', () => {
  it('goes round robin over all endpoints', () => {
    const traces = sent(cluster(), client, '10.96.0.50:80', { count: 6 });
    const order = traces.map(backendOf);
    expect(new Set(order.slice(0, 3)).size).toBe(3);
    expect(order.slice(3)).toEqual(order.slice(0, 3));
  });

  it('tells both connections: the client sees the Service, the endpoint sees the node', () => {
    const [trace] = sent(cluster(), client, '10.96.0.50:80');
    const [second] = trace?.relayed ?? [];
    expect(trace?.request[second?.requestFrom ?? 0]?.before.dst).toBe(second?.flow.dst);
    expect(second?.flow.src).toMatch(/^(192\.168\.10\.11|10\.244\.1\.1)$/);
    expect(codes(trace ?? never())).toEqual(expect.arrayContaining(['redirects-to-proxy', 'proxy-takes-next']));
    const answer = trace?.reply.at(-1);
    expect([answer?.after.src, answer?.after.sport, answer?.after.dst]).toEqual(['10.96.0.50', 80, '10.244.1.20']);
    expect(trace?.request.map((hop) => hop.index)).toEqual(trace?.request.map((_, i) => i));
  });

  it('tries as many endpoints as it has patience for', () => {
    const [trace] = sent(cluster(), client, '10.96.0.52:80');
    const timeouts = trace?.request.flatMap(({ reason }) =>
      reason.code === 'proxy-dial-failed' ? [reason.timeoutMs] : [],
    );
    expect(timeouts).toEqual([250, 500, 1000, 2000]);
    expect(new Set(trace?.relayed?.map(({ flow }) => flow.dst)).size).toBe(3);
    expect(trace?.reply.at(-1)?.after.tcp).toBe('RST');
  });

  it('goes on to another endpoint when one refuses', () => {
    const deaf = manifest.replace('10.244.2.10', '10.244.2.10, kubehop.dev/listen: none');
    const traces = sent(cluster(deaf), client, '10.96.0.50:80', { count: 9 });
    expect(traces.map((trace) => trace.outcome)).toEqual(traces.map(() => 'answered'));
    expect(new Set(traces.map(backendOf))).toEqual(new Set(['web-a', 'web-c']));
    expect(traces.some((trace) => trace.relayed?.length === 2)).toBe(true);
  });

  it('accepts before it knows that there is no endpoint, then closes', () => {
    const [trace] = sent(cluster(), client, '10.96.0.51:80');
    expect(codes(trace ?? never())).toContain('proxy-without-endpoints');
    expect(trace?.reply.at(-1)?.after.tcp).toBe('FIN-ACK');
  });

  it('keeps a client at its endpoint for three hours after it last came', () => {
    const sim = cluster();
    const go = (): string => sent(sim, client, '10.96.0.53:80').map(backendOf).join('');
    const first = go();
    sim.dispatch({ type: 'advance', ms: 10_700_000 });
    expect(go()).toBe(first);
    sim.dispatch({ type: 'advance', ms: 10_700_000 });
    expect(go()).toBe(first);
    sim.dispatch({ type: 'advance', ms: 10_800_000 });
    expect(go()).not.toBe(first);
  });

  it('never learns that a datagram was refused', () => {
    const deaf = manifest.replaceAll('kubehop.dev/node:', 'kubehop.dev/listen: none, kubehop.dev/node:');
    const [trace] = sent(cluster(deaf), client, '10.96.0.50:53', { protocol: 'UDP' });
    expect([trace?.outcome, trace?.relayed?.map(({ outcome }) => outcome)]).toEqual(['timeout', ['refused']]);
  });

  it('remembers the sender of a datagram for a quarter of a second', () => {
    const sim = cluster();
    const go = (): string =>
      sent(sim, client, '10.96.0.50:53', { protocol: 'UDP', sport: 4000 }).map(backendOf).join('');
    const first = go();
    expect([go(), go()]).toEqual([first, first]);
    sim.dispatch({ type: 'advance', ms: 250 });
    expect(go()).not.toBe(first);
  });
});

function never(): never {
  throw new Error('no trace');
}
