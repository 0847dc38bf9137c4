import { ok, type Result } from '../../base/result.js';
import { asText, everywhere, failure, linesOf, type Command, type CommandResult } from '../command.js';
import type { Flag, ParsedFlags } from '../flags.js';
import { compileExpression, type Expression } from '../regex.js';
import { withFlags } from '../usage.js';
import { readInputs } from './input.js';

const flags: readonly Flag[] = [
  { name: 'ignore-case', short: 'i', about: 'upper and lower case are the same' },
  { name: 'invert-match', short: 'v', about: 'the lines that do not match' },
  { name: 'line-number', short: 'n', about: 'number the lines' },
  { name: 'count', short: 'c', about: 'only how many lines match' },
  { name: 'extended-regexp', short: 'E', about: 'extended regular expressions' },
  { name: 'perl-regexp', short: 'P', about: 'as -E' },
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

function expressionsOf(patterns: readonly string[], parsed: ParsedFlags): Result<readonly Expression[], string> {
  const compiled = patterns.map((pattern) => {
    const fixed = parsed.on('fixed-strings');
    return compileExpression(fixed ? pattern.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : pattern, {
      extended: fixed || parsed.on('extended-regexp') || parsed.on('perl-regexp'),
      ignoreCase: parsed.on('ignore-case'),
      wholeWords: parsed.on('word-regexp'),
    });
  });
  const wrong = compiled.find((result) => !result.ok);
  if (wrong !== undefined && !wrong.ok) return wrong;
  return ok(compiled.flatMap((result) => (result.ok ? [result.value] : [])));
}

function select(text: string, expressions: readonly Expression[], parsed: ParsedFlags): CommandResult {
  const lines = linesOf(text);
  const matches = (line: string): boolean =>
    expressions.some((each) => each.search(line) !== undefined) !== parsed.on('invert-match');
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
      shown.push(...numbered(lines[i] ?? '', i, matches(lines[i] ?? ''), expressions, parsed));
    }
    next = Math.max(next, hit + after + 1);
  }
  return { stdout: asText(shown), stderr: '', exitCode };
}

/** Every part of the line that matches, from left to right. */
function matchesIn(line: string, expressions: readonly Expression[]): readonly string[] {
  const parts: string[] = [];
  for (let from = 0; from <= line.length;) {
    const found = expressions.flatMap((each) => each.search(line, from) ?? []).sort((a, b) => a.start - b.start)[0];
    if (found === undefined) break;
    if (found.end > found.start) parts.push(line.slice(found.start, found.end));
    from = Math.max(found.end, found.start + 1);
  }
  return parts;
}

function numbered(
  line: string,
  index: number,
  hit: boolean,
  expressions: readonly Expression[],
  parsed: ParsedFlags,
): readonly string[] {
  const mark = parsed.on('line-number') ? `${index + 1}${hit ? ':' : '-'}` : '';
  const parts = parsed.on('only-matching') ? matchesIn(line, expressions) : [line];
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
      const expressions = expressionsOf(patterns, parsed);
      if (!expressions.ok) return failure(`grep: ${expressions.error}\n`, 2);
      const text = readInputs(given.length > 0 ? words : words.slice(1), sys, stdin);
      return text.ok ? select(text.value, expressions.value, parsed) : failure(`grep: ${text.error}\n`, 2);
    }),
};
