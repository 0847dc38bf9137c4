import type { Prng } from '../base/prng.js';
import type { Millis } from '../base/time.js';
import type { Ip } from '../net/ip.js';
import { ConntrackTx, emptyConntrack, type ConntrackState } from '../netfilter/conntrack.js';
import { findInIpset } from '../ipvs/ipset/find.js';
import type { Ipsets } from '../ipvs/ipset/model.js';
import type { VirtualServer } from '../ipvs/model.js';
import { emptyIpvs, type IpvsState } from '../ipvs/state.js';
import { syncIpvs } from '../ipvs/sync.js';
import { IpvsTx } from '../ipvs/transaction.js';
import type { Packet, PacketSide } from '../net/packet.js';
import type {
  Counter,
  IpsetMember,
  IpsetTx,
  KernelTx,
  RecentState,
  RecentTx,
  SetElements,
} from '../netfilter/kernel.js';
import { DynamicSets } from './dynamic-sets.js';
import { isLocalAddress, primaryAddress, type LinuxHost } from './host/linux.js';
import { emptyProcessState, ProcessTx, type ProcessState } from './relay/process-state.js';

/** What one node's kernel remembers between packets. Rules are not in it: they come and go, this stays. */
export interface KernelState {
  readonly conntrack: ConntrackState;
  readonly recent: RecentState;
  /** What packets put into nftables sets. */
  readonly setElements?: SetElements;
  /** Packets and bytes by rule set name, then by rule id. */
  readonly counters: ReadonlyMap<string, ReadonlyMap<string, Counter>>;
  /** Virtual servers, connections and what schedulers remember. */
  readonly ipvs?: IpvsState;
  /** Of kube-proxy, where connections pass through it. */
  readonly process?: ProcessState;
}

export const emptyKernelState: KernelState = { conntrack: emptyConntrack, recent: new Map(), counters: new Map() };

/** xt_recent's ip_list_tot: a list holds this many addresses and forgets the stalest first. */
const recentListSize = 100;

class RecentLists implements RecentTx {
  readonly #now: Millis;
  #state: RecentState;

  constructor(state: RecentState, now: Millis) {
    this.#state = state;
    this.#now = now;
  }

  get state(): RecentState {
    return this.#state;
  }

  set(list: string, ip: Ip): boolean {
    const stamps = new Map(this.#state.get(list) ?? []);
    // Deleted first, so that the map's order is that of the stamps.
    stamps.delete(ip);
    stamps.set(ip, this.#now);
    for (const stalest of stamps.keys()) {
      if (stamps.size <= recentListSize) break;
      stamps.delete(stalest);
    }
    this.#state = new Map(this.#state).set(list, stamps);
    return true;
  }

  /** @see net/netfilter/xt_recent.c recent_mt; with --reap, stale addresses leave the list. */
  check(list: string, ip: Ip, seconds: number | undefined, reap: boolean): boolean {
    const stamps = this.#state.get(list);
    const stamp = stamps?.get(ip);
    if (stamps === undefined || stamp === undefined) return false;
    if (seconds === undefined) return true;
    const oldest = this.#now - seconds * 1000;
    if (reap && [...stamps.values()].some((s) => s < oldest)) {
      this.#state = new Map(this.#state).set(list, new Map([...stamps].filter(([, s]) => s >= oldest)));
    }
    return stamp >= oldest;
  }
}

/** The sets that the node's kube-proxy filled. */
class IpsetLookup implements IpsetTx {
  readonly #sets: Ipsets;

  constructor(sets: Ipsets) {
    this.#sets = sets;
  }

  find(set: string, packet: Packet, sides: readonly PacketSide[]): IpsetMember | undefined {
    const found = findInIpset(this.#sets, set, packet, sides);
    if (found === undefined) return undefined;
    const [element, { origin }] = found;
    return { set, element, ...(origin && { origin }) };
  }
}

/** What kube-proxy gave the kernel besides rules. */
export interface Programmed {
  readonly ipsets?: Ipsets;
  readonly virtualServers?: readonly VirtualServer[];
}

/** One node's kernel for the length of a walk: reads the state it began with, collects what changes. */
export class NodeKernelTx implements KernelTx {
  readonly now: Millis;
  readonly conntrack: ConntrackTx;
  readonly recent: RecentLists;
  readonly process: ProcessTx;
  readonly sets: DynamicSets;
  readonly ipsets: IpsetTx;
  /** Where kube-proxy uses it. */
  readonly ipvs: IpvsTx | undefined;
  readonly #host: LinuxHost;
  readonly #prng: Prng;
  readonly #base: KernelState;
  readonly #counted = new Map<string, Map<string, Counter>>();

  constructor(base: KernelState, host: LinuxHost, prng: Prng, now: Millis, programmed: Programmed = {}) {
    this.#base = base;
    this.#host = host;
    this.#prng = prng;
    this.now = now;
    this.conntrack = new ConntrackTx(base.conntrack, now);
    this.recent = new RecentLists(base.recent, now);
    this.process = new ProcessTx(base.process ?? emptyProcessState);
    this.ipsets = new IpsetLookup(programmed.ipsets ?? new Map());
    const { virtualServers } = programmed;
    this.ipvs = virtualServers && new IpvsTx(syncIpvs(base.ipvs ?? emptyIpvs, virtualServers, now), now);
    this.sets = new DynamicSets(base.setElements ?? new Map(), now);
  }

  random(purpose: string): number {
    return this.#prng.u32(`${this.#host.id}/${purpose}`);
  }

  isLocalAddress(ip: Ip): boolean {
    return isLocalAddress(this.#host, ip);
  }

  interfaceAddress(device: string, like: Ip): Ip | undefined {
    return primaryAddress(this.#host, device, like);
  }

  count(ruleset: string, ruleId: string, bytes: number): void {
    const counters = this.#counted.get(ruleset) ?? new Map<string, Counter>(this.#base.counters.get(ruleset) ?? []);
    const before = counters.get(ruleId) ?? { packets: 0, bytes: 0 };
    counters.set(ruleId, { packets: before.packets + 1, bytes: before.bytes + bytes });
    this.#counted.set(ruleset, counters);
  }

  commit(): KernelState {
    return {
      conntrack: this.conntrack.commit(),
      recent: this.recent.state,
      ...(this.process.state !== emptyProcessState && { process: this.process.state }),
      ...(this.ipvs ? { ipvs: this.ipvs.commit() } : this.#base.ipvs && { ipvs: this.#base.ipvs }),
      ...(this.sets.state.size > 0 && { setElements: this.sets.state }),
      counters: this.#counted.size === 0 ? this.#base.counters : new Map([...this.#base.counters, ...this.#counted]),
    };
  }
}
