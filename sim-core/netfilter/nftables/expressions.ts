import { err, ok, type Result } from '../../base/result.js';
import { dataTypes } from './data-type.js';
import type { ExpressionDef, Loaded, Passage } from './definition.js';
import { address } from './expression/address.js';
import { ctState } from './expression/ct-state.js';
import { fibType } from './expression/fib-type.js';
import { meta } from './expression/meta.js';
import { numgen } from './expression/numgen.js';
import { port } from './expression/port.js';
import type { DataType, Expression, Scalar } from './model.js';
import { readNumber, type NftWords } from './words.js';

const composed = (): Result<never, string> => err('an expression does not begin like this');

const concat: ExpressionDef<Extract<Expression, { kind: 'concat' }>> = {
  cite: 'nftables 1.0.6 src/expression.c concat_expr_print',
  words: [],
  write: (e) => e.parts.map(writeExpression).join(' . '),
  read: composed,
  type: (e) => e.parts.flatMap(typeOf),
  evaluate: (e, passage) => {
    const values: Scalar[] = [];
    for (const part of e.parts) {
      const loaded = evaluateExpression(part, passage);
      if (loaded === undefined || typeof loaded === 'object') return undefined;
      values.push(loaded);
    }
    return values;
  },
};

const operators = {
  '&': (a: number, b: number) => a & b,
  '|': (a: number, b: number) => a | b,
  '^': (a: number, b: number) => a ^ b,
};
const operatorNames = ['&', '|', '^'] as const;

const bitwise: ExpressionDef<Extract<Expression, { kind: 'bitwise' }>> = {
  cite: 'nftables 1.0.6 src/expression.c binop_expr_print; net/netfilter/nft_bitwise.c nft_bitwise_eval',
  words: [],
  write: (e) => {
    const [type = 'integer'] = typeOf(e.operand);
    return `${writeExpression(e.operand)} ${e.operator} ${dataTypes[type].write(e.mask)}`;
  },
  read: composed,
  type: (e) => typeOf(e.operand),
  evaluate: (e, passage) => {
    const loaded = evaluateExpression(e.operand, passage);
    return typeof loaded === 'number' ? operators[e.operator](loaded, e.mask) >>> 0 : undefined;
  },
};

/** Every kind of expression; a kind without a definition does not compile. */
export const expressions: { readonly [K in Expression['kind']]: ExpressionDef<Extract<Expression, { kind: K }>> } = {
  address,
  port,
  meta,
  ctState,
  fibType,
  numgen,
  concat,
  bitwise,
};

const definitionOf = (expression: Expression): ExpressionDef<Expression> => expressions[expression.kind];

export function writeExpression(expression: Expression): string {
  return definitionOf(expression).write(expression);
}

export function typeOf(expression: Expression): readonly DataType[] {
  return definitionOf(expression).type(expression);
}

export function evaluateExpression(expression: Expression, passage: Passage): Loaded {
  return definitionOf(expression).evaluate(expression, passage);
}

const byWord = new Map(
  Object.values(expressions).flatMap((def: ExpressionDef<Expression>) => def.words.map((word) => [word, def] as const)),
);

/** Does an expression begin with this word? */
export const beginsExpression = (word: string): boolean => byWord.has(word);

/** A primary expression, what it is concatenated with, and a mask. */
export function readExpression(words: NftWords): Result<Expression, string> {
  const first = readPrimary(words);
  if (!first.ok) return first;
  const parts: Expression[] = [first.value];
  while (words.take('.')) {
    const part = readPrimary(words);
    if (!part.ok) return part;
    parts.push(part.value);
  }
  const whole: Expression = parts.length === 1 ? first.value : { kind: 'concat', parts };
  const operator = words.takeOne(operatorNames);
  if (operator === undefined) return ok(whole);
  const mask = readNumber(words.next());
  return mask === undefined ? err('the mask is not a number') : ok({ kind: 'bitwise', operator, operand: whole, mask });
}

function readPrimary(words: NftWords): Result<Expression, string> {
  const word = words.next();
  const def = byWord.get(word);
  return def === undefined ? err(`expression "${word}" is not modelled`) : def.read(words, word);
}
