import { describe, expect, it } from 'vitest';
import type { SourceRef } from '../command.js';
import { defaultClusterConfig, type ClusterConfig } from '../config.js';
import { createSimulation } from '../simulation.js';
import type { CompareColumn, CompareHop, ComparedPacket } from '../view-compare.js';

const pod = (name: string, node: string, ip: string): string => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {app: web}, annotations: {kubehop.dev/node: ${node}, kubehop.dev/ip: ${ip}}}
spec: {containers: [{name: c, image: i, ports: [{containerPort: 8080}]}]}
`;

const service = (name: string, spec: string): string => `
apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec: {${spec}}
`;

const manifest = [
  pod('a', 'node1', '10.244.1.11'),
  pod('b', 'node2', '10.244.2.11'),
  service('web', 'clusterIP: 10.96.1.1, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]'),
  service(
    'out',
    'clusterIP: 10.96.1.2, type: NodePort, selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 30080}]',
  ),
  service(
    'near',
    'clusterIP: 10.96.1.3, type: NodePort, externalTrafficPolicy: Local, selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 30081}]',
  ),
  service('void', 'clusterIP: 10.96.1.4, selector: {app: nobody}, ports: [{port: 80, targetPort: 8080}]'),
  service(
    'faithful',
    'clusterIP: 10.96.1.5, sessionAffinity: ClientIP, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]',
  ),
].join('---');

function start(config: Partial<ClusterConfig> = {}) {
  const simulation = createSimulation({ config: { ...defaultClusterConfig, ...config }, seed: 1 });
  simulation.dispatch({ type: 'apply', manifest });
  simulation.dispatch({ type: 'settle' });
  return simulation;
}

const world = start();
const modes = ['iptables', 'ipvs', 'nftables', 'userspace', 'kernelspace'];
const fromPod: SourceRef = { kind: 'pod', namespace: 'default', name: 'a' };
const fromOutside: SourceRef = { kind: 'external' };

const ask = (packet: Pick<ComparedPacket, 'from' | 'to'> & Partial<ComparedPacket>): readonly CompareColumn[] =>
  world.query({ kind: 'compare', modes, protocol: 'TCP', seed: 7, ...packet }).columns;

const titlesOf = (hops: readonly CompareHop[] = []): string => hops.map(({ title }) => title).join(' ');

describe('one packet in every mode: who, where, how it ends in iptables, ipvs, nftables, userspace, kernelspace', () => {
  it.each([
    ['a pod', 'a cluster IP', fromPod, '10.96.1.1:80', 'TCP', 'answered answered answered answered answered'],
    [
      'a client',
      'a node port',
      fromOutside,
      '192.168.10.11:30080',
      'TCP',
      'answered answered answered answered answered',
    ],
    [
      'a client',
      'a Local node port with a pod',
      fromOutside,
      '192.168.10.12:30081',
      'TCP',
      'answered answered answered answered answered',
    ],
    [
      'a client',
      'a Local node port without a pod',
      fromOutside,
      '192.168.10.13:30081',
      'TCP',
      'timeout timeout timeout answered refused',
    ],
    ['a pod', 'a Service without endpoints', fromPod, '10.96.1.4:80', 'TCP', 'refused refused refused reset timeout'],
    [
      'a pod',
      'a port that the cluster IP lacks',
      fromPod,
      '10.96.1.1:81',
      'TCP',
      'timeout refused refused timeout timeout',
    ],
  ] as const)('%s → %s', (_who, _where, from, to, protocol, outcomes) => {
    const columns = ask({ from, to, protocol });
    expect(columns.map(({ walk }) => walk?.outcome).join(' ')).toBe(outcomes);
  });

  it('pings a cluster IP: nobody answers, or both sets of rules refuse it', () => {
    const [iptables, ipvs, nftables] = ask({ from: fromPod, to: '10.96.1.1', protocol: 'ICMP' });
    expect(iptables?.walk?.outcome).toBe('timeout');
    expect(ipvs?.walk).toMatchObject({ outcome: 'refused', divergence: { why: 'local-delivery' } });
    expect(titlesOf(ipvs?.walk?.hops)).toBe('refuse');
    expect(nftables?.walk).toMatchObject({ outcome: 'refused' });
  });
});

describe('what decided', () => {
  it.each([
    [fromPod, '10.96.1.1:80', 'iptables', 'find-service dice rewrite'],
    [fromPod, '10.96.1.1:80', 'ipvs', 'local-address find-server pick-server'],
    [fromPod, '10.96.1.1:80', 'nftables', 'look-up verdict numgen rewrite'],
    [fromPod, '10.96.1.1:80', 'userspace', 'to-proxy proxy-picks'],
    [fromPod, '10.96.1.1:80', 'kernelspace', 'policy masquerade'],
    [fromOutside, '192.168.10.11:30080', 'iptables', 'list-node-ports find-port mark dice rewrite masquerade'],
    [fromOutside, '192.168.10.11:30080', 'ipvs', 'mark-by-set local-address find-server pick-server masquerade'],
    [fromOutside, '192.168.10.11:30080', 'nftables', 'look-up verdict mark numgen rewrite masquerade'],
  ] as const)('%j → %s in %s: %s', (from, to, mode, titles) => {
    const [column] = ask({ from, to, modes: [mode] });
    expect(titlesOf(column?.walk?.hops)).toBe(titles);
  });

  it('quotes rules, elements and servers as the tools print them, and marks the rewriting', () => {
    const [iptables, ipvs, nftables] = ask({ from: fromPod, to: '10.96.1.1:80' });
    expect(iptables?.walk?.hops.at(-1)).toMatchObject({
      badge: 'nat',
      lit: expect.stringMatching(/^DNAT --to-destination/),
    });
    expect(iptables?.walk?.hops[1]?.chances?.[0]).toBeCloseTo(0.5, 6);
    expect(ipvs?.walk?.hops[1]).toMatchObject({ badge: 'IPVS', text: 'TCP  10.96.1.1:80 rr' });
    expect(ipvs?.walk?.hops[2]?.text).toMatch(/^ {2}-> 10\.244\.[12]\.11:8080 +Masq +1 +0 +0$/);
    expect(nftables?.walk?.hops[1]).toMatchObject({
      badge: 'map',
      text: expect.stringMatching(/^10\.96\.1\.1 \. tcp \. 80 : goto service-/),
    });
  });

  it('counts what the engines asked', () => {
    const [iptables, ipvs, nftables, userspace, kernelspace] = ask({ from: fromPod, to: '10.96.1.1:80' });
    expect(iptables?.walk?.counts).toMatchObject({ maps: 0, sets: 0, servers: 0, crossings: 0 });
    expect(ipvs?.walk?.counts).toMatchObject({ maps: 0, servers: 1 });
    expect(ipvs?.walk?.counts.sets).toBeGreaterThan(0);
    expect(nftables?.walk?.counts).toMatchObject({ sets: 0, servers: 0 });
    expect(nftables?.walk?.counts.maps).toBeGreaterThan(2);
    expect(userspace?.walk?.counts.crossings).toBe(1);
    expect(kernelspace?.walk?.counts).toMatchObject({ rules: 0, policies: 1 });
    const byNode = iptables?.walk?.rulesByNode.reduce((sum, { rules }) => sum + rules, 0);
    expect(byNode).toBe(iptables?.walk?.counts.rules);
  });

  it('says where a way parts from the first one, and why', () => {
    const why = (packet: Parameters<typeof ask>[0]) =>
      ask(packet).map(({ walk }) => walk?.divergence?.why ?? walk?.likeness);
    const [first, ipvs, , userspace, kernelspace] = why({ from: fromPod, to: '10.96.1.1:80' });
    expect([first, ipvs, userspace, kernelspace]).toEqual(['first', 'local-delivery', 'user-space', 'virtual-switch']);
    expect(why({ from: fromPod, to: '10.96.1.4:80', modes: ['iptables', 'nftables'] })).toEqual(['first', 'same']);
  });

  it('holds ends against each other where nobody answers', () => {
    const ends = ask({ from: fromPod, to: '10.96.1.4:80' }).map(({ walk }) => walk?.likeness);
    expect(ends).toEqual(['first', 'same', 'same', 'other-end', 'other-end']);
  });

  it('gives the same packet and the same answer for a seed, and another for another', () => {
    const packet = { from: fromPod, to: '10.96.1.1:80' } as const;
    expect(ask(packet)).toEqual(ask(packet));
    const seeds = Array.from({ length: 12 }, (_, seed) => ask({ ...packet, seed, modes: ['iptables'] })[0]?.walk?.nat);
    expect(new Set(seeds.map((nat) => nat?.destination.after)).size).toBe(2);
    const sources = ask(packet).map(({ walk }) => walk?.nat?.source.before);
    expect(new Set(sources).size).toBe(1);
  });

  it('leaves the world as it was', () => {
    const before = JSON.stringify(world.query({ kind: 'timeline' }));
    ask({ from: fromPod, to: '10.96.1.1:80' });
    expect(world.log).toHaveLength(2);
    expect(JSON.stringify(world.query({ kind: 'timeline' }))).toBe(before);
    expect(world.query({ kind: 'conntrack', node: 'node1' })?.entries ?? []).toEqual([]);
  });
});

describe('modes that cannot be had', () => {
  it('names the release or the system that has them, in kube-proxy’s words', () => {
    const [userspace, kernelspace, unknown] = ask({
      from: fromPod,
      to: '10.96.1.1:80',
      modes: ['userspace', 'kernelspace', 'ebpf'],
    });
    expect(userspace).toMatchObject({ release: 'v1.25', os: 'linux', refusal: expect.stringContaining('"userspace"') });
    expect(kernelspace).toMatchObject({
      release: 'v1.34',
      os: 'windows',
      refusal: expect.stringContaining('kernelspace'),
    });
    expect(unknown?.failure).toContain('Invalid value: "ebpf"');
    expect(unknown?.walk).toBeUndefined();
    expect(unknown?.release).toBe('v1.34');
  });

  it('shows nothing of ipvs where a node lacks its module', () => {
    const nodes = defaultClusterConfig.nodes.map((node) => ({ ...node, missingModules: ['ip_vs'] }));
    const packet = { modes: ['ipvs', 'iptables'], from: fromPod, to: '10.96.1.1:80', protocol: 'TCP' } as const;
    const [ipvs, iptables] = start({ nodes }).query({ kind: 'compare', ...packet }).columns;
    expect(ipvs).toMatchObject({ failure: "can't use the IPVS proxier: Ipvs not supported" });
    expect(iptables?.walk?.likeness).toBe('first');
  });

  it('tells what no packet can be made of, as send does', () => {
    const view = world.query({
      kind: 'compare',
      modes,
      from: { kind: 'node', node: 'x' },
      to: '10.96.1.1:80',
      protocol: 'TCP',
    });
    expect(view).toMatchObject({ problem: 'Error from server (NotFound): nodes "x" not found', columns: [] });
  });
});

describe('many connections', { timeout: 60_000 }, () => {
  const spread = (to: string, from: SourceRef = fromPod, count = 100) => {
    const query = { kind: 'compareSpread', modes, from, to, protocol: 'TCP', seed: 3, count } as const;
    return world.query(query).columns.map((column) => column.spread);
  };

  it('are thrown, or come in turn', () => {
    const [iptables, ipvs, nftables, userspace] = spread('10.96.1.1:80');
    expect([iptables, ipvs, nftables, userspace].map((one) => one?.method)).toEqual([
      'random',
      'turn',
      'random',
      'turn',
    ]);
    expect(ipvs).toMatchObject({ scheduler: 'rr', exact: true, bars: [{ observed: 50 }, { observed: 50 }] });
    expect(iptables?.chiSquare).toMatchObject({ freedom: 1 });
    const [a = 0, b = 0] = iptables?.bars.map(({ observed }) => observed) ?? [];
    expect(a + b).toBe(100);
    expect(iptables?.chiSquare?.value).toBeCloseTo(((a - 50) ** 2 + (b - 50) ** 2) / 50, 9);
    expect(iptables?.band).toEqual([40, 60]);
  });

  it('stay with one endpoint for a client that keeps it', () => {
    for (const one of spread('10.96.1.5:80').slice(0, 4)) {
      expect(one?.method).toBe('sticky');
      expect(one?.bars.map(({ observed }) => observed).sort()).toEqual([0, 100]);
      expect(one?.chiSquare).toBeUndefined();
    }
  });

  it('that reach nobody are counted by how they ended', () => {
    const [iptables] = spread('10.96.1.4:80', fromPod, 5);
    expect(iptables).toMatchObject({ method: 'none', reached: 0, failed: [{ outcome: 'refused', count: 5 }] });
  });

  it('are 1,000 at most', () => {
    const query = {
      kind: 'compareSpread',
      modes: ['nftables'],
      from: fromPod,
      to: '10.96.1.1:80',
      protocol: 'TCP',
    } as const;
    expect(world.query({ ...query, count: 1e9 }).count).toBe(1000);
  });
});

describe('more Services', () => {
  const grow = (mode: string) => {
    const query = { kind: 'compareGrowth', from: fromPod, to: '10.96.1.1:80', protocol: 'TCP', seed: 3 } as const;
    return world.query({ ...query, modes: [mode], services: [10, 200] }).columns[0]?.points ?? [];
  };

  it('make a list longer, and leave maps and hashes as they are', () => {
    const [few, many] = grow('iptables');
    expect((many?.counts.rules ?? 0) - (few?.counts.rules ?? 0)).toBeGreaterThanOrEqual(190);
    for (const mode of ['ipvs', 'nftables', 'kernelspace']) {
      const [small, large] = grow(mode);
      expect(large?.services).toBe(200);
      expect(large?.counts).toEqual(small?.counts);
      expect(large?.rewritten).toBe(small?.rewritten);
    }
  });

  it('cost iptables a line each when one endpoint changes', () => {
    const [few, many] = grow('iptables');
    expect((many?.rewritten ?? 0) - (few?.rewritten ?? 0)).toBe(190);
  });
});
