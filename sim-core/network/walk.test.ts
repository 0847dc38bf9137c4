import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Prng, createPrng } from '../base/prng.js';
import type { EndpointSlice, Service, ServicePort, ServiceSpec } from '../kube/objects.js';
import { ApiTx, emptyApiObjects } from '../kube/store.js';
import { compileDataplane } from '../proxy/compile.js';
import type { KubeProxyConfig } from '../proxy/config.js';
import type { Dataplane } from '../proxy/dataplane.js';
import type { KernelState } from './kernel-state.js';
import { createNetwork, type NetworkConfig, type NetworkPod } from './network.js';
import type { Hop, Trace } from './trace.js';
import { send, type SendFrom, type SendRequest } from './walk.js';

const config: KubeProxyConfig = {
  mode: 'iptables',
  masqueradeAll: false,
  nodePortAddresses: [],
  localhostNodePorts: true,
  detectLocalMode: 'ClusterCIDR',
};

const pod = (name: string, node: string, ip: string, ...listens: NetworkPod['listens']): NetworkPod => ({
  namespace: 'shop',
  name,
  node,
  ips: [ip],
  hostNetwork: false,
  listens,
});

const networkConfig: NetworkConfig = {
  nodes: [
    { name: 'alpha', ip: '172.31.4.21', podCIDR: '10.7.16.0/24' },
    { name: 'beta', ip: '172.31.5.22', podCIDR: '10.7.17.0/24' },
  ],
  pods: [
    pod(
      'cart-0',
      'alpha',
      '10.7.16.5',
      { protocol: 'TCP', port: 9000 },
      { protocol: 'UDP', port: 9001 },
      { protocol: 'SCTP', port: 9002 },
    ),
    pod('cart-1', 'beta', '10.7.17.5', { protocol: 'TCP', port: 9000 }, { protocol: 'UDP', port: 9001 }),
    pod('shopper', 'alpha', '10.7.16.9'),
  ],
  router: { ip: '172.31.4.1' },
  external: { name: 'browser', ip: '172.31.5.99' },
  clusterCIDRs: ['10.7.0.0/16'],
  ipMasq: true,
};

const port = (
  protocol: ServicePort['protocol'],
  number: number,
  targetPort: number,
  nodePort?: number,
): ServicePort => ({
  name: `p${number}${protocol.toLowerCase()}`,
  protocol,
  port: number,
  targetPort,
  ...(nodePort !== undefined && { nodePort }),
});

const ports = [port('TCP', 80, 9000, 31080), port('UDP', 53, 9001), port('UDP', 54, 9009), port('SCTP', 38, 9002)];

function dataplanes(addresses: readonly string[], spec: Partial<ServiceSpec> = {}): ReadonlyMap<string, Dataplane> {
  const tx = new ApiTx(emptyApiObjects);
  const service: Service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace: 'shop', name: 'cart' },
    spec: {
      type: 'NodePort',
      clusterIP: '10.200.0.8',
      clusterIPs: ['10.200.0.8'],
      ipFamilies: ['IPv4'],
      ports,
      sessionAffinity: 'None',
      ...spec,
    },
  };
  const slice: EndpointSlice = {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { namespace: 'shop', name: 'cart-1', labels: { 'kubernetes.io/service-name': 'cart' } },
    addressType: 'IPv4',
    endpoints: addresses.map((ip) => ({
      addresses: [ip],
      conditions: { ready: true },
      nodeName: ip.startsWith('10.7.16.') ? 'alpha' : 'beta',
    })),
    ports: ports.map((p) => ({ name: p.name ?? '', protocol: p.protocol, port: Number(p.targetPort) })),
  };
  tx.put(service);
  tx.put(slice);
  const objects = tx.commit();
  return new Map(
    networkConfig.nodes.map((n) => {
      const node = {
        name: n.name,
        ips: [n.ip],
        primaryIPs: [n.ip],
        zone: 'z',
        podCIDRs: [n.podCIDR],
        clusterCIDRs: ['10.7.0.0/16'],
      };
      return [n.name, compileDataplane(objects, node, config).dataplane] as const;
    }),
  );
}

