import type { Hop, RuleVisit, Trace } from '../../../sim-core/index.js';

export interface VisitedRule {
  readonly id: string;
  readonly leg: 'request' | 'reply';
  /** Index of the hop in its leg. */
  readonly hop: number;
  readonly visit: RuleVisit;
  readonly table: string;
  readonly hook: string;
  /** The chain by which the kernel enters the table at this hook, where its name is not the hook's. */
  readonly base?: string;
}

const ofKubeProxy = (ruleset: string): boolean => ruleset.startsWith('kube-proxy');

export const ruleIdOf = ({ table, chain, index }: RuleVisit['ref']): string => `${table}/${chain}/${index}`;

function visitsOf(hops: readonly Hop[], leg: VisitedRule['leg'], node: string): readonly VisitedRule[] {
  return hops.flatMap(({ step, place, index }) =>
    step.kind === 'rule' && place.kind === 'node' && place.node === node && ofKubeProxy(step.ruleset)
      ? [
          {
            id: ruleIdOf(step.visit.ref),
            leg,
            hop: index,
            visit: step.visit,
            table: step.table,
            hook: step.hook,
            ...(step.chain === undefined ? {} : { base: step.chain }),
          },
        ]
      : [],
  );
}

/** Rules of a node that the packet met, in its order. */
export const ruleVisits = (trace: Trace | undefined, leg: VisitedRule['leg'], node: string): readonly VisitedRule[] =>
  trace === undefined ? [] : visitsOf(trace[leg], leg, node);

/** How many rules of kube-proxy the node's kernel went through for this leg, matching or not. */
export function evaluatedCount(trace: Trace | undefined, leg: VisitedRule['leg'], node: string): number {
  let count = 0;
  for (const { step, place } of trace?.[leg] ?? []) {
    const here = place.kind === 'node' && place.node === node;
    if (here && step.kind === 'hook' && ofKubeProxy(step.ruleset)) count += step.examined;
  }
  return count;
}
