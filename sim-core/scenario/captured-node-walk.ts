import { Prng, createPrng } from '../base/prng.js';
import { cidrContains, parseCidr } from '../net/cidr.js';
import { hookPriority, type Hook } from '../net/hook.js';
import { familyOf, parseIp, type Ip } from '../net/ip.js';
import type { Packet, Protocol } from '../net/packet.js';
import type { CtInfo, SkBuff } from '../net/skb.js';
import { evaluateChain } from '../netfilter/iptables/evaluate.js';
import { ruleId, type RejectWith } from '../netfilter/iptables/model.js';
import { writeRule } from '../netfilter/iptables/write.js';
import type { KernelTx } from '../netfilter/kernel.js';
import { evaluateBaseChain } from '../netfilter/nftables/evaluate.js';
import { keptRuleKey } from '../netfilter/nftables/read-kept.js';
import { writeNftRule } from '../netfilter/nftables/statements.js';
import type { RuleVisit, TableResult, Verdict } from '../netfilter/verdict.js';
import { DynamicSets } from '../network/dynamic-sets.js';
import { explainNftRule } from '../network/explain-nftables.js';
import { explainRule } from '../network/explain.js';
import type { Reason } from '../network/reason.js';
import type { CapturedRules } from './captured-node.js';

/** A packet to walk, as a form asks for it. */
export interface CapturedPacket {
  /** Where it meets the node: on its uplink, from one of its pods, or from a process of its own. */
  readonly entry: 'outside' | 'pod' | 'node';
  readonly protocol: Protocol;
  readonly source: string;
  readonly destination: string;
  readonly sport: number;
  /** 0 for ICMP. */
  readonly dport: number;
  readonly ctState: CtInfo['state'];
  readonly uplink: string;
  readonly podInterface: string;
  /** The node's own addresses; loopback is always one. That of the bridge lies in `podCIDR`. */
  readonly localAddresses: readonly Ip[];
  /** What lies behind the pods' interface. */
  readonly podCIDR?: string;
  /** Another seed lets dice fall otherwise. */
  readonly seed: number;
}

export type CapturedProblem =
  'bad-source' | 'bad-destination' | 'families-differ' | 'bad-port' | 'bad-pod-range' | 'no-rules-of-family';

export interface CapturedVisit {
  readonly chain: string;
  /** Of the text that was read, counted from 1. */
  readonly line: number | undefined;
  readonly text: string;
  readonly matched: boolean;
  readonly unevaluated?: string;
  readonly roll?: RuleVisit['roll'];
  readonly mark?: number;
  readonly reason: Reason;
}

/** What one table, or one base chain, did at its hook. */
export interface CapturedPass {
  readonly hook: Hook;
  readonly table: string;
  readonly chain: string;
  readonly examined: number;
  readonly verdict: Verdict['kind'];
  /** No rule decided: the chain's policy did. */
  readonly byPolicy: boolean;
  /** Not asked: rules of nat see the first packet of a connection only, until one of them decided. */
  readonly skipped?: true;
  readonly visits: readonly CapturedVisit[];
  readonly before: Packet;
  readonly after: Packet;
}

export type CapturedOutcome =
  | { readonly kind: 'delivered' | 'forwarded' | 'dropped'; readonly outInterface?: string }
  | { readonly kind: 'rejected'; readonly with: RejectWith };

export interface CapturedWalk {
  readonly passes: readonly CapturedPass[];
  readonly packet: Packet;
  readonly outcome: CapturedOutcome;
  readonly mark: number;
  readonly examined: number;
}

/** One base chain that the kernel enters at a hook. */
interface Station {
  readonly hook: Hook;
  readonly priority: number;
  readonly table: string;
  readonly chain: string;
  readonly isNat: boolean;
  evaluate(skb: SkBuff, kernel: KernelTx): TableResult;
  tell(visit: RuleVisit, before: Packet, after: Packet): CapturedVisit | undefined;
}