const both = dataplanes(['10.7.16.5', '10.7.17.5']);
const network = createNetwork(networkConfig);
const shopper: SendFrom = { kind: 'pod', namespace: 'shop', name: 'shopper' };
const browser: SendFrom = { kind: 'external' };
const alpha: SendFrom = { kind: 'node', node: 'alpha' };

interface Options {
  readonly rules?: ReadonlyMap<string, Dataplane>;
  readonly kernels?: ReadonlyMap<string, KernelState>;
  readonly seed?: number;
  readonly now?: number;
}

function go(
  from: SendFrom,
  dst: string,
  dport: number,
  more: Partial<SendRequest> = {},
  options: Options = {},
): ReturnType<typeof send> {
  const { rules = both, kernels = new Map(), seed = 1, now = 0 } = options;
  const world = { network, dataplanes: rules, kernels, prng: new Prng(createPrng(seed)), now };
  return send(world, { id: 1, from, dst, dport, protocol: 'TCP', asked: `${dst}:${dport}`, ...more });
}

const reasons = (hops: readonly Hop[]): readonly string[] => hops.map((hop) => hop.reason.code);

const backendName = ({ backend }: Trace): string | undefined =>
  backend?.place.kind === 'pod' ? backend.place.name : undefined;

describe('who reaches what', () => {
  it.each<[SendFrom, string, number, Partial<SendRequest>, Trace['outcome'], string | undefined]>([
    [shopper, '10.200.0.8', 80, {}, 'answered', undefined],
    [shopper, '10.200.0.8', 53, { protocol: 'UDP' }, 'answered', undefined],
    // The error comes back through conntrack: it seems to come from the Service.
    [shopper, '10.200.0.8', 54, { protocol: 'UDP' }, 'refused', 'icmp type 3 code 3 from 10.200.0.8'],
    [shopper, '10.200.0.8', 81, {}, 'timeout', undefined],
    [shopper, '10.7.16.5', 9000, {}, 'answered', undefined],
    [shopper, '10.7.16.5', 9999, {}, 'refused', 'tcp-rst'],
    [shopper, '10.7.17.5', 9999, { protocol: 'UDP' }, 'refused', 'icmp type 3 code 3 from 10.7.17.5'],
    [shopper, '10.7.16.77', 80, {}, 'timeout', undefined],
    [shopper, '10.7.17.77', 80, {}, 'timeout', undefined],
    [shopper, '172.31.4.200', 80, {}, 'timeout', undefined],
    [shopper, '8.8.8.8', 53, { protocol: 'UDP' }, 'timeout', undefined],
    [shopper, 'fd00::1', 80, {}, 'unreachable', undefined],
    [shopper, '172.31.4.1', 0, { protocol: 'ICMP' }, 'answered', undefined],
    [shopper, '10.7.17.5', 0, { protocol: 'ICMP' }, 'answered', undefined],
    [shopper, '10.200.0.8', 0, { protocol: 'ICMP' }, 'timeout', undefined],
    [browser, '172.31.4.21', 31080, {}, 'answered', undefined],
    [browser, '172.31.4.21', 31081, {}, 'refused', 'tcp-rst'],
    [browser, '10.200.0.8', 80, {}, 'timeout', undefined],
    [browser, '10.200.0.8', 80, { via: 'beta' }, 'answered', undefined],
    [browser, '10.7.16.5', 9000, { via: 'alpha' }, 'answered', undefined],
    [alpha, '127.0.0.1', 31080, {}, 'answered', undefined],
    [alpha, '10.200.0.8', 80, {}, 'answered', undefined],
    [alpha, '172.31.5.22', 31080, {}, 'answered', undefined],
    [{ kind: 'external', ip: '203.0.113.77' }, '10.200.0.8', 80, { via: 'alpha' }, 'answered', undefined],
    [{ kind: 'pod', namespace: 'shop', name: 'gone' }, '10.200.0.8', 80, {}, 'unreachable', undefined],
  ])('%j to %s:%d %j: %s', (from, dst, dport, more, outcome, how) => {
    const { trace } = go(from, dst, dport, more);
    expect([trace.outcome, trace.refusedHow]).toEqual([outcome, how]);
  });

  it('SCTP reaches the pod that speaks it', () => {
    const { trace } = go(shopper, '10.200.0.8', 38, { protocol: 'SCTP' }, { rules: dataplanes(['10.7.16.5']) });
    expect([trace.outcome, backendName(trace)]).toEqual(['answered', 'cart-0']);
  });
});

