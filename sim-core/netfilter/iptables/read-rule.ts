import { err, ok, type Result } from '../../base/result.js';
import type { IpFamily } from '../../net/ip.js';
import type { MatchDef } from './definition.js';
import { matches } from './matches.js';
import type { Match, Rule, Target } from './model.js';
import { targets } from './targets.js';
import type { WordReader } from './words.js';

const index = (words: (def: MatchDef<Match>) => readonly string[] | undefined): ReadonlyMap<string, MatchDef<Match>> =>
  new Map(
    Object.values(matches).flatMap((def: MatchDef<Match>) => (words(def) ?? []).map((word) => [word, def] as const)),
  );

const byOption = index((def) => def.options);
const byModule = index((def) => def.modules);
const byExtension = new Map(
  Object.values(targets).flatMap((def) => (def.extension === undefined ? [] : [[def.extension, def] as const])),
);

const targetOptions: readonly string[] = ['-j', '-g', '--jump', '--goto'];
const moduleOptions: readonly string[] = ['-m', '--match'];

/** The words after `-A CHAIN`. What is not modelled is an error. */
export function readRule(reader: WordReader, family: IpFamily): Result<Rule, string> {
  const found: Match[] = [];
  while (!reader.done) {
    const not = reader.take('!');
    const word = reader.next();
    if (targetOptions.includes(word)) {
      if (not) return err(`"!" before ${word}`);
      const target = readTarget(reader, word);
      if (!target.ok) return target;
      return reader.done ? ok({ matches: found, target: target.value }) : err(`"${reader.next()}" after the target`);
    }
    const match = readMatch(reader, word, not, family);
    if (!match.ok) return match;
    if (match.value) found.push(match.value);
  }
  return ok({ matches: found });
}

function readMatch(
  reader: WordReader,
  word: string,
  not: boolean,
  family: IpFamily,
): Result<Match | undefined, string> {
  const isModule = moduleOptions.includes(word);
  if (isModule && not) return err(`"!" before ${word}`);
  const opening = { word: isModule ? reader.next() : word, not, family };
  const def = (isModule ? byModule : byOption).get(opening.word);
  if (def === undefined) return err(`${isModule ? 'match' : 'option'} "${opening.word}" is not modelled`);
  return def.read(reader, opening);
}

function readTarget(reader: WordReader, option: string): Result<Target, string> {
  const name = reader.next();
  if (option === '-g' || option === '--goto') return targets.goto.read(reader, name);
  return (byExtension.get(name) ?? targets.jump).read(reader, name);
}

/** What the reader of a real node's rules may not take as known, though it is modelled. */
export interface KeptRuleContext {
  readonly family: IpFamily;
  /** Modules whose answer hangs on something that was not read with the rules, such as the contents of sets. */
  readonly withoutModules: readonly string[];
  isChain(name: string): boolean;
}

/** The same, but what is not modelled is kept word for word and the rule is always read. */
export function readRuleKeeping(reader: WordReader, context: KeptRuleContext): Rule {
  const found: Match[] = [];
  while (!reader.done) {
    const start = reader.position;
    const not = reader.take('!');
    const word = reader.next();
    if (targetOptions.includes(word)) {
      const target = readTarget(reader, word);
      const isKnown =
        !not && target.ok && reader.done && (!('chain' in target.value) || context.isChain(target.value.chain));
      if (isKnown) return { matches: found, target: target.value };
      while (!reader.done) reader.next();
      return { matches: found, target: { kind: 'unknown', words: reader.since(start) } };
    }
    const match = readMatch(reader, word, not, context.family);
    if (match.ok && !(match.value && context.withoutModules.includes(match.value.kind))) {
      if (match.value) found.push(match.value);
      continue;
    }
    reader.position = start + 1;
    skipToNextMatch(reader);
    found.push({ kind: 'unknown', words: reader.since(start) });
  }
  return { matches: found };
}

/** How many words an option has is known to its own module only: what follows belongs to it up to the next `-m` or `-j`. */
function skipToNextMatch(reader: WordReader): void {
  const ends = (): boolean => {
    const word = reader.peek;
    return targetOptions.includes(word) || moduleOptions.includes(word);
  };
  while (!reader.done && !ends()) reader.next();
}
