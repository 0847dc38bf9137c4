import type { Result } from '../../base/result.js';
import type { IpFamily } from '../../net/ip.js';
import type { SkBuff } from '../../net/skb.js';
import type { KernelTx } from '../kernel.js';
import type { RuleVisit, Verdict } from '../verdict.js';
import type { WordReader } from './words.js';

/** A packet on its way through one table: what matches may ask and what targets may change. */
export interface Passage {
  readonly skb: SkBuff;
  readonly tx: KernelTx;
  /** skb->mark as the rules so far left it. */
  mark: number;
  /** How often a rule asked a ipset so far. */
  lookups: number;
  /** The last roll of xt_statistic in the rule under way. */
  roll?: RuleVisit['roll'];
  /** The list in which xt_recent --rcheck found the client, in the rule under way. */
  affinity?: RuleVisit['affinity'];
  /** The element of an ipset that the packet was found to be, in the rule under way. */
  member?: RuleVisit['member'];
  /** The words of the rule under way that nobody here can evaluate. */
  unevaluated?: string;
}

/** How the reader came upon a match: by which option or module name, and after a `!` or not. */
export interface Opening {
  readonly word: string;
  readonly not: boolean;
  readonly family: IpFamily;
}

export type ListColumn = 'prot' | 'in' | 'out' | 'source' | 'destination';

/** What a match adds to a line of `iptables -nvL`: the value of a column, or text after the columns. */
export interface ListFace {
  readonly column?: ListColumn;
  readonly not?: boolean;
  readonly text: string;
}

/** One kind of match, whole: how it is written, read, listed, told in short, and what it means. */
export interface MatchDef<M> {
  /** Where the kernel and iptables define it. */
  readonly cite: string;
  /** The options that are this match, or the modules that `-m` loads for it. */
  readonly options?: readonly string[];
  readonly modules?: readonly string[];
  /** True when asking changes the kernel's state or draws a random number. */
  readonly stateful?: true;
  /** The words of iptables-save; none when the match says nothing. */
  write(match: M, family: IpFamily): readonly string[];
  /** Reads what follows the opening; an undefined match says nothing. */
  read(words: WordReader, opening: Opening): Result<M | undefined, string>;
  evaluate(match: M, passage: Passage): boolean;
  list(match: M, family: IpFamily): ListFace;
  /** A few words for a chain diagram. */
  summarize(match: M): string | undefined;
}

/** What the table does after a rule matched. */
export type Effect =
  | { readonly kind: 'continue' }
  | { readonly kind: 'jump'; readonly chain: string }
  | { readonly kind: 'goto'; readonly chain: string }
  | { readonly kind: 'return' }
  | { readonly kind: 'verdict'; readonly verdict: Verdict };

/** One kind of target, whole. */
export interface TargetDef<T> {
  readonly cite: string;
  /** The name after `-j`; absent for jumps, which name a chain of the table. */
  readonly extension?: string;
  write(target: T): readonly string[];
  /** Reads the options that follow `-j NAME`. */
  read(words: WordReader, name: string): Result<T, string>;
  act(target: T, passage: Passage): Effect;
  /** The target column of `iptables -nvL`, and the text that ends the line. */
  list(target: T): { readonly name: string; readonly text?: string };
  summarize(target: T): string;
}
