import { familyOf, hostPort, type Ip, type IpFamily } from '../net/ip.js';
import type { Packet, ServiceProtocol } from '../net/packet.js';
import type { SkBuff } from '../net/skb.js';
import { evaluateChain } from '../netfilter/iptables/evaluate.js';
import type { Ruleset, Table, TableName } from '../netfilter/iptables/model.js';
import type { KernelTx } from '../netfilter/kernel.js';
import type { TableResult } from '../netfilter/verdict.js';
import { compileDataplane } from '../proxy/compile.js';
import type { Dataplane } from '../proxy/dataplane.js';
import { masqueradeMark } from '../proxy/iptables/fixed-chains.js';
import { chain } from '../proxy/iptables/names.js';
import { flowThroughNftables } from './nftables-packet-flow.js';
import { readObjects } from './read-objects.js';

/** A proxier as one of kube-proxy's own tests sets it up. */
export interface PacketFlowSetup {
  readonly mode: string;
  readonly ipFamily: IpFamily;
  readonly thisNode: string;
  readonly nodeIPs: readonly Ip[];
  readonly masqueradeAll: boolean;
  /** null when there is no way to tell pods by their address. */
  readonly localPodCIDR: string | null;
  readonly nodePortAddresses: readonly string[] | null;
  readonly localhostNodePorts: boolean;
  readonly topologyLabels: Readonly<Record<string, string>> | null;
  /** YAML of Services and EndpointSlices. */
  readonly objects: string;
}

export interface PacketFlowCase {
  readonly setup: string;
  readonly sourceIP: Ip;
  readonly protocol: ServiceProtocol;
  readonly destIP: Ip;
  readonly destPort: number;
}

export interface PacketFlowFile {
  readonly setups: Readonly<Record<string, PacketFlowSetup>>;
  readonly cases: readonly PacketFlowCase[];
}

/**
 * What the rules do to a packet: the possible destinations in rule order (`ip:port, ip:port`), then a
 * verdict of the filter table, if one of its rules gave any.
 */
export interface PacketFlowAnswer {
  readonly output: string;
  readonly masquerade: boolean;
}

/** Answers each case by evaluating the compiled rules; null where the setup's mode is not simulated. */
export function conformPacketFlows(file: PacketFlowFile): readonly (PacketFlowAnswer | null)[] {
  const dataplanes = new Map<string, Dataplane>();
  return file.cases.map((flow) => {
    const setup = file.setups[flow.setup];
    const trace = setup && tracers[setup.mode];
    if (setup === undefined || trace === undefined) return null;
    const dataplane = dataplanes.get(flow.setup) ?? compileSetup(setup);
    dataplanes.set(flow.setup, dataplane);
    return trace(dataplane, setup, flow);
  });
}

const zoneLabel = 'topology.kubernetes.io/zone';

function compileSetup(setup: PacketFlowSetup): Dataplane {
  const nodeIP = setup.nodeIPs.find((ip) => familyOf(ip) === setup.ipFamily);
  const node = {
    name: setup.thisNode,
    ips: setup.nodeIPs,
    primaryIPs: nodeIP === undefined ? [] : [nodeIP],
    zone: setup.topologyLabels?.[zoneLabel] ?? '',
    podCIDRs: [],
    clusterCIDRs: setup.localPodCIDR === null ? [] : [setup.localPodCIDR],
  };
  const { dataplane } = compileDataplane(readObjects(setup.objects), node, {
    mode: setup.mode,
    masqueradeAll: setup.masqueradeAll,
    nodePortAddresses: setup.nodePortAddresses ?? [],
    localhostNodePorts: setup.localhostNodePorts,
    detectLocalMode: 'ClusterCIDR',
  });
  return dataplane;
}

/** The filter chains that the proxier's tests look at, in their order. */
const filterChains = [chain.services, chain.externalServices, chain.nodePorts, chain.proxyFirewall];

type Tracer = (dataplane: Dataplane, setup: PacketFlowSetup, flow: PacketFlowCase) => PacketFlowAnswer;