const priorities: Readonly<Record<string, Partial<Record<Hook, number>>>> = {
  raw: { PREROUTING: hookPriority.raw, OUTPUT: hookPriority.raw },
  mangle: {
    PREROUTING: hookPriority.mangle,
    INPUT: hookPriority.mangle,
    FORWARD: hookPriority.mangle,
    OUTPUT: hookPriority.mangle,
    POSTROUTING: hookPriority.mangle,
  },
  nat: {
    PREROUTING: hookPriority.natDst,
    OUTPUT: hookPriority.natDst,
    INPUT: hookPriority.natSrc,
    POSTROUTING: hookPriority.natSrc,
  },
  filter: { INPUT: hookPriority.filter, FORWARD: hookPriority.filter, OUTPUT: hookPriority.filter },
};

/** kube-proxy's chains say so in their names; whose the others are nobody knows, but most are a CNI plugin's. */
const ownerOf = ({ ref }: RuleVisit): string => (ref.chain.startsWith('KUBE-') ? 'kube-proxy/node' : 'cni/node');

const hookNames: readonly Hook[] = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'];

const told = (visit: RuleVisit, text: string, line: number | undefined, reason: Reason): CapturedVisit => ({
  chain: visit.ref.chain,
  line,
  text,
  matched: visit.matched,
  reason,
  ...(visit.unevaluated !== undefined && { unevaluated: visit.unevaluated }),
  ...(visit.roll && { roll: visit.roll }),
  ...(visit.mark !== undefined && { mark: visit.mark }),
});

/** All base chains of one family, in the order in which the kernel enters them. */
function stationsOf(rules: CapturedRules, family: 'IPv4' | 'IPv6'): readonly Station[] {
  const all = rules.flavour === 'iptables' ? iptablesStations(rules, family) : nftStations(rules, family);
  return [...all].sort((a, b) => a.priority - b.priority);
}

type RulesOf<F extends CapturedRules['flavour']> = Extract<CapturedRules, { flavour: F }>;

const iptablesStations = ({ rulesets }: RulesOf<'iptables'>, family: 'IPv4' | 'IPv6'): readonly Station[] =>
  rulesets.flatMap(({ ruleset, lines }, n) =>
    ruleset.family !== family
      ? []
      : ruleset.tables.flatMap((table) =>
          hookNames.flatMap((hook): readonly Station[] => {
            const priority = priorities[table.name]?.[hook];
            if (priority === undefined || !table.chains.has(hook)) return [];
            const station = { hook, priority, table: table.name, chain: hook, isNat: table.name === 'nat' };
            return [
              {
                ...station,
                evaluate: (skb, kernel) => evaluateChain(`node/${n}`, table, hook, skb, kernel),
                tell: (visit, before, after) => {
                  const rule = table.chains.get(visit.ref.chain)?.rules[visit.ref.index];
                  if (rule === undefined) return undefined;
                  const reason = explainRule({ ruleset: ownerOf(visit), rule, visit, before, after });
                  return told(visit, writeRule(visit.ref.chain, rule, family), lines.get(ruleId(visit.ref)), reason);
                },
              },
            ];
          }),
        ),
  );

const nftStations = ({ tables, lines }: RulesOf<'nftables'>, family: 'IPv4' | 'IPv6'): readonly Station[] =>
  tables.flatMap((table) =>
    (table.family === 'ip') !== (family === 'IPv4')
      ? []
      : [...table.chains.values()].flatMap(({ name, base }): readonly Station[] => {
          const hook = hookNames.find((known) => known.toLowerCase() === base?.hook);
          if (base === undefined || hook === undefined) return [];
          const station = { hook, priority: base.priority, table: table.name, chain: name, isNat: base.type === 'nat' };
          return [
            {
              ...station,
              evaluate: (skb, kernel) => evaluateBaseChain(table, name, skb, kernel),
              tell: (visit, before, after) => {
                const { chain, index } = visit.ref;
                const rule = table.chains.get(chain)?.rules[index];
                if (rule === undefined) return undefined;
                const line = lines.get(keptRuleKey(table, chain, index));
                const reason = explainNftRule({ table, rule, visit, before, after });
                return told(visit, writeNftRule(rule, table.family), line, reason);
              },
            },
          ];
        }),
  );

