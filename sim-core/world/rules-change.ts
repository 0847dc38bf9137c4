import type { Rule, Ruleset } from '../netfilter/iptables/model.js';
import { writeRule } from '../netfilter/iptables/write.js';
import type { Dataplane } from '../proxy/dataplane.js';

/** Whether a node's new rules say anything else than its old ones. What the compile reused is not read again. */
export function changesRules(before: Dataplane, after: Dataplane): boolean {
  if (before === after) return false;
  if (before.iptables.size !== after.iptables.size) return true;
  return [...after.iptables].some(([name, ruleset]) => {
    const old = before.iptables.get(name);
    return old === undefined || rulesetChanges(old, ruleset);
  });
}

const rulesetChanges = (before: Ruleset, after: Ruleset): boolean =>
  before !== after &&
  (before.tables.length !== after.tables.length ||
    after.tables.some((table, i) => {
      const old = before.tables[i];
      if (old?.name !== table.name || old.chains.size !== table.chains.size) return true;
      return [...table.chains].some(([name, chain]) => {
        const was = old.chains.get(name);
        if (was === chain) return false;
        if (was?.rules.length !== chain.rules.length) return true;
        return chain.rules.some((rule, j) => ruleChanges(name, was.rules[j], rule, after));
      });
    }));

const ruleChanges = (chain: string, before: Rule | undefined, after: Rule, { family }: Ruleset): boolean =>
  before !== after && (before === undefined || writeRule(chain, before, family) !== writeRule(chain, after, family));