/** @see pkg/proxy/iptables/proxier_test.go (v1.34) tracePacket */
const traceIptables: Tracer = (dataplane, setup, flow) => {
  const ruleset = dataplane.iptables.get(`kube-proxy/${setup.ipFamily}`) ?? { family: setup.ipFamily, tables: [] };
  const isLocal = localAddresses(setup);
  const hook = isLocal(flow.sourceIP) ? 'OUTPUT' : 'PREROUTING';
  const destinations: Endpoint[] = [];
  let mark = 0;
  for (const result of everyBranch((random) => {
    const skb = { packet: firstPacket(flow), mark: 0, hook, ct: newConnection } as const;
    return evaluate(ruleset, 'nat', hook, skb, kernelOf(isLocal, random));
  })) {
    mark |= result.mark;
    if (result.verdict.kind === 'dnat') {
      destinations.push({ ip: result.verdict.address, port: result.verdict.port ?? flow.destPort });
    }
  }
  const verdicts = filterVerdicts(ruleset, translated(firstPacket(flow), destinations[0]), kernelOf(isLocal));
  const texts = destinations.map(({ ip, port }) => hostPort(ip, port));
  return { output: [...texts, ...verdicts].join(', '), masquerade: (mark & masqueradeMark) !== 0 };
};

const traceNftables: Tracer = (dataplane, setup, flow) => {
  const isLocal = localAddresses(setup);
  const { destinations, masquerade, verdict } = flowThroughNftables({
    dataplane,
    packet: firstPacket(flow),
    isLocal,
    kernel: (random) => kernelOf(isLocal, random),
  });
  const texts = destinations.map(({ ip, port }) => hostPort(ip, port));
  return { output: [...texts, ...(verdict ? [verdict] : [])].join(', '), masquerade };
};

const tracers: Readonly<Record<string, Tracer>> = { iptables: traceIptables, nftables: traceNftables };

interface Endpoint {
  readonly ip: Ip;
  readonly port: number;
}

const newConnection = { state: 'NEW', direction: 'original', dnat: false, snat: false } as const;

const firstPacket = (flow: PacketFlowCase): Packet => ({
  protocol: flow.protocol,
  src: flow.sourceIP,
  dst: flow.destIP,
  sport: 12345,
  dport: flow.destPort,
  ...(flow.protocol === 'TCP' ? { tcp: 'SYN' } : {}),
  ttl: 64,
  length: 60,
});

const translated = (packet: Packet, to: Endpoint | undefined): Packet =>
  to === undefined ? packet : { ...packet, dst: to.ip, dport: to.port };

const localAddresses = (setup: PacketFlowSetup): ((ip: Ip) => boolean) => {
  const addresses = new Set(setup.nodeIPs);
  return (ip) => addresses.has(ip) || ip === '::1' || ip.startsWith('127.');
};

function filterVerdicts(ruleset: Ruleset, packet: Packet, tx: KernelTx): readonly string[] {
  const skb: SkBuff = { packet, mark: 0, hook: 'INPUT', ct: newConnection };
  return filterChains.flatMap((name) => {
    const { verdict, decidedBy } = evaluate(ruleset, 'filter', name, skb, tx);
    return decidedBy === undefined ? [] : [verdict.kind.toUpperCase()];
  });
}

const emptyTable = (name: TableName): Table => ({ name, chains: new Map() });

function evaluate(ruleset: Ruleset, table: TableName, name: string, skb: SkBuff, tx: KernelTx): TableResult {
  const found = ruleset.tables.find((one) => one.name === table) ?? emptyTable(table);
  return evaluateChain(`kube-proxy/${ruleset.family}`, found, name, skb, tx);
}

/** A kernel that remembers nothing, for packets that stand alone. */
const kernelOf = (isLocalAddress: (ip: Ip) => boolean, random: () => number = () => 0): KernelTx => ({
  now: 0,
  random,
  isLocalAddress,
  interfaceAddress: () => undefined,
  recent: { set: () => true, check: () => false },
  ipsets: { find: () => undefined },
  sets: { has: () => false, put: () => true },
  count: () => undefined,
});

const winningDraw = 0;
const losingDraw = 0x7fffffff;

/**
 * Runs an evaluation once for every way in which its dice can fall. Winning comes first, so that the
 * results are in the order of the rules.
 */
function* everyBranch<T>(run: (random: () => number) => T): Generator<T> {
  const wins: boolean[] = [];
  do {
    let rolls = 0;
    const result = run(() => {
      if (rolls === wins.length) wins.push(true);
      rolls += 1;
      return wins[rolls - 1] === true ? winningDraw : losingDraw;
    });
    yield result;
    while (wins.at(-1) === false) wins.pop();
    if (wins.length > 0) wins[wins.length - 1] = false;
  } while (wins.length > 0);
}
