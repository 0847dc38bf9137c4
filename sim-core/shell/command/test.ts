import { everywhere, failure, type Command, type CommandResult } from '../command.js';
import type { Sys } from '../sys.js';

const numeric: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '-eq': (a, b) => a === b,
  '-ne': (a, b) => a !== b,
  '-lt': (a, b) => a < b,
  '-le': (a, b) => a <= b,
  '-gt': (a, b) => a > b,
  '-ge': (a, b) => a >= b,
};

const textual: Readonly<Record<string, (a: string, b: string) => boolean>> = {
  '=': (a, b) => a === b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

/** @see POSIX.1-2017 test: up to three operands, and `!` before them */
function holds(words: readonly string[], sys: Sys): boolean | string {
  const [first = '', second = '', third = ''] = words;
  if (first === '!' && words.length > 1) {
    const inner = holds(words.slice(1), sys);
    return typeof inner === 'string' ? inner : !inner;
  }
  if (words.length <= 1) return first !== '';
  if (words.length === 2) {
    if (first === '-z') return second === '';
    if (first === '-n') return second !== '';
    if (first === '-f' || first === '-e' || first === '-r') return sys.readFile(second) !== undefined;
    return `${first}: unary operator expected`;
  }
  if (words.length > 3) return 'too many arguments';
  const numbers = numeric[second];
  if (numbers === undefined) return textual[second]?.(first, third) ?? `${second}: binary operator expected`;
  const wrong = [first, third].find((text) => !/^-?\d+$/.test(text));
  return wrong === undefined ? numbers(Number(first), Number(third)) : `${wrong}: integer expression expected`;
}

function judge(name: string, words: readonly string[], sys: Sys): CommandResult {
  const result = holds(words, sys);
  if (typeof result === 'string') return failure(`bash: ${name}: ${result}\n`, 2);
  return { stdout: '', stderr: '', exitCode: result ? 0 : 1 };
}

const about = { places: everywhere, summary: 'compares: succeeds when it is so', flags: [] };

export const test: Command = {
  name: 'test',
  ...about,
  usage: 'A = B | A -lt B | -z A | -f FILE',
  run: (argv, sys) => judge('test', argv, sys),
};

const bracket = (name: string, close: string): Command => ({
  name,
  ...about,
  usage: `A = B ${close}`,
  run: (argv, sys) =>
    argv.at(-1) === close ? judge(name, argv.slice(0, -1), sys) : failure(`bash: ${name}: missing \`${close}'\n`, 2),
});

export const brackets = bracket('[', ']');
export const doubleBrackets = bracket('[[', ']]');
