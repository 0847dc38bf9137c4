import type { IpFamily } from '../../net/ip.js';
import { ruleId, type Chain, type Ruleset } from '../../netfilter/iptables/model.js';
import { summarizeRule } from '../../netfilter/iptables/summary.js';
import { unsharedChains } from '../../netfilter/iptables/unshared-chains.js';
import { writeChain, writeRule } from '../../netfilter/iptables/write.js';
import type { Counter } from '../../netfilter/kernel.js';
import type { Dataplane } from '../../proxy/dataplane.js';
import type { NodeRules, Snapshot } from '../snapshot.js';
import type { ChainView, RuleLineView, RulesetView } from '../view.js';
import { leftoversIn, noLeftovers, type LeftoverOf } from './leftover-rules.js';
import { nftRulesetView } from './nft-ruleset-query.js';
import { perTable } from './per-table.js';

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
  const counters = snapshot.kernels.get(node)?.counters.get(name) ?? uncounted;
  const known = views.get(ruleset);
  if (known?.rules === rules && known.counters === counters) return known.view;
  const before = rules.previous && (rulesetOf(rules.previous, family)?.[1] ?? { family, tables: [] });
  const view: RulesetView = {
    revision: rules.revision,
    node,
    lines: lineViews(ruleset, counters, leftoversIn(rules, ruleset.family)),
    chains: ruleset.tables.flatMap(({ name, chains }) =>
      Array.from(chains.values(), chainViewsIn(name, ruleset.family)),
    ),
    diff: difference(before, ruleset),
  };
  views.set(ruleset, { rules, counters, view });
  return view;
}

const uncounted: CountersById = new Map();

/** The newest view of a ruleset, and what else it was made from. */
const views = new WeakMap<
  Ruleset,
  { readonly rules: NodeRules; readonly counters: CountersById; readonly view: RulesetView }
>();

const rulesetOf = (dataplane: Dataplane, family: IpFamily): readonly [string, Ruleset] | undefined =>
  [...dataplane.iptables].find(([, ruleset]) => ruleset.family === family);

/** The writer's lines in its own order: tables, and in each the chains and then the rules. */
function lineViews(ruleset: Ruleset, counters: CountersById, leftover: LeftoverOf): readonly RuleLineView[] {
  const counted = (line: RuleLineView): RuleLineView => {
    const counter = line.ruleId === undefined ? undefined : counters.get(line.ruleId);
    return counter === undefined ? line : { ...line, packets: counter.packets, bytes: counter.bytes };
  };
  const marked = (line: RuleLineView): RuleLineView => {
    const { table, chain, kind, text } = line;
    const of = chain === undefined ? undefined : leftover(table, chain, kind === 'rule' ? text : undefined);
    return of === undefined ? line : { ...line, leftoverOf: of };
  };
  const lines = ruleset.tables.flatMap(({ name: table, chains }): readonly RuleLineView[] => {
    const written = Array.from(chains.values(), linesIn(table, ruleset.family));
    return [
      { text: `*${table}`, kind: 'table', table },
      ...written.map(({ head }) => head),
      ...written.flatMap(({ rules }) => rules),
      { text: 'COMMIT', kind: 'commit', table },
    ];
  });
  const all = counters.size === 0 ? lines : lines.map(counted);
  return leftover === noLeftovers ? all : all.map(marked);
}

interface ChainLines {
  readonly head: RuleLineView;
  /** As if no packet had come yet. */
  readonly rules: readonly RuleLineView[];
}

const linesIn = perTable((table, chain: Chain, family: IpFamily): ChainLines => {
  const { name } = chain;
  return {
    head: { text: writeChain(chain), kind: 'chain', table, chain: name },
    rules: chain.rules.map((rule, index) => ({
      text: writeRule(name, rule, family),
      kind: 'rule',
      table,
      chain: name,
      ruleId: ruleId({ table, chain: name, index }),
      ...(rule.origin && { origin: rule.origin }),
      packets: 0,
      bytes: 0,
    })),
  };
});

const chainViewsIn = perTable((table, { name, rules }: Chain, _family: IpFamily): ChainView => ({
  table,
  name,
  rules: rules.map((rule, index) => ({ ruleId: ruleId({ table, chain: name, index }), ...summarizeRule(rule) })),
}));

/** Rule texts that came and went; a chain that is the very same object holds neither. */
function difference(before: Ruleset | undefined, after: Ruleset): RulesetView['diff'] {
  if (before === undefined) return { added: [], removed: [] };
  const added: string[] = [];
  const removed: string[] = [];
  for (const { name, chains: now } of after.tables) {
    const old = before.tables.find((table) => table.name === name)?.chains ?? nothing;
    for (const chain of unsharedChains(old, now)) {
      const [was, is] = [old.get(chain), now.get(chain)];
      const [wasTexts, isTexts] = [texts(was, after.family), texts(is, after.family)];
      added.push(...without(isTexts, wasTexts));
      removed.push(...without(wasTexts, isTexts));
    }
  }
  return { added, removed };
}

const nothing: ReadonlyMap<string, Chain> = new Map();

const texts = (chain: Chain | undefined, family: IpFamily): readonly string[] =>
  chain?.rules.map((rule) => writeRule(chain.name, rule, family)) ?? [];

function without(all: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return all.filter((text) => !known.has(text));
}
