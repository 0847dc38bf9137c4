import { err, ok, type Result } from '../../../base/result.js';
import { readValue, valueHolds, writeValue } from '../data-type.js';
import { keyText, next, stop, type Passage, type StatementDef } from '../definition.js';
import { evaluateExpression, typeOf, writeExpression } from '../expressions.js';
import type { DataType, Expression, NftSet, Operand, Scalar, Statement, Value } from '../model.js';
import { readBraced, type NftWords } from '../words.js';

type Match = Extract<Statement, { kind: 'match' }>;

const write = (operand: Operand, type: DataType): string => {
  switch (operand.kind) {
    case 'values':
      return operand.values.map((value) => writeValue(type, value)).join(',');
    case 'set':
      return `{ ${operand.elements.map((value) => writeValue(type, value)).join(', ')} }`;
    case 'named':
      return `@${operand.set}`;
  }
};

const typeOfLeft = (left: Expression): DataType => typeOf(left)[0] ?? 'integer';

/** A mask is compared with an operator in sight. */
const operatorOf = (match: Match): string => (match.not ? '!= ' : match.left.kind === 'bitwise' ? '== ' : '');

function read(words: NftWords, type: DataType): Result<Operand, string> {
  const one = (): Result<Value, string> => {
    const word = words.next();
    const value = readValue(type, word);
    return value === undefined ? err(`"${word}" is not of type ${type}`) : ok(value);
  };
  if (words.peek.startsWith('@')) return ok({ kind: 'named', set: words.next().slice(1) });
  if (words.peek === '{') {
    const elements = readBraced(words, one);
    return elements.ok ? ok({ kind: 'set', elements: elements.value }) : elements;
  }
  const values: Value[] = [];
  do {
    const value = one();
    if (!value.ok) return value;
    values.push(value.value);
  } while (words.take(','));
  return ok({ kind: 'values', values });
}

/** Is the element among those that rules wrote into the set, or those that packets put there? */
export function setHolds(set: NftSet, scalars: readonly Scalar[], passage: Passage): boolean {
  const text = keyText(scalars);
  if (set.elements.has(text)) return true;
  if (set.flags?.includes('dynamic') && passage.tx.sets.has(`${passage.tableId} ${set.name}`, text)) return true;
  if (!set.flags?.includes('interval')) return false;
  return [...set.elements.values()].some(({ key }) =>
    key.every((value, i) => valueHolds(set.type[i] ?? 'integer', value, scalars[i] ?? '')),
  );
}

export const match: StatementDef<Match> = {
  cite: 'nftables 1.0.6 src/expression.c relational_expr_print; net/netfilter/nft_cmp.c, nft_lookup.c, nft_range.c',
  words: [],
  write: (s) => `${writeExpression(s.left)} ${operatorOf(s)}${write(s.right, typeOfLeft(s.left))}`,
  read: (words, { left }) => {
    if (left === undefined) return err('a test without a left side');
    const operator = words.takeOne(['!=', '==']);
    const right = read(words, typeOfLeft(left));
    if (!right.ok) return right;
    return ok({ kind: 'match', left, ...(operator === '!=' && { not: true }), right: right.value });
  },
  evaluate: (s, passage) => {
    const loaded = evaluateExpression(s.left, passage);
    if (loaded === undefined) return stop;
    const scalars = typeof loaded === 'object' ? loaded : [loaded];
    return holds(s, scalars, passage) === (s.not !== true) ? next : stop;
  },
};

function holds({ left, right }: Match, scalars: readonly Scalar[], passage: Passage): boolean {
  if (right.kind !== 'values') passage.lookups += 1;
  if (right.kind === 'named') {
    const set = passage.table.sets.get(right.set);
    const found = set !== undefined && setHolds(set, scalars, passage);
    if (found && set.flags?.includes('dynamic')) passage.affinity = { list: set.name };
    return found;
  }
  const type = typeOfLeft(left);
  const [scalar] = scalars;
  const values = right.kind === 'set' ? right.elements : right.values;
  return scalar !== undefined && values.some((value) => valueHolds(type, value, scalar));
}
