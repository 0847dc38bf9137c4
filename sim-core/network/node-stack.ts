import type { Prng } from '../base/prng.js';
import type { Millis } from '../base/time.js';
import { emptyHns } from '../hns/model.js';
import { parseCidr } from '../net/cidr.js';
import { hookPriority, type Hook } from '../net/hook.js';
import type { Ruleset } from '../netfilter/iptables/model.js';
import type { NftTable } from '../netfilter/nftables/model.js';
import type { Origin } from '../kube/key.js';
import { virtualServerKey, type VirtualServer } from '../ipvs/model.js';
import type { Dataplane, EngineRef, HookEntry } from '../proxy/dataplane.js';
import type { LinuxHost, Socket } from './host/linux.js';
import type { VirtualSwitch } from './host/windows.js';
import { emptyKernelState, NodeKernelTx, type KernelState, type Programmed } from './kernel-state.js';
import type { Network } from './network.js';

/** What runs at a hook: conntrack's and NAT's own stages, or an engine that someone registered. */
export type Stage = 'conntrack' | 'nat' | 'confirm' | EngineRef;

interface Registered {
  readonly hook: Hook;
  readonly priority: number;
  readonly stage: Stage;
}

/**
 * What the kernel itself registers. NAT's own stage comes after the nat tables of its priority: it
 * repeats for every later packet what they decided for the first.
 * @see net/netfilter/nf_conntrack_proto.c ipv4_conntrack_ops, net/netfilter/nf_nat_proto.c nf_nat_ipv4_ops
 */
const kernelStages: readonly Registered[] = [
  { hook: 'PREROUTING', priority: hookPriority.conntrack, stage: 'conntrack' },
  { hook: 'OUTPUT', priority: hookPriority.conntrack, stage: 'conntrack' },
  { hook: 'PREROUTING', priority: hookPriority.natDst, stage: 'nat' },
  { hook: 'OUTPUT', priority: hookPriority.natDst, stage: 'nat' },
  { hook: 'INPUT', priority: hookPriority.natSrc, stage: 'nat' },
  { hook: 'POSTROUTING', priority: hookPriority.natSrc, stage: 'nat' },
  { hook: 'INPUT', priority: hookPriority.conntrackConfirm, stage: 'confirm' },
  { hook: 'POSTROUTING', priority: hookPriority.conntrackConfirm, stage: 'confirm' },
];

/** All stages of a node's hook in the order of their priorities; equal ones as they were registered. */
function stagesAt(hooks: readonly HookEntry[], hook: Hook): readonly Stage[] {
  const engines = hooks.map((e): Registered => ({ hook: e.hook, priority: e.priority, stage: e.enter }));
  return [...engines, ...kernelStages]
    .filter((r) => r.hook === hook)
    .sort((a, b) => a.priority - b.priority)
    .map((r) => r.stage);
}

/** One node's netfilter for the length of a walk: its rules, whoever wrote them, over its kernel. */
export interface NodeStack {
  readonly name: string;
  readonly host: LinuxHost;
  readonly kernel: NodeKernelTx;
  readonly rulesets: ReadonlyMap<string, Ruleset>;
  readonly nftables: ReadonlyMap<string, NftTable>;
  readonly routeLocalnet: boolean;
  /** In place of netfilter, on Windows. */
  readonly virtualSwitch?: VirtualSwitch;
  /** What asked for each virtual server of IPVS, by its key. */
  readonly virtualServerOrigins: ReadonlyMap<string, Origin>;
  /** What runs at each hook, in order. */
  readonly stages: Readonly<Record<Hook, readonly Stage[]>>;
}

/** The host as the mode in use made it: its addresses and the sockets it opened. */
function withDataplane(host: LinuxHost, dataplane: Dataplane | undefined): LinuxHost {
  if (dataplane === undefined) return host;
  const own = dataplane.listeners.map((l): Socket => ({
    place: host.place,
    protocol: l.protocol,
    port: l.port,
    ...(l.purpose.kind === 'relay' ? { relay: l.purpose.relay } : { silent: true }),
  }));
  const added = dataplane.addresses.length === 0 ? [] : [{ name: 'kube-ipvs0', addresses: dataplane.addresses }];
  return { ...host, interfaces: [...host.interfaces, ...added], sockets: [...host.sockets, ...own] };
}

export interface NodeWorld {
  readonly network: Network;
  readonly dataplanes: ReadonlyMap<string, Dataplane>;
  readonly kernels: ReadonlyMap<string, KernelState>;
  readonly prng: Prng;
  readonly now: Millis;
}

export function createNodeStack(world: NodeWorld, name: string, bare: LinuxHost): NodeStack {
  const { network, prng, now } = world;
  const dataplane = world.dataplanes.get(name);
  const host = withDataplane(bare, dataplane);
  const virtualServers = dataplane?.ipvs?.virtualServers;
  const programmed: Programmed = {
    ...(dataplane?.ipsets && { ipsets: dataplane.ipsets }),
    ...(virtualServers && { virtualServers }),
  };
  // The CNI plugin's come after kube-proxy's where the priority is the same.
  const hooks = [...(dataplane?.hooks ?? []), ...network.cni.hooks];
  if (bare.node?.os === 'windows') return windowsStack(world, name, host);
  return {
    name,
    host,
    kernel: new NodeKernelTx(world.kernels.get(name) ?? emptyKernelState, host, prng, now, programmed),
    rulesets: new Map([...(dataplane?.iptables ?? []), ...network.cni.iptables]),
    nftables: dataplane?.nftables ?? new Map(),
    routeLocalnet: dataplane?.sysctls.routeLocalnet ?? false,
    virtualServerOrigins: originsOf(virtualServers ?? noServers),
    stages: {
      PREROUTING: stagesAt(hooks, 'PREROUTING'),
      INPUT: stagesAt(hooks, 'INPUT'),
      FORWARD: stagesAt(hooks, 'FORWARD'),
      OUTPUT: stagesAt(hooks, 'OUTPUT'),
      POSTROUTING: stagesAt(hooks, 'POSTROUTING'),
    },
  };
}

const noServers: readonly VirtualServer[] = [];

const knownOrigins = new WeakMap<readonly VirtualServer[], ReadonlyMap<string, Origin>>();

/** What asked for each virtual server. A dataplane never changes, so that once is enough. */
function originsOf(servers: readonly VirtualServer[]): ReadonlyMap<string, Origin> {
  const known = knownOrigins.get(servers);
  if (known !== undefined) return known;
  const origins = new Map(servers.flatMap((s) => (s.origin ? [[virtualServerKey(s), s.origin] as const] : [])));
  knownOrigins.set(servers, origins);
  return origins;
}

/** A Windows node: no netfilter, no tables, a virtual switch with the policies that HNS was given. */
function windowsStack(
  { network, kernels, dataplanes, prng, now }: NodeWorld,
  name: string,
  host: LinuxHost,
): NodeStack {
  const { clusterCIDRs, ipMasq } = network.config;
  return {
    name,
    host,
    kernel: new NodeKernelTx(kernels.get(name) ?? emptyKernelState, host, prng, now),
    rulesets: new Map(),
    nftables: new Map(),
    virtualServerOrigins: new Map(),
    routeLocalnet: false,
    virtualSwitch: {
      policies: dataplanes.get(name)?.hns ?? emptyHns,
      podNetworks: clusterCIDRs.flatMap((text) => parseCidr(text) ?? []),
      outboundNat: ipMasq,
    },
    stages: { PREROUTING: [], INPUT: [], FORWARD: [], OUTPUT: [], POSTROUTING: [] },
  };
}
