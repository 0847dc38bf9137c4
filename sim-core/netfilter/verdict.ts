import type { IpsetMember } from './kernel.js';
import type { RejectWith, RuleRef } from './iptables/model.js';

/** What a table (or any other engine at a hook) decided about a packet. */
export type Verdict =
  | { readonly kind: 'accept' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'reject'; readonly with: RejectWith }
  /** Only from nat tables: conntrack sets up the translation, then the packet goes on. */
  | { readonly kind: 'dnat'; readonly address: string; readonly port?: number }
  | { readonly kind: 'snat'; readonly address: string; readonly port?: number }
  | { readonly kind: 'masquerade'; readonly randomFully: boolean };

/** One rule that a packet met and that is worth telling: it matched, or it rolled the dice and lost. */
export interface RuleVisit {
  readonly ref: RuleRef;
  readonly matched: boolean;
  /** skb->mark after the rule, when the rule changed it. */
  readonly mark?: number;
  /** xt_statistic: the 31-bit number drawn and the threshold it had to be below. */
  readonly roll?: { readonly drawn: number; readonly threshold: number };
  /** xt_recent --rcheck found the client: session affinity decided. */
  readonly affinity?: { readonly list: string };
  /** The element of an ipset for which the rule matched. */
  readonly member?: IpsetMember;
  /**
   * Words of the rule that are not modelled. A test among them never holds, and then `matched` is false; a target
   * among them does nothing.
   */
  readonly unevaluated?: string;
  /** nftables: the element of a verdict map that decided where the packet goes. */
  readonly lookup?: { readonly map: string; readonly key: string };
  /** nftables numgen: the number drawn, and how many there were to draw from. */
  readonly numgen?: { readonly drawn: number; readonly modulus: number };
}

export interface TableResult {
  readonly verdict: Verdict;
  /** The rule that gave the verdict; absent when the chain's policy did. */
  readonly decidedBy?: RuleRef;
  readonly mark: number;
  readonly visits: readonly RuleVisit[];
  /** How many rules the kernel would have examined, matching or not. */
  readonly examined: number;
  /** How often a set or map was asked, whether it held the packet or not. */
  readonly lookups?: number;
}
