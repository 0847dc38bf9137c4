import { describe, expect, it } from 'vitest';
import { listEndpoints, listLoadBalancers } from '../../hns/listing.js';
import type { HnsLoadBalancer } from '../../hns/model.js';
import type { ProbeProtocol, Trace } from '../../network/trace.js';
import type { SourceRef } from '../../world/command.js';
import { defaultClusterConfig, type ClusterConfig } from '../../world/config.js';
import { createSimulation, type Simulation } from '../../world/simulation.js';
import type { WinkernelConfig } from '../config.js';

const pod = (name: string, node: string, ip: string, app = 'web', more = ''): string => `
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  labels: {app: ${app}}
  annotations: {kubehop.dev/node: ${node}, kubehop.dev/ip: ${ip}${more}}
spec:
  containers: [{name: c, image: x, ports: [{containerPort: 8080}, {containerPort: 5300, protocol: UDP}]}]
---`;

const service = (name: string, ip: string, spec: string, more = ''): string => `
apiVersion: v1
kind: Service
metadata: {name: ${name}, annotations: {kubehop.dev/lb-ip: 203.0.113.9${more}}}
spec: {clusterIP: ${ip}, ${spec}}
---`;

const manifest = [
  pod('here', 'win1', '10.244.2.10'),
  pod('there', 'node1', '10.244.1.10'),
  pod('client', 'win1', '10.244.2.20', 'client'),
  pod('far', 'node1', '10.244.1.20', 'client'),
  service(
    'web',
    '10.96.0.50',
    'type: LoadBalancer, externalIPs: [198.51.100.4], selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 30080}]',
  ),
  service(
    'only',
    '10.96.0.51',
    'type: NodePort, externalTrafficPolicy: Local, selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 30081}]',
  ),
  service('empty', '10.96.0.52', 'type: NodePort, selector: {app: none}, ports: [{port: 80, nodePort: 30082}]'),
  service(
    'sticky',
    '10.96.0.53',
    'sessionAffinity: ClientIP, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]',
  ),
  service(
    'inside',
    '10.96.0.54',
    'internalTrafficPolicy: Local, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]',
  ),
  service(
    'keep',
    '10.96.0.55',
    'type: LoadBalancer, selector: {app: web}, ports: [{port: 81, targetPort: 8080, nodePort: 30085}]',
    ', preserve-destination: "true"',
  ),
].join('');

function cluster(winkernel: WinkernelConfig = {}): Simulation {
  const config: Partial<ClusterConfig> = {
    nodes: [
      { name: 'node1', ip: '192.168.10.11', podCIDR: '10.244.1.0/24', zone: 'a' },
      { name: 'win1', ip: '192.168.10.12', podCIDR: '10.244.2.0/24', zone: 'a', os: 'windows' },
    ],
    kubeProxy: { ...defaultClusterConfig.kubeProxy, winkernel },
  };
  return createSimulation({ config, seed: 4, files: { 'a.yaml': manifest } });
}

const policiesOf = (sim: Simulation) => sim.snapshotAt(1).rules.get('win1')?.dataplane.hns;

const brief = (lb: HnsLoadBalancer, sim: Simulation): string => {
  const ips = lb.endpoints.map((id) => policiesOf(sim)?.endpoints.get(id)?.ip ?? '?').sort();
  const words = [...lb.flags, ...lb.mappingFlags, ...(lb.distribution === 'SourceIP' ? ['SourceIP'] : [])];
  return `${lb.frontendVips.join() || '*'}:${lb.externalPort}->${lb.internalPort} [${ips.join()}] ${words.join('|')}`.trim();
};

function table(sim: Simulation, name: string): readonly string[] {
  const own = policiesOf(sim)?.loadBalancers.filter((lb) => lb.servicePort === `default/${name}`) ?? [];
  return own.map((lb) => brief(lb, sim));
}

