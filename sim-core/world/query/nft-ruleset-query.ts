import { ruleId } from '../../netfilter/iptables/model.js';
import type { Counter } from '../../netfilter/kernel.js';
import { liveTable } from '../../netfilter/nftables/live.js';
import {
  tableId,
  type NftChain,
  type NftElement,
  type NftFamily,
  type NftSet,
  type NftTable,
} from '../../netfilter/nftables/model.js';
import { writePriority } from '../../netfilter/nftables/priority.js';
import { elementKey, sortedElements, writeElement } from '../../netfilter/nftables/set.js';
import { writeNftRule } from '../../netfilter/nftables/statements.js';
import { summarizeNftRule } from '../../netfilter/nftables/summary.js';
import { writeVerdict } from '../../netfilter/nftables/statement/verdict.js';
import { nftChainLines, nftSetLines, nftTableParts, type NftLine } from '../../netfilter/nftables/write.js';
import type { IpFamily } from '../../net/ip.js';
import type { NodeRules, Snapshot } from '../snapshot.js';
import type { ChainView, MapView, RuleLineView, RulesetView } from '../view.js';
import { perTable } from './per-table.js';

const families = { IPv4: 'ip', IPv6: 'ip6' } as const;
type CountersById = ReadonlyMap<string, Counter>;
const uncounted: CountersById = new Map();

/** The newest view of a node's tables of a family, and what else it was made from. */
const views = new WeakMap<
  NodeRules,
  ReadonlyMap<
    IpFamily,
    { readonly live: readonly NftTable[]; readonly counters: readonly CountersById[]; readonly view: RulesetView }
  >
>();

const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean => a.every((item, i) => item === b[i]);

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
  const counters = tables.map((table) => kernel?.counters.get(tableId(table)) ?? uncounted);
  const known = views.get(rules)?.get(family);
  if (known !== undefined && sameItems(known.live, live) && sameItems(known.counters, counters)) return known.view;
  const before = rules.previous && of(rules.previous.nftables?.values() ?? []);
  const view: RulesetView = {
    engine: 'nftables',
    revision: rules.revision,
    node,
    lines: live.flatMap((table, i) => lineViews(table, counters[i] ?? uncounted)),
    chains: tables.flatMap((table) => Array.from(table.chains.values(), chainViewsIn(table.name, table.family))),
    maps: live.flatMap((table) => Array.from(table.sets.values(), mapViewsIn(table.name, table.family))),
    diff: difference(before, tables),
  };
  views.set(rules, new Map(views.get(rules)).set(family, { live, counters, view }));
  return view;
}

const elementId = (table: string, set: NftSet, element: NftElement): string =>
  `${table}/@${set.name}/${elementKey(set.type, element.key)}`;

function lineViews(table: NftTable, counters: CountersById): readonly RuleLineView[] {
  const { name, family } = table;
  const lines = nftTableParts(table, {
    line: textsIn(name, family),
    set: setLinesIn(name, family),
    chain: chainLinesIn(name, family),
  });
  if (counters.size === 0) return lines;
  return lines.map((line) => {
    const counter = line.kind === 'rule' && line.ruleId !== undefined ? counters.get(line.ruleId) : undefined;
    return counter === undefined ? line : { ...line, ...counter };
  });
}

/** What belongs to the table itself. */
const textsIn = perTable((table, { text, of }: NftLine, _family: NftFamily): RuleLineView => ({
  ...{ text, table },
  kind: of.kind === 'table' ? 'table' : 'text',
}));

/** As if no packet had come yet. */
const chainLinesIn = perTable((table, chain: NftChain, family: NftFamily): readonly RuleLineView[] =>
  nftChainLines(chain, family).map(({ text, of }): RuleLineView => {
    if (of.kind === 'chain') return { text, table, kind: 'chain', chain: of.chain };
    if (of.kind !== 'rule') return { text, table, kind: 'text' };
    const id = ruleId({ table, chain: of.chain, index: of.index });
    const origin = chain.rules[of.index]?.origin;
    return { text, table, kind: 'rule', chain: of.chain, ruleId: id, ...(origin && { origin }) };
  }),
);

const setLinesIn = perTable((table, set: NftSet, _family: NftFamily): readonly RuleLineView[] =>
  nftSetLines(set).map(({ text, of }): RuleLineView => {
    if (of.kind === 'set') {
      return { text, table, kind: 'set', chain: of.set, ...(set.origin && { origin: set.origin }) };
    }
    if (of.kind !== 'elements') return { text, table, kind: 'text' };
    const [first] = of.elements;
    return {
      ...{ text, table },
      kind: 'element',
      chain: of.set,
      ...(first && { ruleId: elementId(table, set, first) }),
      ...(first?.origin && { origin: first.origin }),
    };
  }),
);

const chainViewsIn = perTable((table, { name, base, rules }: NftChain, family: NftFamily): ChainView => ({
  table,
  name,
  ...(base && { base: `${base.type} ${base.hook} ${writePriority(base.priority, base.hook)}` }),
  rules: rules.map((rule, index) => ({
    ruleId: ruleId({ table, chain: name, index }),
    ...summarizeNftRule(rule, family),
  })),
}));

const mapViewsIn = perTable((table, set: NftSet, _family: NftFamily): MapView => ({
  table,
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
  return [...to.sets.values()].flatMap((set) => {
    const old = from?.sets.get(set.name);
    if (old === set) return [];
    return [...set.elements].flatMap(([key, element]) => {
      const was = old?.elements.get(key);
      if (was === element) return [];
      const text = writeElement(set, element);
      return was !== undefined && writeElement(set, was) === text ? [] : [`@${set.name} ${text}`];
    });
  });
}
