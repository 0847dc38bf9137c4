import type { Cidr } from '../../net/cidr.js';
import type { IpFamily } from '../../net/ip.js';
import type { PacketSide, Protocol } from '../../net/packet.js';
import type { Origin } from '../../kube/key.js';

/** An unsigned 31-bit integer, as xt_statistic keeps its probability. */
export type U31 = number;

export type CtStateName = 'INVALID' | 'NEW' | 'RELATED' | 'ESTABLISHED' | 'UNTRACKED' | 'SNAT' | 'DNAT';
export type AddrType =
  'UNSPEC' | 'UNICAST' | 'LOCAL' | 'BROADCAST' | 'ANYCAST' | 'MULTICAST' | 'BLACKHOLE' | 'UNREACHABLE' | 'PROHIBIT';

/**
 * One test of a rule. A rule's matches keep the order in which iptables-save prints them:
 * source, destination, inInterface, outInterface, protocol, then the `-m` matches as they were given.
 */
export type Match =
  | { readonly kind: 'source'; readonly not?: true; readonly cidr: Cidr }
  | { readonly kind: 'destination'; readonly not?: true; readonly cidr: Cidr }
  | { readonly kind: 'inInterface'; readonly not?: true; readonly name: string }
  | { readonly kind: 'outInterface'; readonly not?: true; readonly name: string }
  | { readonly kind: 'protocol'; readonly not?: true; readonly protocol: Protocol }
  | { readonly kind: 'comment'; readonly text: string }
  /** `-m tcp|udp|sctp [--dport N]`; without ports it only names the protocol module. */
  | {
      readonly kind: 'transport';
      readonly module: 'tcp' | 'udp' | 'sctp';
      readonly dport?: { readonly not?: true; readonly from: number; readonly to: number };
      readonly sport?: { readonly not?: true; readonly from: number; readonly to: number };
    }
  | { readonly kind: 'mark'; readonly not?: true; readonly value: number; readonly mask: number }
  | { readonly kind: 'conntrack'; readonly not?: true; readonly states: readonly CtStateName[] }
  | {
      readonly kind: 'addrtype';
      readonly source?: { readonly not?: true; readonly type: AddrType };
      readonly destination?: { readonly not?: true; readonly type: AddrType };
    }
  /** Matches when a 31-bit random number is below the threshold (kernel: xt_statistic mode random). */
  | { readonly kind: 'statistic'; readonly not?: true; readonly threshold: U31 }
  | {
      readonly kind: 'recent';
      readonly not?: true;
      readonly op: 'set' | 'rcheck';
      readonly name: string;
      readonly seconds?: number;
      readonly reap?: true;
      readonly mask: string;
    }
  | { readonly kind: 'nfacct'; readonly name: string }
  | {
      readonly kind: 'state';
      readonly not?: true;
      readonly states: readonly Exclude<CtStateName, 'SNAT' | 'DNAT'>[];
    }
  /** `-m set --match-set NAME dst,dst,src`. */
  | { readonly kind: 'set'; readonly not?: true; readonly name: string; readonly sides: readonly PacketSide[] }
  /** `-m physdev --physdev-is-in`. */
  | { readonly kind: 'physdev'; readonly not?: true }
  /** Read from a real node and kept word for word: nobody here can say whether it holds. */
  | { readonly kind: 'unknown'; readonly words: readonly string[] };

export type RejectWith =
  'icmp-port-unreachable' | 'icmp6-port-unreachable' | 'icmp-admin-prohibited' | 'icmp6-adm-prohibited' | 'tcp-reset';

/** What a matching rule does. */
export type Target =
  | { readonly kind: 'jump'; readonly chain: string }
  | { readonly kind: 'goto'; readonly chain: string }
  | { readonly kind: 'accept' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'return' }
  | { readonly kind: 'reject'; readonly with: RejectWith }
  | { readonly kind: 'mark'; readonly value: number; readonly mask: number }
  | { readonly kind: 'dnat'; readonly address: string; readonly port?: number }
  | { readonly kind: 'snat'; readonly address: string; readonly port?: number }
  | { readonly kind: 'redirect'; readonly port?: number }
  | { readonly kind: 'masquerade'; readonly randomFully?: true }
  /** Read from a real node and kept word for word: nobody here can say what it does. */
  | { readonly kind: 'unknown'; readonly words: readonly string[] };

export interface Rule {
  readonly matches: readonly Match[];
  /** Absent for a rule that only counts. */
  readonly target?: Target;
  readonly origin?: Origin;
}

export interface Chain {
  readonly name: string;
  /** Built-in chains only. */
  readonly policy?: 'ACCEPT' | 'DROP';
  readonly rules: readonly Rule[];
}

export type TableName = 'raw' | 'mangle' | 'nat' | 'filter';

export interface Table {
  readonly name: TableName;
  /** In the order of iptables-save: built-in chains by hook, then the others by name. */
  readonly chains: ReadonlyMap<string, Chain>;
}

/** What one `iptables-save` (or `ip6tables-save`) holds, in the order it prints its tables. */
export interface Ruleset {
  readonly family: IpFamily;
  readonly tables: readonly Table[];
}

/** A rule's place, which is its identity within one ruleset. `index` counts from 0. */
export interface RuleRef {
  readonly table: string;
  readonly chain: string;
  readonly index: number;
}

export const ruleId = (ref: RuleRef): string => `${ref.table}/${ref.chain}/${ref.index}`;