/** Walks one packet through a node's own rules. Pure: nothing of it stays. */
export function walkCapturedNode(rules: CapturedRules, asked: CapturedPacket): CapturedWalk | CapturedProblem {
  const [source, destination] = [parseIp(asked.source.trim()), parseIp(asked.destination.trim())];
  if (source === undefined) return 'bad-source';
  if (destination === undefined) return 'bad-destination';
  if (familyOf(source) !== familyOf(destination)) return 'families-differ';
  const isPort = (port: number): boolean => Number.isInteger(port) && port >= 0 && port <= 65535;
  if (!isPort(asked.dport) || !isPort(asked.sport)) return 'bad-port';
  if (asked.podCIDR !== undefined && parseCidr(asked.podCIDR) === undefined) return 'bad-pod-range';
  const stations = stationsOf(rules, familyOf(destination));
  if (stations.length === 0) return 'no-rules-of-family';
  return new NodeWalk(stations, asked, firstPacket(asked, source, destination)).run();
}

function firstPacket({ protocol, ctState, sport, dport }: CapturedPacket, src: Ip, dst: Ip): Packet {
  const common = { protocol, src, dst, ttl: 64, length: 60 };
  if (protocol === 'ICMP') return { ...common, sport: 0, dport: 0, icmp: { type: 'echo-request', id: sport } };
  const ports = { ...common, sport, dport };
  return protocol === 'TCP' ? { ...ports, tcp: ctState === 'NEW' ? 'SYN' : 'ACK' } : ports;
}

class NodeWalk {
  readonly #stations: readonly Station[];
  readonly #asked: CapturedPacket;
  readonly #kernel: KernelTx;
  readonly #passes: CapturedPass[] = [];
  readonly #nat = { dst: false, src: false };
  #packet: Packet;
  #mark = 0;

  constructor(stations: readonly Station[], asked: CapturedPacket, packet: Packet) {
    this.#stations = stations;
    this.#asked = asked;
    this.#packet = packet;
    this.#kernel = kernelOf(asked);
  }

  run(): CapturedWalk {
    const outcome = this.#way();
    const examined = this.#passes.reduce((sum, pass) => sum + pass.examined, 0);
    return { passes: this.#passes, packet: this.#packet, outcome, mark: this.#mark, examined };
  }

  /** @see net/ipv4/ip_input.c ip_rcv, ip_forward.c ip_forward, ip_output.c __ip_local_out */
  #way(): CapturedOutcome {
    const { entry, uplink, podInterface } = this.#asked;
    if (entry === 'node') {
      const ended = this.#hook('OUTPUT', undefined, this.#route());
      if (ended) return ended;
      const out = this.#route();
      const after = this.#hook('POSTROUTING', undefined, out);
      if (after) return after;
      return out === 'lo' ? this.#arrive('lo') : { kind: 'forwarded', outInterface: out };
    }
    return this.#arrive(entry === 'outside' ? uplink : podInterface);
  }