describe('the way', () => {
  it('leads through the same port of the bridge when a pod reaches itself', () => {
    const own: SendFrom = { kind: 'pod', namespace: 'shop', name: 'cart-0' };
    const { trace } = go(own, '10.200.0.8', 80, {}, { rules: dataplanes(['10.7.16.5']) });
    expect(trace.request.some((h) => h.step.kind === 'bridge' && h.step.hairpin)).toBe(true);
    expect(trace.backend?.sawSource.ip).toBe('10.7.16.1');
    expect(reasons(trace.request)).toEqual(expect.arrayContaining(['bridge-hairpin', 'masquerade', 'dnat']));
  });

  it('stays on the bridge between two pods of a node, in the sight of netfilter', () => {
    const { trace } = go(shopper, '10.7.16.5', 9000);
    const arrived = trace.request.at(-1);
    expect(arrived?.after.ttl).toBe(64);
    expect(trace.request.filter((h) => h.step.kind === 'route').length).toBe(1);
    expect(trace.request.some((h) => h.step.kind === 'hook' && h.step.hook === 'FORWARD')).toBe(true);
  });

  it('says why it ends', () => {
    const last = (trace: Trace): string | undefined => trace.request.at(-1)?.reason.code;
    expect(last(go(shopper, '8.8.8.8', 80).trace)).toBe('router-no-route');
    expect(last(go(shopper, '10.7.16.77', 80).trace)).toBe('no-such-host');
    expect(last(go({ kind: 'external', ip: '127.0.0.1' }, '172.31.4.21', 31080).trace)).toBe('martian');
    expect(last(go(shopper, '10.200.0.8', 80, {}, { rules: dataplanes([]) }).trace)).toBe('no-endpoints');
  });

  it('does not leave the node from 127.0.0.1 without route_localnet', () => {
    const rules = new Map(
      [...both].map(([name, plane]) => [name, { ...plane, sysctls: { routeLocalnet: false } }] as const),
    );
    const { trace } = go(alpha, '127.0.0.1', 31080, {}, { rules });
    expect([trace.outcome, trace.request.at(-1)?.reason.code]).toEqual(['timeout', 'martian']);
  });

  it('is masqueraded by the CNI plugin when a pod leaves the cluster, but not between pods', () => {
    const { trace } = go(shopper, '172.31.5.99', 80);
    expect(trace.request.find((h) => h.reason.code === 'masquerade')?.reason).toMatchObject({ by: 'cni' });
    expect(trace.outcome).toBe('refused');
    expect(reasons(go(shopper, '10.7.17.5', 9000).trace.request)).not.toContain('masquerade');
  });
});

