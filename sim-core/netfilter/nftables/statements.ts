import { err, ok, type Result } from '../../base/result.js';
import type { Effect, Passage, StatementDef } from './definition.js';
import { beginsExpression, readExpression } from './expressions.js';
import type { NftFamily, NftRule, Statement } from './model.js';
import { counter } from './statement/counter.js';
import { dynset } from './statement/dynset.js';
import { masquerade } from './statement/masquerade.js';
import { match } from './statement/match.js';
import { natStatement } from './statement/nat.js';
import { reject } from './statement/reject.js';
import { setMark } from './statement/set-mark.js';
import { unknown } from './statement/unknown.js';
import { verdict } from './statement/verdict.js';
import { vmap } from './statement/vmap.js';
import { quote, unquote, type NftWords } from './words.js';

/** Every kind of statement; a kind without a definition does not compile. */
export const statements: { readonly [K in Statement['kind']]: StatementDef<Extract<Statement, { kind: K }>> } = {
  match,
  vmap,
  verdict,
  reject,
  dnat: natStatement('dnat'),
  snat: natStatement('snat'),
  masquerade,
  setMark,
  dynset,
  counter,
  unknown,
};

const definitionOf = (statement: Statement): StatementDef<Statement> => statements[statement.kind];

export const writeStatement = (statement: Statement, family: NftFamily): string =>
  definitionOf(statement).write(statement, family);

export const evaluateStatement = (statement: Statement, passage: Passage): Effect =>
  definitionOf(statement).evaluate(statement, passage);

/** A rule as it stands in its chain. */
export function writeNftRule({ statements: steps, comment }: NftRule, family: NftFamily): string {
  const text = steps.map((step) => writeStatement(step, family)).join(' ');
  return comment === undefined ? text : `${text} comment ${quote(comment)}`;
}

const byWord = new Map(
  Object.values(statements).flatMap((def: StatementDef<Statement>) => def.words.map((word) => [word, def] as const)),
);

/** Reads the rest of a line. */
export function readNftRule(words: NftWords, family: NftFamily): Result<NftRule, string> {
  const steps: Statement[] = [];
  while (!words.atEnd) {
    if (words.take('comment')) {
      const comment = unquote(words.next());
      if (comment === undefined || !words.atEnd) return err('a comment is quoted and ends the rule');
      return ok({ statements: steps, comment });
    }
    const step = readStatement(words, family);
    if (!step.ok) return step;
    steps.push(step.value);
  }
  return steps.length === 0 ? err(`"${words.peek}" begins no rule`) : ok({ statements: steps });
}

/** The same of a real node's rule: from the first word that is not modelled on it is kept as it stands. */
export function readNftRuleKeeping(words: NftWords, family: NftFamily): NftRule {
  const steps: Statement[] = [];
  while (!words.atRuleEnd) {
    const start = words.position;
    if (words.take('comment')) {
      const comment = unquote(words.next());
      if (comment !== undefined && words.atRuleEnd) return { statements: steps, comment };
    } else {
      const step = readStatement(words, family);
      if (step.ok && words.position > start) {
        steps.push(step.value);
        continue;
      }
    }
    words.position = start;
    steps.push({ kind: 'unknown', words: words.skipRule() });
  }
  return { statements: steps };
}

function readStatement(words: NftWords, family: NftFamily): Result<Statement, string> {
  const def = byWord.get(words.peek);
  if (def !== undefined) return def.read(words, { word: words.next(), left: undefined, family });
  if (!beginsExpression(words.peek)) return err(`"${words.peek}" is not modelled`);
  const left = readExpression(words);
  if (!left.ok) return left;
  const after: StatementDef<Statement> = words.take('vmap') ? vmap : words.take('set') ? setMark : match;
  return after.read(words, { word: '', left: left.value, family });
}
