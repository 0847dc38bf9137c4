import type { NftFamily, NftRule, Statement } from './model.js';
import { writeStatement } from './statements.js';

/** A rule in a few words, for a diagram of chains. */
export interface NftRuleSummary {
  /** What the rule tests; empty when every packet matches. */
  readonly summary: string;
  /** What it does. */
  readonly target: string;
  /** The chain in which a matching packet goes on. */
  readonly jumpsTo?: string;
  /** Chains between which a number decides. */
  readonly jumpsToEach?: readonly string[];
  /** The map that decides. */
  readonly lookup?: string;
  readonly comment?: string;
}

const isTest = ({ kind }: Statement): boolean => kind === 'match' || kind === 'counter';

export function summarizeNftRule({ statements, comment }: NftRule, family: NftFamily): NftRuleSummary {
  const words = (steps: readonly Statement[]): string => steps.map((step) => writeStatement(step, family)).join(' ');
  const verdict = statements.flatMap((step) => (step.kind === 'verdict' ? [step.verdict] : [])).at(-1);
  const map = statements.flatMap((step) => (step.kind === 'vmap' ? [step.map] : [])).at(-1);
  const draws = map?.kind === 'inline' ? map.elements : [];
  return {
    summary: words(statements.filter(isTest)),
    target: map?.kind === 'inline' ? `1 of ${draws.length}` : words(statements.filter((step) => !isTest(step))),
    ...(verdict && 'chain' in verdict && { jumpsTo: verdict.chain }),
    ...(draws.length > 0 && {
      jumpsToEach: draws.flatMap((draw) => ('chain' in draw.verdict ? [draw.verdict.chain] : [])),
    }),
    ...(map?.kind === 'named' && { lookup: map.map }),
    ...(comment !== undefined && { comment }),
  };
}
