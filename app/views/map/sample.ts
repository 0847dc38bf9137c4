import type {
  ClusterView,
  Hook,
  HookEntryView,
  Hop,
  NodeView,
  Packet,
  Place,
  PodView,
  Reason,
  ServiceView,
  Step,
  Trace,
} from '../../../sim-core/index.js';

/** Clusters and packets made up for tests of layouts: their shapes matter, not their truth. */
export interface ClusterShape {
  readonly nodes: number;
  /** Pods of each node, repeated as needed. */
  readonly pods: readonly number[];
  readonly services: number;
  readonly nameLength: number;
  readonly v6: boolean;
  /** Both families: everything has a second address. */
  readonly dual?: boolean;
  readonly mode?: SampleMode;
  readonly publicAddresses: number;
}

const padded = (stem: string, length: number): string => stem.padEnd(length, '-x7k2p9d4');

function samplePod(node: string, n: number, i: number, shape: ClusterShape): PodView {
  const hostNetwork = i % 7 === 6;
  const own = shape.v6 ? `fd00:10:244:${n + 1}::${(i + 2).toString(16)}` : `10.244.${n + 1}.${i + 2}`;
  return {
    namespace: 'default',
    name: padded(`web-${n}-${i}`, shape.nameLength),
    ip: hostNetwork ? nodeIp(n, shape) : own,
    ...(shape.dual === true && {
      ips: [hostNetwork ? nodeIp(n, shape) : own, `fd00:10:244:${n + 1}::${(i + 2).toString(16)}`],
    }),
    node,
    hostNetwork,
    ready: i % 4 !== 3,
    containers: i % 4 === 3 ? { ready: 1, of: 12 } : { ready: 1, of: 1 },
    phase: 'Running',
    terminating: i % 5 === 4,
    labels: {},
    ports: [{ port: 8080, protocol: 'TCP' }],
  };
}

const nodeIp = (n: number, shape: ClusterShape): string =>
  shape.v6 ? `fd00:192:168:10::${n + 11}` : `192.168.10.${n + 11}`;

const serviceIp = (i: number, shape: ClusterShape): string =>
  shape.v6 ? `fd00:10:96::${(i + 16).toString(16)}` : `10.96.${i % 250}.17`;

const serviceIps = (i: number, shape: ClusterShape): readonly string[] =>
  shape.dual === true ? [serviceIp(i, shape), serviceIp(i, { ...shape, v6: !shape.v6 })] : [serviceIp(i, shape)];

export const sampleModes = ['iptables', 'nftables', 'ipvs', 'userspace', 'kernelspace'] as const;
export type SampleMode = (typeof sampleModes)[number];

const iptables = (hook: Hook, priority: number, table: string, ...chains: string[]): HookEntryView => ({
  ...{ hook, priority, engine: 'iptables', table, chains },
});
const base = (hook: Hook, priority: number, type: string, chain: string): HookEntryView => ({
  ...{ hook, priority, engine: 'nftables', table: type, chains: [chain] },
});
const tables = [
  iptables('PREROUTING', -100, 'nat', 'KUBE-SERVICES'),
  iptables('OUTPUT', -100, 'nat', 'KUBE-SERVICES'),
  iptables('INPUT', 0, 'filter', 'KUBE-PROXY-FIREWALL'),
  iptables('FORWARD', 0, 'filter', 'KUBE-FORWARD'),
  iptables('OUTPUT', 0, 'filter', 'KUBE-SERVICES'),
  iptables('POSTROUTING', 100, 'nat', 'KUBE-POSTROUTING'),
];
const hooksOfMode: Readonly<Record<SampleMode, readonly HookEntryView[] | undefined>> = {
  iptables: tables,
  nftables: [
    base('PREROUTING', -110, 'filter', 'filter-prerouting-pre-dnat'),
    base('PREROUTING', -100, 'nat', 'nat-prerouting'),
    base('INPUT', 0, 'filter', 'filter-input'),
    base('FORWARD', 0, 'filter', 'filter-forward'),
    base('OUTPUT', -110, 'filter', 'filter-output-pre-dnat'),
    base('OUTPUT', -100, 'nat', 'nat-output'),
    base('OUTPUT', 0, 'filter', 'filter-output'),
    base('POSTROUTING', 100, 'nat', 'nat-postrouting'),
  ],
  ipvs: [
    ...tables,
    ...[98, 99].map((priority) => ({
      hook: 'INPUT' as const,
      priority,
      engine: 'ipvs' as const,
      table: 'ipvs',
      chains: [],
    })),
  ],
  userspace: tables.slice(0, 2),
  kernelspace: undefined,
};

