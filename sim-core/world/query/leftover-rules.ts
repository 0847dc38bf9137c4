import type { Ruleset } from '../../netfilter/iptables/model.js';
import { writeRule } from '../../netfilter/iptables/write.js';
import type { Dataplane } from '../../proxy/dataplane.js';
import type { NodeRules } from '../snapshot.js';

/** The mode that left a rule (or, without a rule, a chain) behind; undefined for what kube-proxy keeps up to date. */
export type LeftoverOf = (table: string, chain: string, rule?: string) => string | undefined;

type Texts = ReadonlyMap<string, ReadonlySet<string>>;

const setOf = (dataplane: Dataplane, family: string): Ruleset | undefined =>
  [...dataplane.iptables.values()].find((ruleset) => ruleset.family === family);

function textsOf(ruleset: Ruleset | undefined): Texts {
  return new Map(
    ruleset?.tables.flatMap(({ name, chains }) =>
      [...chains.values()].map((chain) => {
        const rules = chain.rules.map((rule) => writeRule(chain.name, rule, ruleset.family));
        return [`${name}/${chain.name}`, new Set(rules)] as const;
      }),
    ),
  );
}

export const noLeftovers: LeftoverOf = () => undefined;

/** Tells apart what the running mode wrote from what lies beneath it. */
export function leftoversIn({ compiled, leftovers = [] }: NodeRules, family: string): LeftoverOf {
  if (leftovers.length === 0) return noLeftovers;
  const own = textsOf(setOf(compiled.dataplane, family));
  const former = leftovers.map((dataplane) => [dataplane.mode, textsOf(setOf(dataplane, family))] as const);
  return (table, chain, rule) => {
    const has = (texts: Texts): boolean => {
      const rules = texts.get(`${table}/${chain}`);
      return rule === undefined ? rules !== undefined : rules?.has(rule) === true;
    };
    return has(own) ? undefined : former.findLast(([, texts]) => has(texts))?.[0];
  };
}