describe('the policies', () => {
  const all = '[10.244.1.10,10.244.2.10]';
  const local = '[10.244.2.10]';
  it.each<[string, readonly string[]]>([
    [
      'web',
      [
        `10.96.0.50:80->8080 ${all}`,
        `*:30080->8080 ${all} LocalRoutedVIP|VipExternalIP`,
        `198.51.100.4:80->8080 ${all} VipExternalIP`,
        `203.0.113.9:80->8080 ${all} VipExternalIP`,
      ],
    ],
    ['only', [`10.96.0.51:80->8080 ${all}`, `*:30081->8080 ${local} DSR|LocalRoutedVIP|VipExternalIP`]],
    ['empty', []],
    ['sticky', [`10.96.0.53:80->8080 ${all} SourceIP`]],
    ['inside', [`10.96.0.54:80->8080 ${local}`]],
    [
      'keep',
      [
        `10.96.0.55:81->8080 ${all}`,
        `*:30085->8080 ${local} LocalRoutedVIP|VipExternalIP`,
        `203.0.113.9:81->8080 ${local} DSR|UseMux|PreserveDIP|VipExternalIP`,
      ],
    ],
  ])('%s', (name, expected) => {
    expect(table(cluster(), name)).toEqual(expected);
  });

  it('carry DSR for cluster IPs when asked', () => {
    expect(table(cluster({ enableDSR: true }), 'web')[0]).toBe(`10.96.0.50:80->8080 ${all} DSR`);
  });

  it('name endpoints that kube-proxy made for other nodes and those that the CNI plugin made here', () => {
    const endpoints = [...(policiesOf(cluster())?.endpoints.values() ?? [])];
    expect(endpoints.map(({ ip, remote, mac }) => `${ip} ${remote} ${mac}`)).toEqual(
      expect.arrayContaining(['10.244.1.10 true 02-11-0a-f4-01-0a', '10.244.2.10 false 00-15-0a-f4-02-0a']),
    );
  });

  it('know on an overlay network behind which node an endpoint is', () => {
    const endpoints = [...(policiesOf(cluster({ networkType: 'Overlay' }))?.endpoints.values() ?? [])];
    const behind = new Map(endpoints.map(({ ip, providerAddress }) => [ip, providerAddress]));
    expect(behind.get('10.244.1.10')).toBe('192.168.10.11');
    expect(behind.get('10.244.2.10')).toBeUndefined();
    expect(behind.get('10.96.0.50')).toBe('192.168.10.12');
  });

  it('lead back to the field that asked for them', () => {
    const origins = policiesOf(cluster())?.loadBalancers.map(({ origin }) => `${origin.object.name} ${origin.field}`);
    expect(origins).toEqual(
      expect.arrayContaining(['web spec.clusterIP', 'web spec.ports[0].nodePort', 'web spec.externalIPs[0]']),
    );
  });

  it('are listed as the Host Compute Network API writes them', () => {
    const hns = policiesOf(cluster());
    const [first] =
      hns === undefined
        ? []
        : (JSON.parse(listLoadBalancers(hns)) as Record<string, unknown>[]).filter((lb) =>
            JSON.stringify(lb).includes('"10.96.0.53"'),
          );
    expect(first).toMatchObject({
      SourceVIP: '192.168.10.12',
      FrontendVIPs: ['10.96.0.53'],
      PortMappings: [{ Protocol: 6, InternalPort: 8080, ExternalPort: 80, DistributionType: 2, Flags: 0 }],
      SchemaVersion: { Major: 2, Minor: 0 },
      Flags: 0,
    });
    const listed = hns === undefined ? [] : (JSON.parse(listEndpoints(hns)) as { Flags: number }[]);
    expect(new Set(listed.map(({ Flags }) => Flags))).toEqual(new Set([0, 1]));
  });
});

const client: SourceRef = { kind: 'pod', namespace: 'default', name: 'client' };
const far: SourceRef = { kind: 'pod', namespace: 'default', name: 'far' };
const win1: SourceRef = { kind: 'node', node: 'win1' };
const external: SourceRef = { kind: 'external' };

function sent(
  sim: Simulation,
  from: SourceRef,
  to: string,
  more: { count?: number; via?: string; protocol?: ProbeProtocol } = {},
): readonly Trace[] {
  return sim.dispatch({ type: 'send', from, to, protocol: 'TCP', ...more }).traces;
}

