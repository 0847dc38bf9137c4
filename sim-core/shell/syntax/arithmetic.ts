import { err, ok, type Result } from '../../base/result.js';

type Operation = (a: number, b: number) => number | undefined;

/** Operators by how tightly they bind, the loosest first. */
const levels: readonly (readonly [RegExp, Readonly<Record<string, Operation>>])[] = [
  [
    /(==|!=|<=|>=|<|>)/y,
    {
      '==': (a, b) => Number(a === b),
      '!=': (a, b) => Number(a !== b),
      '<=': (a, b) => Number(a <= b),
      '>=': (a, b) => Number(a >= b),
      '<': (a, b) => Number(a < b),
      '>': (a, b) => Number(a > b),
    },
  ],
  [/([+-])/y, { '+': (a, b) => a + b, '-': (a, b) => a - b }],
  [
    /([*/%])/y,
    {
      '*': (a, b) => a * b,
      '/': (a, b) => (b === 0 ? undefined : Math.trunc(a / b)),
      '%': (a, b) => (b === 0 ? undefined : a % b),
    },
  ],
];

/** `$((…))` of whole numbers and variables. @see POSIX.1-2017 XCU 2.6.4 */
export function evaluateArithmetic(text: string, valueOf: (name: string) => string): Result<number, string> {
  let at = 0;
  let problem: string | undefined;
  const take = (pattern: RegExp): string | undefined => {
    while (text[at] === ' ') at += 1;
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? [];
    at += found?.length ?? 0;
    return found;
  };
  const operand = (depth: number): number => {
    const sign = take(/[-+]/y);
    if (sign !== undefined) return (sign === '-' ? -1 : 1) * operand(depth + 1);
    if (depth < 40 && take(/\(/y) !== undefined) {
      const value = level(0, depth + 1);
      if (take(/\)/y) === undefined) problem ??= `${text}: missing )`;
      return value;
    }
    const number = take(/\d+/y);
    if (number !== undefined) return Number(number);
    const [, name = ''] = /^\$?\{?(\w+)\}?$/.exec(take(/\$?\{?[A-Za-z_]\w*\}?/y) ?? '') ?? [];
    if (name === '') problem ??= `${text}: arithmetic syntax error`;
    return Number(valueOf(name)) || 0;
  };
  const level = (index: number, depth: number): number => {
    const [pattern, operations] = levels[index] ?? [];
    if (pattern === undefined || operations === undefined) return operand(depth);
    let value = level(index + 1, depth);
    for (let sign = take(pattern); sign !== undefined; sign = take(pattern)) {
      const next = operations[sign]?.(value, level(index + 1, depth));
      if (next === undefined) problem ??= `${text}: division by 0`;
      value = next ?? 0;
    }
    return value;
  };
  const value = level(0, 0);
  if (text.slice(at).trim() !== '') problem ??= `${text}: arithmetic syntax error`;
  return problem === undefined ? ok(value) : err(problem);
}
