/**
 * How fast a node's rules are compiled and packets are walked. Times are medians of what this process itself had
 * of the CPU, so that a busy machine does not count; memory is what the compiled rules keep on the heap. Run with
 * --expose-gc.
 */
import { createPrng, Prng } from '../base/prng.js';
import type { ApiObjects } from '../kube/store.js';
import { evaluateChain } from '../netfilter/iptables/evaluate.js';
import type { KernelTx } from '../netfilter/kernel.js';
import { evaluateBaseChain } from '../netfilter/nftables/evaluate.js';
import type { TableResult } from '../netfilter/verdict.js';
import type { SkBuff } from '../net/skb.js';
import { emptyKernelState } from '../network/kernel-state.js';
import { send } from '../network/walk.js';
import { emptyIpvs } from '../ipvs/state.js';
import { syncIpvs } from '../ipvs/sync.js';
import { compileDataplane, type CompiledNode } from '../proxy/compile.js';
import type { KubeProxyConfig } from '../proxy/config.js';
import { proxyModes } from '../proxy/registry.js';
import {
  clientIP,
  cluster,
  clusterIPOf,
  config as base,
  endpointsPerService,
  network,
  node,
  withChangedEndpoint,
} from './cluster.js';

const sizes = [100, 1_000, 5_000, 10_000];

const collect = (): void => {
  if (globalThis.gc === undefined) throw new Error('run node with --expose-gc');
  globalThis.gc();
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function timed<T>(run: () => T): { readonly value: T; readonly ms: number } {
  const start = process.cpuUsage();
  const value = run();
  const { user, system } = process.cpuUsage(start);
  return { value, ms: (user + system) / 1000 };
}

function repeat(times: number, run: (turn: number) => number): number {
  return median(Array.from({ length: times }, (_, turn) => run(turn)));
}

const xorshift = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
};

/** The rules that translate a packet from a pod, in whichever language they are. */
function destinationNat({ dataplane }: CompiledNode): ((skb: SkBuff, tx: KernelTx) => TableResult) | undefined {
  // IPVS translates by itself.
  if (dataplane.ipvs !== undefined) return undefined;
  const nft = dataplane.nftables?.get('kube-proxy/ip');
  if (nft !== undefined) return (skb, tx) => evaluateBaseChain(nft, 'nat-prerouting', skb, tx);
  const nat = dataplane.iptables.get('kube-proxy/IPv4')?.tables.find((table) => table.name === 'nat');
  if (nat === undefined) return undefined;
  return (skb, tx) => evaluateChain('kube-proxy/IPv4', nat, 'PREROUTING', skb, tx);
}

/** New connections per second from a pod to cluster IPs, through nat PREROUTING down to the DNAT. */
function evaluationsPerSecond(compiled: CompiledNode, services: number): number | undefined {
  const translate = destinationNat(compiled);
  if (translate === undefined) return undefined;
  const random = xorshift(0x2545f491);
  const tx: KernelTx = {
    now: 0,
    random,
    isLocalAddress: (ip) => node.ips.includes(ip),
    interfaceAddress: () => undefined,
    recent: { set: () => true, check: () => false },
    ipsets: { find: () => undefined },
    sets: { has: () => false, put: () => true },
    count: () => undefined,
  };
  return perSecond(20_000, () => {
    const dst = clusterIPOf(random() % services);
    const packet = {
      protocol: 'TCP',
      src: clientIP,
      dst,
      sport: 40_000,
      dport: 80,
      tcp: 'SYN',
      ttl: 64,
      length: 60,
    } as const;
    const ct = { state: 'NEW', direction: 'original', dnat: false, snat: false } as const;
    const { verdict } = translate({ packet, mark: 0, hook: 'PREROUTING', ct }, tx);
    if (verdict.kind !== 'dnat') throw new Error(`packet to ${dst} was not translated`);
  });
}

/** Whole connections per second: handshake, request, reply and goodbye, with every hop on the way traced. */
function walksPerSecond(objects: ApiObjects, services: number, config: KubeProxyConfig): number {
  const random = xorshift(0x2545f491);
  const nodes = network(services);
  const dataplanes = new Map(
    nodes.config.nodes.map(({ name, ip, podCIDR }) => {
      const own = { ...node, name, ips: [ip], primaryIPs: [ip], podCIDRs: [podCIDR] };
      return [name, compileDataplane(objects, own, config).dataplane];
    }),
  );
  const kernels = new Map(
    [...dataplanes].flatMap(([name, { ipvs }]) =>
      ipvs === undefined
        ? []
        : [[name, { ...emptyKernelState, ipvs: syncIpvs(emptyIpvs, ipvs.virtualServers, 0) }] as const],
    ),
  );
  const prng = new Prng(createPrng(1));
  return perSecond(500, (id) => {
    const dst = clusterIPOf(random() % services);
    const from = { kind: 'pod', namespace: 'default', name: 'client' } as const;
    const world = { network: nodes, dataplanes, kernels, prng, now: 0 };
    const { trace } = send(world, { id, from, dst, dport: 80, protocol: 'TCP', asked: `${dst}:80` });
    if (trace.outcome !== 'answered') throw new Error(`${dst} did not answer: ${trace.outcome}`);
  });
}

function perSecond(times: number, run: (turn: number) => void): number {
  const pass = (): void => {
    for (let i = 0; i < times; i++) run(i);
  };
  pass();
  return times / (repeat(3, () => timed(pass).ms) / 1000);
}

interface Row {
  readonly services: number;
  readonly allMs: number;
  readonly allMb: number;
  readonly oneMs: number;
  /** Undefined where no rule translates. */
  readonly packets: number | undefined;
  readonly walks: number;
}

function measure(services: number, mode: string): Row {
  const config = { ...base, mode };
  const objects = cluster(services);
  collect();
  const before = process.memoryUsage().heapUsed;
  let compiled = compileDataplane(objects, node, config);
  collect();
  const allMb = (process.memoryUsage().heapUsed - before) / 2 ** 20;
  const allMs = repeat(Math.max(7, Math.round(20_000 / services)), () => {
    collect();
    return timed(() => compileDataplane(objects, node, config)).ms;
  });
  let current = objects;
  const oneMs = repeat(25, (turn) => {
    current = withChangedEndpoint(current, (turn * 37) % services, turn + 1);
    const { value, ms } = timed(() => compileDataplane(current, node, config, compiled));
    compiled = value;
    return ms;
  });
  return {
    services,
    allMs,
    allMb,
    oneMs,
    packets: evaluationsPerSecond(compiled, services),
    walks: walksPerSecond(objects, services, config),
  };
}

const columns = ['Services', 'all rules, ms', 'all rules, MB', 'one endpoint, ms', 'DNATs / s', 'connections / s'];
const cells = (row: Row): readonly string[] => [
  String(row.services),
  row.allMs.toFixed(1),
  row.allMb.toFixed(1),
  row.oneMs.toFixed(2),
  row.packets?.toFixed(0) ?? '–',
  row.walks.toFixed(0),
];
const line = (values: readonly string[]): string =>
  values.map((value, i) => value.padStart(columns[i]?.length ?? 0)).join('  ');

/** Modes named on the command line, or all that are measured. */
const asked = process.argv.slice(2).filter((word) => proxyModes.has(word));
for (const mode of asked.length > 0 ? asked : ['iptables', 'nftables', 'ipvs']) {
  measure(100, mode);
  console.log(`kube-proxy in ${mode} mode, one node, ${endpointsPerService} endpoints for each Service\n`);
  console.log(line(columns));
  for (const size of sizes) console.log(line(cells(measure(size, mode))));
  console.log();
}
