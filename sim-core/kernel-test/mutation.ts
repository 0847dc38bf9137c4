/** Ways to break rules on purpose: a test that still agrees afterwards would not be one. */
import { hostPort } from '../net/ip.js';
import type { Rule, Ruleset, Target } from '../netfilter/iptables/model.js';
import type { NftRule, NftTable, Statement } from '../netfilter/nftables/model.js';

export interface Mutation {
  readonly name: string;
  /** What it does, for the report. */
  readonly about: string;
  /** `victim` is a backend, as address and port, that some probe reaches. */
  iptables(ruleset: Ruleset, victim: string): Ruleset;
  nftables(table: NftTable, victim: string): NftTable;
}

/** A mutation, and the backend it is for. */
export interface Damage {
  readonly mutation: Mutation;
  readonly victim: string;
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

const editNftRules = (table: NftTable, change: (rule: NftRule) => readonly NftRule[]): NftTable => ({
  ...table,
  chains: new Map([...table.chains].map(([name, chain]) => [name, { ...chain, rules: chain.rules.flatMap(change) }])),
});

const withoutNft =
  (kind: Statement['kind']) =>
  (rule: NftRule): readonly NftRule[] =>
    rule.statements.some((statement) => statement.kind === kind) ? [] : [rule];

const without =
  (kind: Target['kind']) =>
  (rule: Rule): readonly Rule[] =>
    rule.target?.kind === kind ? [] : [rule];

const dnat: Mutation = {
  name: 'dnat',
  about: 'one backend is looked for on the next port',
  iptables: (ruleset, victim) =>
    editRules(ruleset, (rule) => {
      const { target } = rule;
      if (target?.kind !== 'dnat' || target.port === undefined || hostPort(target.address, target.port) !== victim) {
        return [rule];
      }
      return [{ ...rule, target: { ...target, port: wrongPort(target.port) } }];
    }),
  nftables: (table, victim) => {
    const change = (statement: Statement): Statement =>
      statement.kind === 'dnat' &&
      statement.port !== undefined &&
      hostPort(statement.address, statement.port) === victim
        ? { ...statement, port: wrongPort(statement.port) }
        : statement;
    return editNftRules(table, (rule) => [{ ...rule, statements: rule.statements.map(change) }]);
  },
};

const masquerade: Mutation = {
  name: 'masquerade',
  about: 'no rule masquerades',
  iptables: (ruleset) => editRules(ruleset, without('masquerade')),
  nftables: (table) => editNftRules(table, withoutNft('masquerade')),
};

const reject: Mutation = {
  name: 'reject',
  about: 'no rule rejects',
  iptables: (ruleset) => editRules(ruleset, without('reject')),
  nftables: (table) => editNftRules(table, withoutNft('reject')),
};

export const mutations: readonly Mutation[] = [dnat, masquerade, reject];
