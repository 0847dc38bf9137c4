import type { Result } from '../../base/result.js';
import type { SkBuff } from '../../net/skb.js';
import type { KernelTx } from '../kernel.js';
import type { RuleVisit, Verdict } from '../verdict.js';
import type { DataType, Expression, NftFamily, NftTable, NftVerdict, Scalar } from './model.js';
import type { NftWords } from './words.js';

/** A packet on its way through one base chain: what expressions may ask and what statements may change. */
export interface Passage {
  readonly skb: SkBuff;
  readonly tx: KernelTx;
  readonly table: NftTable;
  /** The table's name in the kernel's counters and sets. */
  readonly tableId: string;
  /** skb->mark as the rules so far left it. */
  mark: number;
  /** How often a rule asked a set or map so far. */
  lookups: number;
  /** Adds a packet to the counter of the rule under way. */
  count: () => void;
  /** What the rule under way drew, looked up and found. */
  numgen?: RuleVisit['numgen'];
  lookup?: RuleVisit['lookup'];
  affinity?: RuleVisit['affinity'];
  /** The words of the rule under way that nobody here can evaluate. */
  unevaluated?: string;
}

/** What a register holds; undefined when the packet has no such thing, and then the rule does not match. */
export type Loaded = Scalar | readonly Scalar[] | undefined;

/** One kind of expression, whole. */
export interface ExpressionDef<E> {
  /** Where nft and the kernel define it. */
  readonly cite: string;
  /** The words that begin it; none for those that are put together from others. */
  readonly words: readonly string[];
  write(expression: E): string;
  /** Reads what follows the first word. */
  read(words: NftWords, first: string): Result<E, string>;
  type(expression: E): readonly DataType[];
  evaluate(expression: E, passage: Passage): Loaded;
}

/** What a statement does to the packet's way through the rules. */
export type Effect =
  | { readonly kind: 'next' }
  /** NFT_BREAK: the rule ends here, the next one is asked. */
  | { readonly kind: 'break' }
  | { readonly kind: 'verdict'; readonly verdict: NftVerdict }
  /** The base chain ends with this. */
  | { readonly kind: 'final'; readonly verdict: Verdict };

export const next: Effect = { kind: 'next' };
export const stop: Effect = { kind: 'break' };

/** One kind of statement, whole. */
export interface StatementDef<S> {
  readonly cite: string;
  /** The words that begin it; none for those that begin with an expression. */
  readonly words: readonly string[];
  write(statement: S, family: NftFamily): string;
  /** Reads what follows the first word, or the expression. */
  read(words: NftWords, begin: Beginning): Result<S, string>;
  evaluate(statement: S, passage: Passage): Effect;
}

/** How the reader came upon a statement. */
export interface Beginning {
  readonly word: string;
  readonly left: Expression | undefined;
  readonly family: NftFamily;
}

/** The text by which an element is found in a set. */
export const keyText = (loaded: Exclude<Loaded, undefined>): string =>
  typeof loaded === 'object' ? loaded.join(' . ') : String(loaded);
