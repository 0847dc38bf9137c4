import { err, ok, type Result } from '../../base/result.js';
import type { BaseChain, BaseHook, NftChain, NftFamily, NftRule, NftSet, NftTable, NftVerdict } from './model.js';
import { readPriority } from './priority.js';
import { readSet } from './set.js';
import { validName } from './statement/verdict.js';
import { readNftRule } from './statements.js';
import { endOfLine, NftWords, splitWords, unquote } from './words.js';

export interface NftReadError {
  /** Counted from 1. */
  readonly line: number;
  readonly detail: string;
}

const maxLength = 64 * 1024 * 1024;
const families: readonly NftFamily[] = ['ip', 'ip6'];
const hooks: readonly BaseHook[] = ['prerouting', 'input', 'forward', 'output', 'postrouting'];

/** Reads what `nft list ruleset` prints: tables of the families ip and ip6. */
export function readNftRuleset(text: string): Result<readonly NftTable[], NftReadError> {
  if (text.length > maxLength) return err({ line: 1, detail: 'the text is too long' });
  const split = splitWords(text);
  if (!split.ok) return split;
  const words = new NftWords(split.value);
  const tables: NftTable[] = [];
  for (;;) {
    words.skipLineEnds();
    if (words.done) return ok(tables);
    const table = readTable(words);
    if (!table.ok) return err({ line: words.line, detail: table.error });
    const same = tables.find(({ name, family }) => name === table.value.name && family === table.value.family);
    if (same !== undefined)
      return err({ line: words.line, detail: `table ${same.family} ${same.name} is there twice` });
    tables.push(table.value);
  }
}

function readTable(words: NftWords): Result<NftTable, string> {
  if (!words.take('table')) return err(`"${words.peek}" where a table should begin`);
  const family = words.takeOne(families);
  if (family === undefined) return err(`family "${words.peek}" is not modelled`);
  const name = words.next();
  if (!validName(name) || !words.take('{')) return err(`"${name}" is not a table's name and a "{"`);
  const sets = new Map<string, NftSet>();
  const chains = new Map<string, NftChain>();
  let comment: string | undefined;
  for (;;) {
    words.skipLineEnds();
    if (words.take('}')) break;
    if (words.done) return err(`table ${name} is never closed`);
    if (words.take('comment')) {
      comment = unquote(words.next());
      if (comment === undefined) return err('a comment is quoted');
      continue;
    }
    const problem = readObject(words, family, sets, chains);
    if (problem !== undefined) return err(problem);
  }
  const table: NftTable = { family, name, ...(comment !== undefined && { comment }), sets, chains };
  const missing = missingReference(table);
  return missing === undefined ? ok(table) : err(missing);
}

/** A set, a map or a chain; or what is wrong with it. */
function readObject(
  words: NftWords,
  family: NftFamily,
  sets: Map<string, NftSet>,
  chains: Map<string, NftChain>,
): string | undefined {
  const kind = words.takeOne(['set', 'map', 'chain']);
  if (kind === undefined) return `"${words.peek}" is not modelled`;
  const name = words.next();
  if (!validName(name) || !words.take('{')) return `"${name}" is not a name and a "{"`;
  const names: ReadonlyMap<string, unknown> = kind === 'chain' ? chains : sets;
  if (names.has(name)) return `${kind} ${name} is there twice`;
  if (kind === 'chain') {
    const chain = readChain(words, family, name);
    if (!chain.ok) return chain.error;
    chains.set(name, chain.value);
    return undefined;
  }
  const set = readSet(words, kind, name);
  if (!set.ok) return set.error;
  sets.set(name, set.value);
  return undefined;
}

function readChain(words: NftWords, family: NftFamily, name: string): Result<NftChain, string> {
  const rules: NftRule[] = [];
  let base: BaseChain | undefined;
  let comment: string | undefined;
  for (;;) {
    words.skipLineEnds();
    if (words.take('}')) break;
    if (words.done) return err(`chain ${name} is never closed`);
    if (rules.length === 0 && words.take('type')) {
      const read = readBase(words);
      if (!read.ok) return read;
      base = read.value;
    } else if (rules.length === 0 && words.take('comment')) {
      comment = unquote(words.next());
      if (comment === undefined) return err('a comment is quoted');
    } else {
      const rule = readNftRule(words, family);
      if (!rule.ok) return rule;
      rules.push(rule.value);
    }
    if (words.peek !== endOfLine && words.peek !== '}') return err(`"${words.peek}" where the line should end`);
  }
  return ok({ name, ...(base && { base }), ...(comment !== undefined && { comment }), rules });
}

export function readBase(words: NftWords): Result<BaseChain, string> {
  const type = words.takeOne(['filter', 'nat', 'route']);
  if (type === undefined || !words.take('hook')) return err(`chain type "${words.peek}" is not modelled`);
  const hook = words.takeOne(hooks);
  if (hook === undefined || !words.take('priority')) return err(`hook "${words.peek}" is not modelled`);
  const text: string[] = [];
  while (!words.atEnd) text.push(words.next());
  const priority = readPriority(text.join(' '), hook);
  if (priority === undefined) return err(`"${text.join(' ')}" is no priority at hook ${hook}`);
  words.take(endOfLine);
  const policy = words.take('policy') ? words.takeOne(['accept', 'drop']) : 'accept';
  return policy === undefined ? err('the policy is accept or drop') : ok({ type, hook, priority, policy });
}

const missingChain = (verdict: NftVerdict | undefined, { chains }: NftTable): string | undefined =>
  verdict !== undefined && 'chain' in verdict && !chains.has(verdict.chain) ? `chain ${verdict.chain}` : undefined;

/** What a rule names that is not in its table. */
export function missingInRule(rule: NftRule, table: NftTable): string | undefined {
  const { sets } = table;
  for (const step of rule.statements) {
    if (step.kind === 'verdict' && missingChain(step.verdict, table)) return missingChain(step.verdict, table);
    if (step.kind === 'dynset' && !sets.has(step.set)) return `set ${step.set}`;
    if (step.kind === 'match' && step.right.kind === 'named' && !sets.has(step.right.set))
      return `set ${step.right.set}`;
    if (step.kind !== 'vmap') continue;
    if (step.map.kind === 'named' && !sets.has(step.map.map)) return `map ${step.map.map}`;
    const elements = step.map.kind === 'inline' ? step.map.elements : [];
    const found = elements.map(({ verdict }) => missingChain(verdict, table)).find((name) => name !== undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The kernel takes no rule that names a chain, set or map that is not there. */
function missingReference(table: NftTable): string | undefined {
  const { sets, chains } = table;
  for (const chain of chains.values()) {
    for (const rule of chain.rules) {
      const missing = missingInRule(rule, table);
      if (missing !== undefined) return `${missing}, which chain ${chain.name} names, is not in the table`;
    }
  }
  for (const set of sets.values()) {
    for (const { verdict } of set.elements.values()) {
      const missing = missingChain(verdict, table);
      if (missing !== undefined) return `${missing}, which map ${set.name} names, is not in the table`;
    }
  }
  return undefined;
}
