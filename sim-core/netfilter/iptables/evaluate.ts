import type { SkBuff } from '../../net/skb.js';
import type { KernelTx } from '../kernel.js';
import type { RuleVisit, TableResult, Verdict } from '../verdict.js';
import { chainIndex } from './chain-index.js';
import type { Effect, Passage } from './definition.js';
import { definitionOfMatch } from './matches.js';
import { ruleId, type Chain, type Rule, type RuleRef, type Table } from './model.js';
import { definitionOfTarget } from './targets.js';

/**
 * Chains entered one from another, by jump or by goto, the base chain included. The kernel refuses rules that could
 * go deeper; a packet that would is dropped.
 * @see include/net/netfilter/nf_tables.h NFT_JUMP_STACK_SIZE, net/netfilter/nf_tables_api.c nft_chain_validate
 */
export const jumpStackSize = 16;

/** A bound of ours on one table's work, far above what a ruleset without loops needs. */
const maxExamined = 5_000_000;

/** Which rules of a chain to ask, in ascending order; those left out must not be able to match. */
export type Candidates = (chain: Chain, skb: SkBuff) => Iterable<number>;

const indexed: Candidates = (chain, skb) => chainIndex(chain).candidates(skb.packet);

/**
 * Sends a packet through a table from one of its built-in chains on.
 * `ruleset` names the rule set in the kernel's counters.
 * @see net/netfilter/nf_tables_core.c nft_do_chain
 */
export function evaluateChain(ruleset: string, table: Table, chain: string, skb: SkBuff, tx: KernelTx): TableResult {
  return evaluateWith(indexed, ruleset, table, chain, skb, tx);
}

/** The same over any choice of candidates; all rules in turn is what the kernel does. */
export function evaluateWith(
  candidates: Candidates,
  ruleset: string,
  table: Table,
  chain: string,
  skb: SkBuff,
  tx: KernelTx,
): TableResult {
  const walk = new TableWalk(candidates, ruleset, table, { skb, tx, mark: skb.mark, lookups: 0 });
  const start = table.chains.get(chain);
  const decision = start && walk.chain(start, 1);
  const policy: Verdict = { kind: start?.policy === 'DROP' ? 'drop' : 'accept' };
  return walk.result(decision ?? { verdict: policy });
}

/** A verdict and the rule that gave it. */
interface Decision {
  readonly verdict: Verdict;
  readonly by?: RuleRef;
}

class TableWalk {
  readonly #candidates: Candidates;
  readonly #ruleset: string;
  readonly #table: Table;
  readonly #passage: Passage;
  readonly #visits: RuleVisit[] = [];
  #examined = 0;

  constructor(candidates: Candidates, ruleset: string, table: Table, passage: Passage) {
    this.#candidates = candidates;
    this.#ruleset = ruleset;
    this.#table = table;
    this.#passage = passage;
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
  chain(chain: Chain, depth: number): Decision | undefined {
    let next = 0;
    for (const index of this.#candidates(chain, this.#passage.skb)) {
      this.#examined += index + 1 - next;
      next = index + 1;
      if (this.#examined > maxExamined) return { verdict: { kind: 'drop' } };
      const rule = chain.rules[index];
      const ref: RuleRef = { table: this.#table.name, chain: chain.name, index };
      if (rule === undefined || !this.#matches(rule, ref)) continue;
      const effect = this.#act(rule, ref);
      if (effect.kind === 'return') return undefined;
      if (effect.kind === 'verdict') return { verdict: effect.verdict, by: ref };
      if (effect.kind === 'continue') continue;
      const decision = this.#enter(effect.chain, ref, depth);
      if (decision !== undefined || effect.kind === 'goto') return decision;
    }
    this.#examined += chain.rules.length - next;
    return undefined;
  }

  #enter(name: string, by: RuleRef, depth: number): Decision | undefined {
    const chain = this.#table.chains.get(name);
    if (chain === undefined) return undefined;
    return depth >= jumpStackSize ? { verdict: { kind: 'drop' }, by } : this.chain(chain, depth + 1);
  }

  #matches(rule: Rule, ref: RuleRef): boolean {
    const passage = this.#passage;
    delete passage.roll;
    delete passage.affinity;
    delete passage.member;
    delete passage.unevaluated;
    for (const match of rule.matches) {
      if (definitionOfMatch(match).evaluate(match, passage)) continue;
      const told = toldByMatches(passage);
      if (told !== undefined) this.#visits.push({ ref, matched: false, ...told });
      return false;
    }
    return true;
  }

  #act(rule: Rule, ref: RuleRef): Effect {
    const passage = this.#passage;
    const { mark, roll, affinity, member } = passage;
    passage.tx.count(this.#ruleset, ruleId(ref), passage.skb.packet.length);
    const effect: Effect = rule.target
      ? definitionOfTarget(rule.target).act(rule.target, passage)
      : { kind: 'continue' };
    this.#visits.push({
      ref,
      matched: true,
      ...(passage.mark !== mark && { mark: passage.mark }),
      ...(roll && { roll }),
      ...(affinity && { affinity }),
      ...(member && { member }),
      ...(passage.unevaluated !== undefined && { unevaluated: passage.unevaluated }),
    });
    return effect;
  }
}

/** What a rule's matches told although the rule did not match; undefined when nothing is worth telling. */
function toldByMatches({ roll, unevaluated }: Passage): Pick<RuleVisit, 'roll' | 'unevaluated'> | undefined {
  if (roll === undefined && unevaluated === undefined) return undefined;
  return { ...(roll && { roll }), ...(unevaluated !== undefined && { unevaluated }) };
}
