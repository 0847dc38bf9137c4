import type { Packet } from '../../net/packet.js';
import { definitionOfMatch } from './matches.js';
import type { Chain, Match, Rule } from './model.js';

/**
 * Where the rules of a chain stand that could match a packet at all. A rule that tests for one destination address,
 * one protocol or one destination port is filed under these, and skipped unasked for packets of another kind.
 */
export interface ChainIndex {
  /** Ascending positions, of all rules that the packet's destination does not exclude and perhaps some more. */
  candidates(packet: Packet): Iterable<number>;
}

/** Shorter chains are walked rule by rule. */
const indexedLength = 16;

const indexes = new WeakMap<Chain, ChainIndex>();

export function chainIndex(chain: Chain): ChainIndex {
  const known = indexes.get(chain);
  if (known) return known;
  const built = chain.rules.length < indexedLength ? { candidates: () => chain.rules.keys() } : build(chain);
  indexes.set(chain, built);
  return built;
}

/** What a rule demands; an absent part admits every packet. */
interface Demand {
  dst?: string;
  protocol?: string;
  dport?: string;
}

type Part = keyof Demand;
const parts: readonly Part[] = ['dst', 'protocol', 'dport'];

const protocolOf = { tcp: 'TCP', udp: 'UDP', sctp: 'SCTP' } as const;

function demandOf(match: Match): Demand {
  if (match.kind === 'destination') {
    const isHost = match.cidr.prefix === (match.cidr.family === 'IPv4' ? 32 : 128);
    return isHost && !match.not ? { dst: match.cidr.address } : {};
  }
  if (match.kind === 'protocol') return match.not ? {} : { protocol: match.protocol };
  if (match.kind !== 'transport') return {};
  const { dport, module } = match;
  const exact = dport !== undefined && !dport.not && dport.from === dport.to;
  return exact ? { protocol: protocolOf[module], dport: String(dport.from) } : { protocol: protocolOf[module] };
}

/** Tests behind a stateful match must not be decided ahead of it: its effect happens whether they hold or not. */
function ruleDemand(rule: Rule): Demand {
  const demand: Demand = {};
  for (const match of rule.matches) {
    if (definitionOfMatch(match).stateful) break;
    // Of two demands on one part either will do: the evaluator asks for both anyway.
    Object.assign(demand, demandOf(match));
  }
  return demand;
}

interface Shape {
  readonly parts: readonly Part[];
  readonly rules: Map<string, number[]>;
}

function build(chain: Chain): ChainIndex {
  const shapes = new Map<string, Shape>();
  for (const [position, rule] of chain.rules.entries()) {
    const demand = ruleDemand(rule);
    const present = parts.filter((part) => demand[part] !== undefined);
    const shape = shapes.get(present.join()) ?? { parts: present, rules: new Map<string, number[]>() };
    shapes.set(present.join(), shape);
    const key = present.map((part) => demand[part]).join(' ');
    const positions = shape.rules.get(key);
    if (positions) positions.push(position);
    else shape.rules.set(key, [position]);
  }
  const known = [...shapes.values()];
  return {
    candidates: (packet) => {
      const lists = known.flatMap((shape) => {
        const positions = shape.rules.get(shape.parts.map((part) => String(packet[part])).join(' '));
        return positions ? [positions] : [];
      });
      return lists.length === 1 ? (lists[0] ?? []) : merge(lists);
    },
  };
}

/** Merges a few ascending lists that share no position. */
function* merge(lists: readonly (readonly number[])[]): Iterable<number> {
  const heads = lists.map(() => 0);
  for (;;) {
    let least = Infinity;
    let from = -1;
    for (const [i, list] of lists.entries()) {
      const head = list[heads[i] ?? 0];
      if (head !== undefined && head < least) [least, from] = [head, i];
    }
    if (from < 0) return;
    heads[from] = (heads[from] ?? 0) + 1;
    yield least;
  }
}
