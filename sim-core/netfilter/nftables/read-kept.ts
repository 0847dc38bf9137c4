import { keptLimits, type ReadNote } from '../iptables/read-kept.js';
import { ruleId } from '../iptables/model.js';
import type { BaseChain, NftChain, NftFamily, NftRule, NftSet, NftTable } from './model.js';
import { tableId } from './model.js';
import { missingInRule, readBase } from './read.js';
import { readSet } from './set.js';
import { readNftRuleKeeping, writeNftRule } from './statements.js';
import { endOfLine, NftWords, splitWords, unquote } from './words.js';

export interface KeptTables {
  readonly tables: readonly NftTable[];
  /** The line of the text on which a rule stands, by its table's id and its own: `kube-proxy/ip nat/x/0`. */
  readonly lines: ReadonlyMap<string, number>;
  readonly notes: readonly ReadNote[];
}

export const keptRuleKey = (table: NftTable, chain: string, index: number): string =>
  `${tableId(table)} ${ruleId({ table: table.name, chain, index })}`;

/** An `inet` table sees both families; it is read once for each. */
const familiesOf: Readonly<Record<string, readonly NftFamily[]>> = { ip: ['ip'], ip6: ['ip6'], inet: ['ip', 'ip6'] };

/**
 * Reads what `nft list ruleset` printed on a real node. It takes any text: what it cannot evaluate it keeps word for
 * word, what it cannot read it notes.
 */
export function readKeptTables(text: string): KeptTables {
  const kept = text.slice(0, keptLimits.characters);
  const split = splitWords(closed(kept));
  const reading = new Reading(new NftWords(split.ok ? split.value : []));
  if (kept.length < text.length) reading.note(1, 'too-much', `only ${keptLimits.characters} characters were read`);
  if (!split.ok) reading.note(split.error.line, 'unreadable-line', split.error.detail);
  return reading.run();
}

/** A quotation mark without its pair would spoil the whole text: it goes. */
const closed = (text: string): string =>
  text
    .split('\n', keptLimits.lines)
    .map((line) => ((line.split('"').length - 1) % 2 === 0 ? line : line.replaceAll('"', "'")))
    .join('\n');

interface OpenTable {
  readonly name: string;
  readonly sets: Map<string, NftSet>;
  readonly chains: Map<string, NftChain>;
  readonly lines: Map<string, readonly number[]>;
}

class Reading {
  readonly #words: NftWords;
  readonly #tables: NftTable[] = [];
  readonly #lines = new Map<string, number>();
  readonly #notes: ReadNote[] = [];

  constructor(words: NftWords) {
    this.#words = words;
  }

  note(line: number, kind: ReadNote['kind'], detail: string): void {
    if (this.#notes.length < keptLimits.notes) this.#notes.push({ line, kind, detail });
  }

  run(): KeptTables {
    const words = this.#words;
    for (;;) {
      words.skipLineEnds();
      if (words.done) return { tables: this.#tables, lines: this.#lines, notes: this.#notes };
      const { line } = words;
      if (words.take('table')) this.#table(line);
      else this.note(line, 'unreadable-line', this.#restOfLine());
    }
  }

  /** Past the line's end, whatever stands on it. */
  #restOfLine(): string {
    const words = this.#words;
    const found: string[] = [];
    while (!words.done && words.peek !== endOfLine) found.push(words.next());
    return found.slice(0, 12).join(' ');
  }

  #table(line: number): void {
    const words = this.#words;
    const first = words.next();
    const families = Object.hasOwn(familiesOf, first) ? familiesOf[first] : undefined;
    const name = words.peek === '{' && families === undefined ? first : words.next();
    if (!words.take('{')) return this.note(line, 'unreadable-line', `table ${first} ${name} ${this.#restOfLine()}`);
    if (families === undefined) {
      words.skipBlock();
      return this.note(line, 'unknown-table', `${first} ${name}`);
    }
    const open: OpenTable = { name, sets: new Map(), chains: new Map(), lines: new Map() };
    while (!words.done) {
      words.skipLineEnds();
      if (words.take('}')) break;
      this.#object(open, families[0] ?? 'ip');
    }
    for (const family of families) this.#close(open, family);
  }

  #object(open: OpenTable, family: NftFamily): void {
    const words = this.#words;
    const { line, position } = words;
    const kind = words.takeOne(['set', 'map', 'chain']);
    const name = words.next();
    if (kind === undefined || !words.take('{')) {
      words.position = position;
      const rest = words.skipRule();
      if (words.position === position) words.next();
      if (rest[0] !== 'comment') this.note(line, 'unknown-object', rest.slice(0, 4).join(' '));
    } else if (kind === 'chain') this.#chain(open, name, family);
    else this.#set(open, kind, name, line);
  }

  #set(open: OpenTable, kind: 'set' | 'map', name: string, line: number): void {
    const words = this.#words;
    const { position } = words;
    const set = readSet(words, kind, name);
    if (set.ok) open.sets.set(name, set.value);
    else {
      words.position = position;
      words.skipBlock();
      this.note(line, 'unknown-object', `${kind} ${name}`);
    }
  }

  #chain(open: OpenTable, name: string, family: NftFamily): void {
    const words = this.#words;
    const rules: NftRule[] = [];
    const lines: number[] = [];
    let base: BaseChain | undefined;
    let comment: string | undefined;
    while (!words.done) {
      words.skipLineEnds();
      if (words.take('}')) break;
      const { line, position } = words;
      if (rules.length === 0 && words.take('type')) {
        const read = readBase(words);
        if (read.ok) base = read.value;
        else this.note(line, 'unknown-object', `chain ${name}: ${this.#restOfLine()}`);
      } else if (rules.length === 0 && words.take('comment')) comment = unquote(words.next());
      else {
        rules.push(readNftRuleKeeping(words, family));
        lines.push(line);
      }
      // A stray mark that begins nothing must not be met for ever.
      if (words.position === position) words.next();
    }
    open.chains.set(name, { name, ...(base && { base }), ...(comment !== undefined && { comment }), rules });
    open.lines.set(name, lines);
  }

  /** Rules that name what is not there, or what was not understood, are kept without being evaluated. */
  #close({ name, sets, chains, lines }: OpenTable, family: NftFamily): void {
    const draft: NftTable = { family, name, sets, chains };
    const checked = [...chains.values()].map((chain) => ({
      ...chain,
      rules: chain.rules.map((rule): NftRule => {
        if (missingInRule(rule, draft) === undefined) return rule;
        const { comment } = rule;
        const words = writeNftRule({ statements: rule.statements }, family).split(' ');
        return { statements: [{ kind: 'unknown', words }], ...(comment !== undefined && { comment }) };
      }),
    }));
    const table: NftTable = { ...draft, chains: new Map(checked.map((chain) => [chain.name, chain])) };
    for (const chain of checked) {
      for (const [index, rule] of chain.rules.entries()) {
        const line = lines.get(chain.name)?.[index] ?? 1;
        this.#lines.set(keptRuleKey(table, chain.name, index), line);
        const opaque = rule.statements.find(({ kind }) => kind === 'unknown');
        if (opaque?.kind === 'unknown') this.note(line, 'rule-in-part', opaque.words.slice(0, 12).join(' '));
      }
    }
    this.#tables.push(table);
  }
}