/** What nodes of a mode have: kube-ipvs0, kube-proxy's own ports, a virtual switch. */
function marksOfMode(n: number, shape: ClusterShape): Partial<NodeView> {
  const mode = shape.mode ?? sampleModes[(n + shape.services) % sampleModes.length] ?? 'iptables';
  const addresses = Array.from({ length: shape.services }, (_, i) => serviceIps(i, shape)).flat();
  const hooks = hooksOfMode[mode];
  return {
    ...(hooks !== undefined && { hooks }),
    ...(mode === 'ipvs' && addresses.length > 0 && { dummyAddresses: addresses }),
    ...(mode === 'userspace' && { relays: 3 }),
    ...(mode === 'kernelspace' && { os: 'windows' as const, hnsNetwork: { name: 'flannel.4096', type: 'Overlay' } }),
  };
}

function sampleNode(n: number, shape: ClusterShape): NodeView {
  const name = padded(`node${n + 1}`, Math.min(shape.nameLength, 30));
  const count = shape.pods[n % Math.max(1, shape.pods.length)] ?? 0;
  return {
    name,
    ip: nodeIp(n, shape),
    ...(shape.dual === true && { ip6: `fd00:192:168:10::${n + 11}`, podCIDR6: `fd00:10:244:${n + 1}::/64` }),
    podCIDR: shape.v6 ? `fd00:10:244:${n + 1}::/64` : `10.244.${n + 1}.0/24`,
    gateway: `10.244.${n + 1}.1`,
    zone: n % 2 === 0 ? 'zone-a' : 'zone-b',
    ...marksOfMode(n, shape),
    rulesRevision: 6,
    ruleCount: 41,
    pods: Array.from({ length: count }, (_, i) => samplePod(name, n, i, shape)),
  };
}

function sampleService(i: number, shape: ClusterShape): ServiceView {
  return {
    namespace: 'default',
    name: padded(`svc${i}`, shape.nameLength),
    type: 'ClusterIP',
    headless: false,
    clusterIPs: serviceIps(i, shape),
    externalIPs: [],
    loadBalancerIPs: i < shape.publicAddresses ? [`198.51.100.${i + 1}`] : [],
    ports: [{ protocol: 'TCP', port: 80, targetPort: 8080 }],
    endpoints: i % 3 === 2 ? [] : [{ ip: '10.244.1.2', port: 8080, ready: true }],
  };
}

export function sampleCluster(shape: ClusterShape): ClusterView {
  return {
    revision: 6,
    time: 12480,
    mode: 'iptables',
    nodes: Array.from({ length: shape.nodes }, (_, n) => sampleNode(n, shape)),
    unscheduled: [],
    services: Array.from({ length: shape.services }, (_, i) => sampleService(i, shape)),
    external: {
      ...{ name: 'client', ip: '192.168.10.200' },
      ...(shape.dual === true && { ip6: 'fd00:192:168:10::200' }),
    },
    nodeNetworks: ['192.168.10.0/24', ...(shape.dual === true ? ['fd00:192:168:10::/64'] : [])],
    router: { ip: '192.168.10.1' },
    clusterCIDRs: ['10.244.0.0/16'],
    serviceCIDRs: ['10.96.0.0/16'],
    sources: [],
    targets: [],
  };
}

const chains = [
  'KUBE-SERVICES',
  'KUBE-NODEPORTS',
  'KUBE-EXT-67NZLRHBNDSAWJRO',
  'KUBE-SVC-67NZLRHBNDSAWJRO',
  'KUBE-SEP-OOU4MFCTGRJM4IXC',
];

type Said = readonly [Place, Step, Reason?];

const plain: Reason = { code: 'conntrack-new' };
const at = (node: string): Place => ({ kind: 'node', node });
const hookStep = (hook: Hook, verdict: 'accept' | 'drop' | 'dnat' = 'accept'): Step => ({
  kind: 'hook',
  hook,
  table: 'nat',
  ruleset: 'kube-proxy/IPv4',
  examined: 9,
  verdict,
});

function ruleStep(hook: Hook, chain: string, index: number): Step {
  const visit = { ref: { table: 'nat' as const, chain, index }, matched: true };
  return { kind: 'rule', hook, table: 'nat', ruleset: 'kube-proxy/IPv4', visit, text: `-A ${chain} -j X` };
}

