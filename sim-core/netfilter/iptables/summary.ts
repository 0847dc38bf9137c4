import { definitionOfMatch } from './matches.js';
import type { Rule } from './model.js';
import { definitionOfTarget } from './targets.js';

/** A rule in a few words, for a diagram of chains. */
export interface RuleSummary {
  /** What the rule tests, such as `10.96.0.1 tcp 443`; empty when every packet matches. */
  readonly summary: string;
  /** What it does, such as `DNAT 10.244.1.11:8080`; empty when it only counts. */
  readonly target: string;
  /** The chain in which a matching packet goes on. */
  readonly jumpsTo?: string;
  readonly comment?: string;
}

export function summarizeRule(rule: Rule): RuleSummary {
  const { target, matches } = rule;
  const tests = matches.flatMap((match) => definitionOfMatch(match).summarize(match) ?? []);
  const comment = matches.flatMap((match) => (match.kind === 'comment' ? [match.text] : [])).join('; ');
  return {
    summary: tests.join(' '),
    target: target ? definitionOfTarget(target).summarize(target) : '',
    ...((target?.kind === 'jump' || target?.kind === 'goto') && { jumpsTo: target.chain }),
    ...(comment !== '' && { comment }),
  };
}