describe('what the kernel remembers', () => {
  it('sends a known UDP flow where it went before, whatever the rules say now', () => {
    const udp = { protocol: 'UDP', sport: 40000 } as const;
    const before = go(shopper, '10.200.0.8', 53, udp, { rules: dataplanes(['10.7.16.5']) });
    const rules = dataplanes(['10.7.17.5']);
    const after = go(shopper, '10.200.0.8', 53, udp, { rules, kernels: before.kernels, now: 5000 });
    expect([backendName(before.trace), backendName(after.trace)]).toEqual(['cart-0', 'cart-0']);
    const later = go(shopper, '10.200.0.8', 53, udp, { rules, kernels: after.kernels, now: 400_000 });
    expect(backendName(later.trace)).toBe('cart-1');
  });

  it('keeps a sticky client at its pod until the timeout', () => {
    const rules = dataplanes(['10.7.16.5', '10.7.17.5'], {
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 30 } },
    });
    let kernels: ReadonlyMap<string, KernelState> = new Map();
    const visited = new Set<string | undefined>();
    for (let seed = 1; seed <= 20; seed++) {
      const sent = go(shopper, '10.200.0.8', 80, {}, { rules, kernels, seed, now: seed * 29_000 });
      kernels = sent.kernels;
      visited.add(backendName(sent.trace));
    }
    expect(visited.size).toBe(1);
    for (let seed = 1; seed <= 20; seed++) {
      visited.add(backendName(go(shopper, '10.200.0.8', 80, {}, { rules, kernels, seed, now: 900_000 }).trace));
    }
    expect(visited.size).toBe(2);
  });

  it('gives two clients with the same port different ones behind one address', () => {
    const rules = dataplanes(['10.7.17.5']);
    const first = go(browser, '172.31.4.21', 31080, { sport: 50000 }, { rules });
    const second = go(
      { kind: 'external', ip: '172.31.5.98' },
      '172.31.4.21',
      31080,
      { sport: 50000 },
      { rules, kernels: first.kernels },
    );
    expect(second.trace.outcome).toBe('answered');
    expect(second.trace.backend?.sawSource).not.toEqual(first.trace.backend?.sawSource);
  });
});

const places: readonly SendFrom[] = [
  shopper,
  browser,
  alpha,
  { kind: 'node', node: 'beta' },
  { kind: 'pod', namespace: 'shop', name: 'cart-1' },
];
const targets = [
  '10.200.0.8',
  '172.31.4.21',
  '172.31.5.22',
  '10.7.16.5',
  '10.7.17.5',
  '10.7.16.77',
  '127.0.0.1',
  '9.9.9.9',
];

describe('every walk', () => {
  const attempt = fc.record({
    seed: fc.nat(),
    from: fc.constantFrom(...places),
    dst: fc.constantFrom(...targets),
    dport: fc.constantFrom(80, 53, 54, 38, 9000, 31080, 31081),
    protocol: fc.constantFrom('TCP', 'UDP', 'SCTP', 'ICMP'),
    via: fc.option(fc.constantFrom('alpha', 'beta'), { nil: undefined }),
  });

  it('repeats itself, visits rules that exist, and answers the tuple that was asked', () => {
    fc.assert(
      fc.property(attempt, ({ seed, from, dst, dport, protocol, via }) => {
        const more: Partial<SendRequest> = { protocol, ...(via !== undefined && { via }) };
        const kernels: ReadonlyMap<string, KernelState> = new Map();
        const { trace } = go(from, dst, dport, more, { seed, kernels });
        expect(go(from, dst, dport, more, { seed, kernels }).trace).toEqual(trace);
        for (const hops of [trace.request, trace.reply]) {
          hops.forEach((hop, index) => expect(hop.index).toBe(index));
          hops.forEach(expectRuleExists);
        }
        if (trace.outcome !== 'answered') return;
        const { src, sport } = trace.flow;
        const asked = { src: dst, dst: src, ...(protocol !== 'ICMP' && { sport: dport, dport: sport }) };
        expect(trace.reply.at(-1)?.after).toMatchObject(asked);
        expect(trace.request[0]?.before).toMatchObject({ src, dst });
      }),
      { numRuns: 300 },
    );
  });
});

function expectRuleExists({ rule }: Hop): void {
  if (rule === undefined) return;
  const ruleset = both.get(rule.node)?.iptables.get(rule.ruleset) ?? network.cni.iptables.get(rule.ruleset);
  const table = ruleset?.tables.find((t) => t.name === rule.table);
  expect(table?.chains.get(rule.chain)?.rules[rule.index]).toBeDefined();
}