const ruleHops = (node: string, hook: Hook): readonly Said[] =>
  chains.map((chain, i): Said => [at(node), ruleStep(hook, chain, i)]);

const forwarded = (node: string, hook: Hook): readonly Said[] => [
  ...ruleHops(node, hook),
  [at(node), hookStep(hook, 'dnat')],
  [at(node), { kind: 'route', route: '', decision: 'forward', outInterface: 'eth0' }],
  [at(node), hookStep('FORWARD')],
  [at(node), ruleStep('POSTROUTING', 'KUBE-POSTROUTING', 0)],
];

/** From the client, or a pod of the first node, to a pod of the last: through every kind of station. */
export function sampleTrace(cluster: ClusterView, from: 'external' | 'pod' | 'node', drop: boolean): Trace {
  const [first, last] = [cluster.nodes[0], cluster.nodes.at(-1)];
  const source = first?.pods.find((pod) => !pod.hostNetwork);
  const target = last?.pods.findLast((pod) => !pod.hostNetwork);
  if (first === undefined || last === undefined) throw new Error('a trace needs nodes');
  const podPlace = (pod: PodView, node: string): Place => ({
    kind: 'pod',
    namespace: pod.namespace,
    name: pod.name,
    node,
  });
  const start: Place =
    from === 'external' || (from === 'pod' && source === undefined)
      ? { kind: 'external', name: 'client' }
      : from === 'pod' && source !== undefined
        ? podPlace(source, first.name)
        : at(first.name);
  const here: readonly Said[] =
    start.kind === 'node'
      ? [
          [start, { kind: 'route', route: '', decision: 'output' }],
          ...ruleHops(first.name, 'OUTPUT'),
          [start, hookStep('POSTROUTING')],
        ]
      : [
          ...(start.kind === 'pod'
            ? [[at(first.name), { kind: 'bridge', bridge: 'cbr0', port: 'veth0', hairpin: false }] as Said]
            : []),
          ...forwarded(first.name, 'PREROUTING'),
        ];
  const crossing: readonly Said[] =
    first === last
      ? []
      : [
          [at(first.name), { kind: 'link', from: 'eth0', to: 'eth0' }],
          [at(last.name), hookStep('PREROUTING')],
          [at(last.name), { kind: 'route', route: '', decision: 'forward', outInterface: 'cbr0' }],
          [at(last.name), hookStep('FORWARD', drop ? 'drop' : 'accept')],
        ];
  const viaRouter: readonly Said[] =
    start.kind === 'external' && cluster.services.some(({ loadBalancerIPs }) => loadBalancerIPs.length > 0)
      ? [[{ kind: 'router' }, { kind: 'route', route: '', decision: 'forward', outInterface: 'eth0' }]]
      : [];
  const end: readonly Said[] = drop
    ? [[at(last.name), { kind: 'drop' }, { code: 'drops' }]]
    : target === undefined
      ? [[at(last.name), { kind: 'deliver', to: 'kernel' }]]
      : [
          [at(last.name), hookStep('POSTROUTING')],
          [at(last.name), { kind: 'bridge', bridge: 'cbr0', port: 'veth1', hairpin: false }],
          [podPlace(target, last.name), { kind: 'deliver', to: 'process' }],
        ];
  return asTrace(
    start,
    [[start, { kind: 'socket-send' }], ...viaRouter, ...here, ...crossing, ...end],
    cluster,
    target,
  );
}

function asTrace(from: Place, said: readonly Said[], cluster: ClusterView, target: PodView | undefined): Trace {
  const sent: Packet = {
    protocol: 'TCP',
    src: cluster.external.ip,
    dst: cluster.services[0]?.clusterIPs[0] ?? cluster.nodes[0]?.ip ?? '192.0.2.1',
    sport: 51324,
    dport: 80,
    tcp: 'SYN',
    ttl: 64,
    length: 60,
  };
  const translated: Packet = { ...sent, dst: target?.ip ?? '10.244.9.9', dport: 8080 };
  let packet = sent;
  const request = said.map(([place, step, reason = plain], index): Hop => {
    const before = packet;
    if (step.kind === 'rule' && step.visit.ref.chain.startsWith('KUBE-SEP')) packet = translated;
    return { index, place, step, before, after: packet, mark: 0, reason };
  });
  const { protocol, src, dst, sport, dport } = sent;
  return {
    id: 7,
    from,
    to: `${dst}:${dport}`,
    flow: { protocol, src, dst, sport, dport },
    request,
    reply: [],
    outcome: 'answered',
  };
}
