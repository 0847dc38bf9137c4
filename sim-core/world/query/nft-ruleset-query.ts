import { ruleId } from '../../netfilter/iptables/model.js';
import type { Counter } from '../../netfilter/kernel.js';
import { liveTable } from '../../netfilter/nftables/live.js';
import { tableId, type NftElement, type NftSet, type NftTable } from '../../netfilter/nftables/model.js';
import { writePriority } from '../../netfilter/nftables/priority.js';
import { elementKey, sortedElements, writeElement } from '../../netfilter/nftables/set.js';
import { writeNftRule } from '../../netfilter/nftables/statements.js';
import { summarizeNftRule } from '../../netfilter/nftables/summary.js';
import { writeVerdict } from '../../netfilter/nftables/statement/verdict.js';
import { nftLines, type NftLine } from '../../netfilter/nftables/write.js';
import type { IpFamily } from '../../net/ip.js';
import type { NodeRules, Snapshot } from '../snapshot.js';
import type { ChainView, MapView, RuleLineView, RulesetView } from '../view.js';

const families = { IPv4: 'ip', IPv6: 'ip6' } as const;

/** A node's tables of one family as `nft list ruleset` prints them, each line tied to what it stands for. */
export function nftRulesetView(
  snapshot: Snapshot,
  node: string,
  family: IpFamily,
  rules: NodeRules,
): RulesetView | undefined {
  const kernel = snapshot.kernels.get(node);
  const of = (tables: Iterable<NftTable>): readonly NftTable[] =>
    [...tables].filter((table) => table.family === families[family]);
  const tables = of(rules.dataplane.nftables?.values() ?? []);
  if (tables.length === 0) return undefined;
  const live = tables.map((table) => liveTable(table, kernel?.setElements, snapshot.time));
  const before = rules.previous && of(rules.previous.nftables?.values() ?? []);
  return {
    engine: 'nftables',
    revision: rules.revision,
    node,
    lines: live.flatMap((table) => lineViews(table, kernel?.counters.get(tableId(table)) ?? new Map())),
    chains: tables.flatMap(chainViews),
    maps: live.flatMap(mapViews),
    diff: difference(before, tables),
  };
}

const elementId = (table: NftTable, set: NftSet, element: NftElement): string =>
  `${table.name}/@${set.name}/${elementKey(set.type, element.key)}`;

const lineViews = (table: NftTable, counters: ReadonlyMap<string, Counter>): readonly RuleLineView[] =>
  nftLines(table).map((line) => ({ text: line.text, table: table.name, ...meaningOf(table, line, counters) }));

function meaningOf(
  table: NftTable,
  { of }: NftLine,
  counters: ReadonlyMap<string, Counter>,
): Omit<RuleLineView, 'text' | 'table'> {
  switch (of.kind) {
    case 'table':
      return { kind: 'table' };
    case 'chain':
      return { kind: 'chain', chain: of.chain };
    case 'set': {
      const origin = table.sets.get(of.set)?.origin;
      return { kind: 'set', chain: of.set, ...(origin && { origin }) };
    }
    case 'elements': {
      const [first] = of.elements;
      const set = table.sets.get(of.set);
      return {
        kind: 'element',
        chain: of.set,
        ...(first && set && { ruleId: elementId(table, set, first) }),
        ...(first?.origin && { origin: first.origin }),
      };
    }
    case 'rule': {
      const id = ruleId({ table: table.name, chain: of.chain, index: of.index });
      const rule = table.chains.get(of.chain)?.rules[of.index];
      const counter = counters.get(id);
      return { kind: 'rule', chain: of.chain, ruleId: id, ...(rule?.origin && { origin: rule.origin }), ...counter };
    }
    case 'other':
      return { kind: 'text' };
  }
}

const chainViews = (table: NftTable): readonly ChainView[] =>
  [...table.chains.values()].map(({ name, base, rules }) => ({
    table: table.name,
    name,
    ...(base && { base: `${base.type} ${base.hook} ${writePriority(base.priority, base.hook)}` }),
    rules: rules.map((rule, index) => ({
      ruleId: ruleId({ table: table.name, chain: name, index }),
      ...summarizeNftRule(rule, table.family),
    })),
  }));

const mapViews = (table: NftTable): readonly MapView[] =>
  [...table.sets.values()].map((set) => ({
    table: table.name,
    kind: set.kind,
    name: set.name,
    type: set.type.join(' . '),
    ...(set.comment !== undefined && { comment: set.comment }),
    elements: sortedElements(set).map((element) => ({
      id: elementId(table, set, element),
      key: elementKey(set.type, element.key),
      ...(element.verdict && { verdict: writeVerdict(element.verdict) }),
      ...(element.verdict && 'chain' in element.verdict && { jumpsTo: element.verdict.chain }),
      ...(element.comment !== undefined && { comment: element.comment }),
      ...(element.expiresMs !== undefined && { expiresMs: element.expiresMs }),
      ...(element.origin && { origin: element.origin }),
    })),
  }));

/** Texts of rules and elements that came and went; a chain or element that is the very same object holds neither. */
function difference(before: readonly NftTable[] | undefined, after: readonly NftTable[]): RulesetView['diff'] {
  const added: string[] = [];
  const removed: string[] = [];
  for (const table of before === undefined ? [] : after) {
    const old = before?.find(({ name }) => name === table.name);
    for (const [from, to, found] of [
      [old, table, added],
      [table, old, removed],
    ] as const) {
      if (to !== undefined) found.push(...newRules(from, to), ...newElements(from, to));
    }
  }
  return { added, removed };
}

function newRules(from: NftTable | undefined, to: NftTable): readonly string[] {
  return [...to.chains.values()].flatMap((chain) => {
    const was = from?.chains.get(chain.name);
    if (was === chain) return [];
    const known = new Set(was?.rules.map((rule) => writeNftRule(rule, to.family)));
    const texts = chain.rules.map((rule) => writeNftRule(rule, to.family));
    return texts.filter((text) => !known.has(text)).map((text) => `${chain.name} ${text}`);
  });
}

function newElements(from: NftTable | undefined, to: NftTable): readonly string[] {
  return [...to.sets.values()].flatMap((set) =>
    [...set.elements].flatMap(([key, element]) => {
      const was = from?.sets.get(set.name)?.elements.get(key);
      const text = writeElement(set, element);
      return was === element || (was && writeElement(set, was) === text) ? [] : [`@${set.name} ${text}`];
    }),
  );
}
