/** Ways to break rules on purpose: a test that still agrees afterwards would not be one. */
import type { Rule, Ruleset, Target } from '../netfilter/iptables/model.js';

export interface Mutation {
  readonly name: string;
  /** What it does, for the report. */
  readonly about: string;
  iptables(ruleset: Ruleset): Ruleset;
}

const wrongPort = (port: number): number => (port % 65535) + 1;

/** Each rule by what `change` makes of it; none where it makes none. */
const editRules = (ruleset: Ruleset, change: (rule: Rule) => readonly Rule[]): Ruleset => ({
  ...ruleset,
  tables: ruleset.tables.map((table) => ({
    ...table,
    chains: new Map([...table.chains].map(([name, chain]) => [name, { ...chain, rules: chain.rules.flatMap(change) }])),
  })),
});

const without =
  (kind: Target['kind']) =>
  (rule: Rule): readonly Rule[] =>
    rule.target?.kind === kind ? [] : [rule];

const dnat: Mutation = {
  name: 'dnat',
  about: 'the first DNAT rule leads to the next port',
  iptables: (ruleset) => {
    let done = false;
    return editRules(ruleset, (rule) => {
      if (done || rule.target?.kind !== 'dnat' || rule.target.port === undefined) return [rule];
      done = true;
      return [{ ...rule, target: { ...rule.target, port: wrongPort(rule.target.port) } }];
    });
  },
};

const masquerade: Mutation = {
  name: 'masquerade',
  about: 'no rule masquerades',
  iptables: (ruleset) => editRules(ruleset, without('masquerade')),
};

const reject: Mutation = {
  name: 'reject',
  about: 'no rule rejects',
  iptables: (ruleset) => editRules(ruleset, without('reject')),
};

export const mutations: readonly Mutation[] = [dnat, masquerade, reject];
