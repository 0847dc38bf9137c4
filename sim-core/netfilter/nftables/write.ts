import type { NftChain, NftElement, NftFamily, NftSet, NftTable } from './model.js';
import { writePriority } from './priority.js';
import { elementsPerLine, sortedElements, writeElement } from './set.js';
import { writeNftRule } from './statements.js';
import { writeDuration } from './duration.js';
import { quote } from './words.js';

/** One line of `nft list ruleset`, and what it stands for. */
export interface NftLine {
  readonly text: string;
  readonly of:
    | { readonly kind: 'table' }
    | { readonly kind: 'set'; readonly set: string }
    | { readonly kind: 'elements'; readonly set: string; readonly elements: readonly NftElement[] }
    | { readonly kind: 'chain'; readonly chain: string }
    | { readonly kind: 'rule'; readonly chain: string; readonly index: number }
    /** Attributes, braces and blank lines. */
    | { readonly kind: 'other' };
}

const other = { kind: 'other' } as const;
const line = (text: string, of: NftLine['of'] = other): NftLine => ({ text, of });
const blank = line('');
const end = line('}');

/** What is made of a table, part by part. */
export interface NftParts<T> {
  readonly line: (line: NftLine) => T;
  readonly set: (set: NftSet) => readonly T[];
  readonly chain: (chain: NftChain) => readonly T[];
}

/** A table in nft's own order. @see nftables 1.0.6 src/rule.c table_print */
export function nftTableParts<T>(table: NftTable, make: NftParts<T>): readonly T[] {
  const all: T[] = [make.line(line(`table ${table.family} ${table.name} {`, { kind: 'table' }))];
  if (table.comment !== undefined) all.push(make.line(line(`\tcomment ${quote(table.comment)}`)));
  // A table's own comment takes the place of the blank line before its first set or chain.
  let first = true;
  const add = (part: readonly T[]): void => {
    if (!first) all.push(make.line(blank));
    first = false;
    for (const one of part) all.push(one);
  };
  for (const set of table.sets.values()) add(make.set(set));
  for (const chain of table.chains.values()) add(make.chain(chain));
  all.push(make.line(end));
  return all;
}

/** The lines of a table, in nft's own order and indentation. */
export const nftLines = (table: NftTable): readonly NftLine[] =>
  nftTableParts(table, { line: (one) => one, set: nftSetLines, chain: (chain) => nftChainLines(chain, table.family) });

export function nftChainLines(chain: NftChain, family: NftFamily): readonly NftLine[] {
  const lines = [line(`\tchain ${chain.name} {`, { kind: 'chain', chain: chain.name })];
  if (chain.comment !== undefined) lines.push(line(`\t\tcomment ${quote(chain.comment)}`));
  if (chain.base) {
    const { type, hook, priority, policy } = chain.base;
    lines.push(line(`\t\ttype ${type} hook ${hook} priority ${writePriority(priority, hook)}; policy ${policy};`));
  }
  for (const [index, rule] of chain.rules.entries()) {
    lines.push(line(`\t\t${writeNftRule(rule, family)}`, { kind: 'rule', chain: chain.name, index }));
  }
  lines.push(line('\t}'));
  return lines;
}

export function nftSetLines(set: NftSet): readonly NftLine[] {
  const { kind, name, type, size, flags, timeoutMs, comment } = set;
  const lines = [line(`\t${kind} ${name} {`, { kind: 'set', set: name })];
  lines.push(line(`\t\ttype ${type.join(' . ')}${kind === 'map' ? ' : verdict' : ''}`));
  if (size !== undefined) lines.push(line(`\t\tsize ${size}`));
  if (flags !== undefined) lines.push(line(`\t\tflags ${flags.join(',')}`));
  if (timeoutMs !== undefined) lines.push(line(`\t\ttimeout ${writeDuration(timeoutMs)}`));
  if (comment !== undefined) lines.push(line(`\t\tcomment ${quote(comment)}`));
  writeElements(set, lines);
  lines.push(line('\t}'));
  return lines;
}

function writeElements(set: NftSet, lines: NftLine[]): void {
  const elements = sortedElements(set);
  const perLine = elementsPerLine(set);
  for (let at = 0; at < elements.length; at += perLine) {
    const here = elements.slice(at, at + perLine);
    const begin = at === 0 ? '\t\telements = { ' : '\t\t\t     ';
    const end = at + perLine >= elements.length ? ' }' : ',';
    const text = begin + here.map((element) => writeElement(set, element)).join(', ') + end;
    lines.push(line(text, { kind: 'elements', set: set.name, elements: here }));
  }
}

/** What `nft list ruleset` prints of these tables. */
export const writeNftRuleset = (tables: Iterable<NftTable>): string =>
  [...tables].flatMap((table) => nftLines(table).map(({ text }) => `${text}\n`)).join('');
