import type { SkBuff } from '../../net/skb.js';
import type { KernelTx } from '../kernel.js';
import { ruleId, type RuleRef } from '../iptables/model.js';
import type { RuleVisit, TableResult, Verdict } from '../verdict.js';
import { next, type Effect, type Passage } from './definition.js';
import { tableId, type NftChain, type NftRule, type NftTable } from './model.js';
import { evaluateStatement } from './statements.js';

/** Chains under way at once, the base chain included. @see include/net/netfilter/nf_tables.h NFT_JUMP_STACK_SIZE */
const jumpStackSize = 16;

/** A bound of ours on one base chain's work, far above what a ruleset without loops needs. */
const maxExamined = 1_000_000;

/**
 * Sends a packet through a base chain of a table.
 * @see net/netfilter/nf_tables_core.c nft_do_chain
 */
export function evaluateBaseChain(table: NftTable, name: string, skb: SkBuff, tx: KernelTx): TableResult {
  const walk = new ChainWalk(table, skb, tx);
  const start = table.chains.get(name);
  const decision = start && walk.chain(start, 1);
  const policy: Verdict = { kind: start?.base?.policy === 'drop' ? 'drop' : 'accept' };
  return walk.result(decision ?? { verdict: policy });
}

/** A verdict and the rule that gave it. */
interface Decision {
  readonly verdict: Verdict;
  readonly by?: RuleRef;
}

class ChainWalk {
  readonly #passage: Passage;
  readonly #visits: RuleVisit[] = [];
  #examined = 0;
  #ref: RuleRef = { table: '', chain: '', index: 0 };

  constructor(table: NftTable, skb: SkBuff, tx: KernelTx) {
    const id = tableId(table);
    const count = (): void => {
      tx.count(id, ruleId(this.#ref), skb.packet.length);
    };
    this.#passage = { table, tableId: id, skb, tx, mark: skb.mark, lookups: 0, count };
  }

  result({ verdict, by }: Decision): TableResult {
    const { lookups } = this.#passage;
    return {
      verdict,
      ...(by && { decidedBy: by }),
      mark: this.#passage.mark,
      visits: this.#visits,
      examined: this.#examined,
      ...(lookups > 0 && { lookups }),
    };
  }

  /** Walks a chain to its end or to a verdict; `depth` counts the chains under way. */
  chain(chain: NftChain, depth: number): Decision | undefined {
    for (const [index, rule] of chain.rules.entries()) {
      if (++this.#examined > maxExamined) return { verdict: { kind: 'drop' } };
      const ref: RuleRef = { table: this.#passage.table.name, chain: chain.name, index };
      const effect = this.#rule(rule, ref);
      if (effect.kind === 'final') return { verdict: effect.verdict, by: ref };
      if (effect.kind !== 'verdict') continue;
      const { verdict } = effect;
      if (verdict.kind === 'return') return undefined;
      if (verdict.kind === 'accept' || verdict.kind === 'drop') return { verdict: { kind: verdict.kind }, by: ref };
      if (verdict.kind === 'continue') continue;
      const decision = this.#enter(verdict.chain, ref, depth);
      if (decision !== undefined || verdict.kind === 'goto') return decision;
    }
    return undefined;
  }

  #enter(name: string, by: RuleRef, depth: number): Decision | undefined {
    const chain = this.#passage.table.chains.get(name);
    if (chain === undefined) return undefined;
    return depth >= jumpStackSize ? { verdict: { kind: 'drop' }, by } : this.chain(chain, depth + 1);
  }

  /** The rule's steps until one does not match or decides. */
  #rule(rule: NftRule, ref: RuleRef): Effect {
    const passage = this.#passage;
    const markBefore = passage.mark;
    this.#ref = ref;
    delete passage.numgen;
    delete passage.lookup;
    delete passage.affinity;
    delete passage.unevaluated;
    let effect: Effect = next;
    for (const step of rule.statements) {
      effect = evaluateStatement(step, passage);
      if (effect.kind !== 'next') break;
    }
    const { unevaluated } = passage;
    if (effect.kind !== 'break') this.#visit(ref, markBefore);
    else if (unevaluated !== undefined) this.#visits.push({ ref, matched: false, unevaluated });
    return effect;
  }

  #visit(ref: RuleRef, markBefore: number): void {
    const { mark, numgen, lookup, affinity } = this.#passage;
    this.#visits.push({
      ref,
      matched: true,
      ...(mark !== markBefore && { mark }),
      ...(numgen && { numgen }),
      ...(lookup && { lookup }),
      ...(affinity && { affinity }),
    });
  }
}
