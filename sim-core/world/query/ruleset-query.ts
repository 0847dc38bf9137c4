import type { IpFamily } from '../../net/ip.js';
import { ruleId, type Chain, type Ruleset } from '../../netfilter/iptables/model.js';
import { summarizeRule } from '../../netfilter/iptables/summary.js';
import { writeRule, writeRuleset } from '../../netfilter/iptables/write.js';
import type { Counter } from '../../netfilter/kernel.js';
import type { Dataplane } from '../../proxy/dataplane.js';
import type { Snapshot } from '../snapshot.js';
import type { ChainView, RuleLineView, RulesetView } from '../view.js';
import { leftoversIn, type LeftoverOf } from './leftover-rules.js';
import { nftRulesetView } from './nft-ruleset-query.js';

type CountersById = ReadonlyMap<string, Counter>;

/** A node's rules of one family as iptables-save prints them, each line tied to what it stands for. */
export function rulesetView(
  snapshot: Snapshot,
  node: string,
  family: IpFamily,
  engine?: 'iptables' | 'nftables',
): RulesetView | undefined {
  const rules = snapshot.rules.get(node);
  // The rules that kube-proxy writes now come first at every hook, before those of former modes.
  const [own] = rules?.dataplane.hooks ?? [];
  if (rules !== undefined && (engine ?? own?.enter.engine) === 'nftables')
    return nftRulesetView(snapshot, node, family, rules);
  const found = rules && rulesetOf(rules.dataplane, family);
  if (rules === undefined || found === undefined) return undefined;
  const [name, ruleset] = found;
  const nothing: Ruleset = { family, tables: [] };
  const before = rules.previous && (rulesetOf(rules.previous, family)?.[1] ?? nothing);
  return {
    revision: rules.revision,
    node,
    lines: lineViews(
      ruleset,
      snapshot.kernels.get(node)?.counters.get(name) ?? new Map(),
      leftoversIn(rules, ruleset.family),
    ),
    chains: chainViews(ruleset),
    diff: difference(before, ruleset),
  };
}

const rulesetOf = (dataplane: Dataplane, family: IpFamily): readonly [string, Ruleset] | undefined =>
  [...dataplane.iptables].find(([, ruleset]) => ruleset.family === family);

/** The writer's lines in its own order: tables, and in each the chains and then the rules. */
function lineViews(ruleset: Ruleset, counters: CountersById, leftover: LeftoverOf): readonly RuleLineView[] {
  const meanings = ruleset.tables.flatMap(({ name: table, chains }): readonly Omit<RuleLineView, 'text'>[] => [
    { kind: 'table', table },
    ...[...chains.keys()].map((chain) => ({ kind: 'chain', table, chain }) as const),
    ...[...chains.values()].flatMap((chain) =>
      chain.rules.map(({ origin }, index) => {
        const id = ruleId({ table, chain: chain.name, index });
        const { packets, bytes } = counters.get(id) ?? { packets: 0, bytes: 0 };
        return {
          kind: 'rule',
          table,
          chain: chain.name,
          ruleId: id,
          ...(origin && { origin }),
          packets,
          bytes,
        } as const;
      }),
    ),
    { kind: 'commit', table },
  ]);
  const texts = writeRuleset(ruleset).split('\n');
  return meanings.map((meaning, line) => {
    const text = texts[line] ?? '';
    const { table, chain } = meaning;
    const of = chain === undefined ? undefined : leftover(table, chain, meaning.kind === 'rule' ? text : undefined);
    return { text, ...meaning, ...(of !== undefined && { leftoverOf: of }) };
  });
}

const chainViews = (ruleset: Ruleset): readonly ChainView[] =>
  ruleset.tables.flatMap(({ name: table, chains }) =>
    [...chains.values()].map((chain) => ({
      table,
      name: chain.name,
      rules: chain.rules.map((rule, index) => ({
        ruleId: ruleId({ table, chain: chain.name, index }),
        ...summarizeRule(rule),
      })),
    })),
  );

/** Rule texts that came and went; a chain that is the very same object holds neither. */
function difference(before: Ruleset | undefined, after: Ruleset): RulesetView['diff'] {
  if (before === undefined) return { added: [], removed: [] };
  const added: string[] = [];
  const removed: string[] = [];
  for (const { name } of after.tables) {
    const [old, now] = [before, after].map((ruleset) => ruleset.tables.find((table) => table.name === name)?.chains);
    const chains = new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])]);
    for (const chain of chains) {
      const [was, is] = [old?.get(chain), now?.get(chain)];
      if (was === is) continue;
      const [wasTexts, isTexts] = [texts(was, after.family), texts(is, after.family)];
      added.push(...without(isTexts, wasTexts));
      removed.push(...without(wasTexts, isTexts));
    }
  }
  return { added, removed };
}

const texts = (chain: Chain | undefined, family: IpFamily): readonly string[] =>
  chain?.rules.map((rule) => writeRule(chain.name, rule, family)) ?? [];

function without(all: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return all.filter((text) => !known.has(text));
}
