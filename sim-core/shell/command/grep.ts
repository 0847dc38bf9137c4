import { asText, everywhere, failure, linesOf, type Command, type CommandResult } from '../command.js';
import type { Flag, ParsedFlags } from '../flags.js';
import { withFlags } from '../usage.js';
import { readInputs } from './input.js';

const flags: readonly Flag[] = [
  { name: 'ignore-case', short: 'i', about: 'upper and lower case are the same' },
  { name: 'invert-match', short: 'v', about: 'the lines that do not match' },
  { name: 'line-number', short: 'n', about: 'number the lines' },
  { name: 'count', short: 'c', about: 'only how many lines match' },
  { name: 'extended-regexp', short: 'E', about: 'extended regular expressions' },
  { name: 'fixed-strings', short: 'F', about: 'plain text, no expression' },
  { name: 'word-regexp', short: 'w', about: 'whole words only' },
  { name: 'only-matching', short: 'o', about: 'only the part that matches' },
  { name: 'quiet', short: 'q', about: 'print nothing' },
  { name: 'regexp', short: 'e', takes: 'PATTERN', about: 'a pattern; several match any' },
  { name: 'after-context', short: 'A', takes: 'NUM', about: 'lines after a match' },
  { name: 'before-context', short: 'B', takes: 'NUM', about: 'lines before a match' },
  { name: 'context', short: 'C', takes: 'NUM', about: 'lines around a match' },
  { name: 'color', about: 'has no effect' },
];

/** Basic expressions escape what extended ones, and JavaScript's, do not. @see regex(7) */
const fromBasic = (pattern: string): string =>
  pattern.replace(
    /\[[^\]]*\]|\\([|+?(){}])|([|+?(){}])/g,
    (whole, escaped?: string, bare?: string) => escaped ?? (bare === undefined ? whole : `\\${bare}`),
  );

const posixClasses: Readonly<Record<string, string>> = {
  '[:digit:]': '0-9',
  '[:alpha:]': 'A-Za-z',
  '[:alnum:]': 'A-Za-z0-9',
  '[:space:]': '\\s',
  '[:upper:]': 'A-Z',
  '[:lower:]': 'a-z',
};

function expressionOf(patterns: readonly string[], parsed: ParsedFlags): RegExp | undefined {
  const source = patterns
    .map((pattern) => {
      if (parsed.on('fixed-strings')) return pattern.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
      const modern = parsed.on('extended-regexp') ? pattern : fromBasic(pattern);
      return modern.replace(/\[:\w+:\]/g, (name) => posixClasses[name] ?? name);
    })
    .map((pattern) => (parsed.on('word-regexp') ? `(?<!\\w)(?:${pattern})(?!\\w)` : `(?:${pattern})`))
    .join('|');
  try {
    return new RegExp(source, parsed.on('ignore-case') ? 'gi' : 'g');
  } catch {
    return undefined;
  }
}

function select(text: string, expression: RegExp, parsed: ParsedFlags): CommandResult {
  const lines = linesOf(text);
  const matches = (line: string): boolean => line.search(expression) >= 0 !== parsed.on('invert-match');
  const found = lines.flatMap((line, index) => (matches(line) ? [index] : []));
  const exitCode = found.length > 0 ? 0 : 1;
  if (parsed.on('quiet')) return { stdout: '', stderr: '', exitCode };
  if (parsed.on('count')) return { stdout: `${found.length}\n`, stderr: '', exitCode };
  const around = (name: string): number => Number(parsed.value(name) ?? parsed.value('context') ?? 0) || 0;
  const [before, after] = [around('before-context'), around('after-context')];
  const shown: string[] = [];
  let next = 0;
  for (const hit of found) {
    const from = Math.max(next, hit - before);
    if (before + after > 0 && next > 0 && from > next) shown.push('--');
    for (let i = from; i <= Math.min(hit + after, lines.length - 1); i++) {
      shown.push(...numbered(lines[i] ?? '', i, matches(lines[i] ?? ''), expression, parsed));
    }
    next = Math.max(next, hit + after + 1);
  }
  return { stdout: asText(shown), stderr: '', exitCode };
}

function numbered(
  line: string,
  index: number,
  hit: boolean,
  expression: RegExp,
  parsed: ParsedFlags,
): readonly string[] {
  const mark = parsed.on('line-number') ? `${index + 1}${hit ? ':' : '-'}` : '';
  const parts = parsed.on('only-matching') ? (line.match(expression) ?? []).filter((part) => part !== '') : [line];
  return parts.map((part) => mark + part);
}

export const grep: Command = {
  name: 'grep',
  places: everywhere,
  summary: 'the lines that match a pattern',
  usage: '[-ivncEFwoq] [-A NUM] [-B NUM] PATTERN [FILE...]',
  flags,
  run: (argv, sys, stdin) =>
    withFlags('grep', flags, argv, (parsed) => {
      const given = parsed.values('regexp');
      const words = [...parsed.words, ...(parsed.rest ?? [])];
      const patterns = given.length > 0 ? given : words.slice(0, 1);
      if (patterns.length === 0) return failure('Usage: grep [OPTION]... PATTERNS [FILE]...\n', 2);
      const expression = expressionOf(patterns, parsed);
      if (expression === undefined) return failure('grep: Invalid regular expression\n', 2);
      const text = readInputs(given.length > 0 ? words : words.slice(1), sys, stdin);
      return text.ok ? select(text.value, expression, parsed) : failure(`grep: ${text.error}\n`, 2);
    }),
};
