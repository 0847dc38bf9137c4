import { err, ok, type Result } from '../../base/result.js';
import type { IpFamily } from '../../net/ip.js';
import type { Chain, Rule, Ruleset, Table, TableName } from './model.js';
import { readRule } from './read-rule.js';
import { validChainName } from './target/chain-target.js';
import { splitWords, WordReader } from './words.js';

export interface ReadError {
  /** Counted from 1. */
  readonly line: number;
  readonly detail: string;
}

const maxLength = 64 * 1024 * 1024;
const maxLineLength = 8192;

const tableNames: readonly TableName[] = ['raw', 'mangle', 'nat', 'filter'];

/** Reads the text of iptables-save, of one family. Comments, counters and blank lines carry nothing. */
export function readRuleset(text: string, family: IpFamily): Result<Ruleset, ReadError> {
  if (text.length > maxLength) return err({ line: 1, detail: 'the text is too long' });
  const reading = new Reading(family);
  let number = 0;
  for (const line of text.split('\n')) {
    number++;
    const problem = reading.line(line.endsWith('\r') ? line.slice(0, -1) : line, number);
    if (problem !== undefined) return err(problem);
  }
  return reading.end(number);
}

interface OpenTable {
  readonly name: TableName;
  readonly chains: Map<string, { readonly name: string; readonly policy?: 'ACCEPT' | 'DROP'; readonly rules: Rule[] }>;
  /** Chains that rules go on to, with the line that first named each. */
  readonly named: Map<string, number>;
}

class Reading {
  readonly #family: IpFamily;
  readonly #tables: Table[] = [];
  #open: OpenTable | undefined;

  constructor(family: IpFamily) {
    this.#family = family;
  }

  line(line: string, number: number): ReadError | undefined {
    if (line.trim() === '' || line.startsWith('#')) return undefined;
    if (line.length > maxLineLength) return { line: number, detail: 'the line is too long' };
    if (line.trim() === 'COMMIT') return this.#commit(number);
    const detail = line.startsWith('*')
      ? this.#table(line.slice(1).trim())
      : line.startsWith(':')
        ? this.#chain(line.slice(1))
        : this.#rule(line, number);
    return detail === undefined ? undefined : { line: number, detail };
  }

  end(line: number): Result<Ruleset, ReadError> {
    if (this.#open) return err({ line, detail: `COMMIT is missing after table ${this.#open.name}` });
    return ok({ family: this.#family, tables: this.#tables });
  }

  #table(word: string): string | undefined {
    const name = tableNames.find((table) => table === word);
    if (name === undefined) return `there is no table "${word}"`;
    if (this.#open) return `COMMIT is missing after table ${this.#open.name}`;
    if (this.#tables.some((table) => table.name === name)) return `table ${name} is there twice`;
    this.#open = { name, chains: new Map(), named: new Map() };
    return undefined;
  }

  #chain(text: string): string | undefined {
    const parts = /^(\S+) (ACCEPT|DROP|-)(?: \[\d+:\d+\])?\s*$/.exec(text);
    const name = parts?.[1] ?? '';
    const policy = parts?.[2];
    if (!this.#open) return 'a chain outside of a table';
    if (parts === null || !validChainName(name)) return `":${text}" is not a chain's declaration`;
    if (this.#open.chains.has(name)) return `chain ${name} is there twice`;
    this.#open.chains.set(
      name,
      policy === 'ACCEPT' || policy === 'DROP' ? { name, policy, rules: [] } : { name, rules: [] },
    );
    return undefined;
  }

  #rule(line: string, number: number): string | undefined {
    if (!this.#open) return 'a rule outside of a table';
    const words = splitWords(line.replace(/^\[\d+:\d+\] /, ''));
    if (!words.ok) return words.error;
    const reader = new WordReader(words.value);
    if (!reader.take('-A')) return `"${reader.next()}" begins no line of iptables-save`;
    const name = reader.next();
    const chain = this.#open.chains.get(name);
    if (!chain) return `chain "${name}" is not declared`;
    const rule = readRule(reader, this.#family);
    if (!rule.ok) return rule.error;
    const { target } = rule.value;
    if ((target?.kind === 'jump' || target?.kind === 'goto') && !this.#open.named.has(target.chain))
      this.#open.named.set(target.chain, number);
    chain.rules.push(rule.value);
    return undefined;
  }

  #commit(number: number): ReadError | undefined {
    if (!this.#open) return { line: number, detail: 'COMMIT outside of a table' };
    const { name, chains, named } = this.#open;
    for (const [chain, line] of named)
      if (!chains.has(chain)) return { line, detail: `target "${chain}" is neither modelled nor a chain of the table` };
    this.#tables.push({ name, chains: new Map<string, Chain>(chains) });
    this.#open = undefined;
    return undefined;
  }
}