  #arrive(inInterface: string): CapturedOutcome {
    const ended = this.#hook('PREROUTING', inInterface, undefined);
    if (ended) return ended;
    const out = this.#route();
    if (out === 'lo') return this.#hook('INPUT', inInterface, undefined) ?? { kind: 'delivered' };
    const dropped = this.#hook('FORWARD', inInterface, out) ?? this.#hook('POSTROUTING', undefined, out);
    return dropped ?? { kind: 'forwarded', outInterface: out };
  }

  /** Where the packet leaves, as its destination stands now. */
  #route(): string {
    const { uplink, podInterface, podCIDR } = this.#asked;
    const { dst } = this.#packet;
    if (this.#kernel.isLocalAddress(dst)) return 'lo';
    const range = podCIDR === undefined ? undefined : parseCidr(podCIDR);
    return range && cidrContains(range, dst) ? podInterface : uplink;
  }

  /** The outcome if the packet ends at this hook. */
  #hook(hook: Hook, inInterface: string | undefined, outInterface: string | undefined): CapturedOutcome | undefined {
    for (const station of this.#stations) {
      if (station.hook !== hook) continue;
      const verdict = this.#pass(station, inInterface, outInterface);
      if (verdict?.kind === 'drop') return { kind: 'dropped' };
      if (verdict?.kind === 'reject') return { kind: 'rejected', with: verdict.with };
    }
    // A side about which no rule spoke is settled all the same: nobody is asked about it again.
    if (hook === 'PREROUTING' || hook === 'OUTPUT') this.#nat.dst = true;
    else if (hook !== 'FORWARD') this.#nat.src = true;
    return undefined;
  }

  #pass(station: Station, inInterface: string | undefined, outInterface: string | undefined): Verdict | undefined {
    const { hook, table, chain, isNat } = station;
    const before = this.#packet;
    const side = hook === 'PREROUTING' || hook === 'OUTPUT' ? 'dst' : 'src';
    if (isNat && (this.#asked.ctState !== 'NEW' || this.#nat[side])) {
      const skipped = { examined: 0, verdict: 'accept', byPolicy: true, skipped: true, visits: [] } as const;
      this.#passes.push({ hook, table, chain, ...skipped, before, after: before });
      return undefined;
    }
    const { ctState: state } = this.#asked;
    const ct: CtInfo = { state, direction: 'original', dnat: this.#nat.dst && this.#changed('dst'), snat: false };
    const skb: SkBuff = {
      ...{ packet: before, mark: this.#mark, hook, ct },
      ...(inInterface !== undefined && { inInterface }),
      ...(outInterface !== undefined && { outInterface }),
    };
    const result = station.evaluate(skb, this.#kernel);
    this.#mark = result.mark;
    this.#packet = this.#translate(before, result.verdict, outInterface);
    if (isNat && this.#packet !== before) this.#nat[side] = true;
    const visits = result.visits.flatMap((visit) => station.tell(visit, before, this.#packet) ?? []);
    const byPolicy = result.decidedBy === undefined;
    const { examined, verdict } = result;
    this.#passes.push({
      hook,
      table,
      chain,
      examined,
      verdict: verdict.kind,
      byPolicy,
      visits,
      before,
      after: this.#packet,
    });
    return verdict;
  }

  #changed(side: 'dst'): boolean {
    const first = this.#passes[0]?.before;
    return first !== undefined && (first[side] !== this.#packet[side] || first.dport !== this.#packet.dport);
  }

  #translate(packet: Packet, verdict: Verdict, outInterface: string | undefined): Packet {
    switch (verdict.kind) {
      case 'dnat':
        return { ...packet, dst: verdict.address, ...(verdict.port !== undefined && { dport: verdict.port }) };
      case 'snat':
        return { ...packet, src: verdict.address, ...(verdict.port !== undefined && { sport: verdict.port }) };
      case 'masquerade': {
        const address = this.#kernel.interfaceAddress(outInterface ?? this.#asked.uplink, packet.dst);
        return address === undefined ? packet : { ...packet, src: address };
      }
      default:
        return packet;
    }
  }
}

/** A kernel that remembers nothing: no connections, no stamped clients, empty sets. */
function kernelOf({ seed, localAddresses, podInterface, podCIDR }: CapturedPacket): KernelTx {
  const prng = new Prng(createPrng(seed));
  const own = localAddresses.flatMap((text) => parseIp(text) ?? []);
  const stamped = new Set<string>();
  const range = podCIDR === undefined ? undefined : parseCidr(podCIDR);
  const bridge = range && own.find((ip) => cidrContains(range, ip));
  return {
    now: 0,
    random: (purpose) => prng.u32(purpose),
    isLocalAddress: (ip) => own.includes(ip) || ip.startsWith('127.') || ip === '::1',
    interfaceAddress: (device, like) => {
      if (device === 'lo') return familyOf(like) === 'IPv4' ? '127.0.0.1' : '::1';
      if (device === podInterface && bridge !== undefined && familyOf(bridge) === familyOf(like)) return bridge;
      return own.find((ip) => familyOf(ip) === familyOf(like));
    },
    recent: {
      set: (list, ip) => stamped.add(`${list} ${ip}`).size > 0,
      check: (list, ip) => stamped.has(`${list} ${ip}`),
    },
    sets: new DynamicSets(new Map(), 0),
    ipsets: { find: () => undefined },
    count: () => undefined,
  };
}