describe('who reaches what', () => {
  const node = '192.168.10.12';
  const plain = cluster();
  const dsr = cluster({ enableDSR: true });
  it.each<
    [string, Simulation, SourceRef, string, { via?: string; protocol?: ProbeProtocol }, Trace['outcome'], string]
  >([
    ['a pod here, cluster IP', plain, client, '10.96.0.50:80', {}, 'answered', node],
    ['a pod here, cluster IP, DSR', dsr, client, '10.96.0.50:80', {}, 'answered', '10.244.2.20'],
    ['a pod elsewhere, cluster IP', plain, far, '10.96.0.50:80', {}, 'answered', '10.244.1.20'],
    ['a pod here, without endpoints', plain, client, '10.96.0.52:80', {}, 'timeout', ''],
    ['a pod here, wrong port', plain, client, '10.96.0.50:81', {}, 'timeout', ''],
    ['a pod here, the node port of its node', plain, client, `${node}:30080`, {}, 'answered', node],
    ['a pod here, internal policy Local', plain, client, '10.96.0.54:80', {}, 'answered', node],
    ['the node, cluster IP', plain, win1, '10.96.0.50:80', {}, 'answered', node],
    ['the node, its own node port', plain, win1, `${node}:30080`, {}, 'refused', ''],
    ['the node, its own node port on loopback', plain, win1, '127.0.0.1:30080', {}, 'refused', ''],
    ['outside, node port', plain, external, `${node}:30080`, {}, 'answered', node],
    ['outside, node port, external policy Local', plain, external, `${node}:30081`, {}, 'answered', '192.168.10.200'],
    ['outside, node port without endpoints', plain, external, `${node}:30082`, {}, 'refused', ''],
    ['outside, external IP', plain, external, '198.51.100.4:80', { via: 'win1' }, 'answered', node],
    [
      'outside, load balancer IP that keeps its destination',
      plain,
      external,
      '203.0.113.9:81',
      { via: 'win1' },
      'answered',
      '192.168.10.200',
    ],
    ['a pod here, a pod elsewhere', plain, client, '10.244.1.10:8080', {}, 'answered', '10.244.2.20'],
    ['a pod here, the world', plain, client, '192.168.10.200:0', { protocol: 'ICMP' }, 'answered', node],
    ['a pod here, ping of a cluster IP', plain, client, '10.96.0.50:0', { protocol: 'ICMP' }, 'timeout', ''],
  ])('%s', (_, sim, from, to, more, outcome, source) => {
    const [trace] = sent(sim, from, to, more);
    expect([trace?.outcome, trace?.backend?.sawSource.ip ?? '']).toEqual([outcome, source]);
  });
});

describe('the switch', () => {
  it('spreads flows over all endpoints, each the same way every time', () => {
    const backends = sent(cluster(), client, '10.96.0.50:80', { count: 40 }).map(({ backend }) => backend?.local.ip);
    expect(new Set(backends)).toEqual(new Set(['10.244.1.10', '10.244.2.10']));
  });

  it('sends one client to one endpoint under session affinity', () => {
    const backends = sent(cluster(), client, '10.96.0.53:80', { count: 20 }).map(({ backend }) => backend?.local.ip);
    expect(new Set(backends).size).toBe(1);
  });

  it('tells of policies and flows, and of no table and no conntrack', () => {
    const [trace] = sent(cluster(), client, '10.96.0.50:80');
    const onNode = [...(trace?.request ?? []), ...(trace?.reply ?? [])].filter(
      ({ place }) => place.kind === 'node' && place.node === 'win1',
    );
    expect(onNode.map(({ reason }) => reason.code)).toEqual(
      expect.arrayContaining(['vfp-balances', 'vfp-source-vip', 'vfp-known-flow']),
    );
    expect(onNode.some(({ step }) => ['hook', 'rule', 'conntrack'].includes(step.kind))).toBe(false);
    expect(onNode.find(({ reason }) => reason.code === 'vfp-balances')?.origin).toEqual({
      object: { kind: 'Service', namespace: 'default', name: 'web' },
      field: 'spec.clusterIP',
    });
  });

  it('gives the answer the address that was asked', () => {
    const [trace] = sent(cluster(), client, '10.96.0.50:80');
    const last = trace?.reply.at(-1)?.after;
    expect([last?.src, last?.sport, last?.dst]).toEqual(['10.96.0.50', 80, '10.244.2.20']);
  });
});
