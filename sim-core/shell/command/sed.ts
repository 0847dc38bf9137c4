import { err, ok, type Result } from '../../base/result.js';
import { asText, everywhere, failure, linesOf, output, type Command } from '../command.js';
import type { Flag } from '../flags.js';
import { compileExpression, type Expression } from '../regex.js';
import { withFlags } from '../usage.js';
import { readInputs } from './input.js';

const flags: readonly Flag[] = [
  { name: 'quiet', short: 'n', about: 'print only what p prints' },
  { name: 'regexp-extended', short: 'E', about: 'extended regular expressions' },
  { name: 'r', short: 'r', about: 'as -E' },
  { name: 'expression', short: 'e', takes: 'SCRIPT', about: 'a script; several run in turn' },
  { name: 'in-place', short: 'i', about: 'write the file anew' },
];

/** Which lines a command is for. */
type Address = (line: string, number: number, last: number) => boolean;

interface Edit {
  readonly address: Address;
  readonly act: { readonly kind: 'print' } | { readonly kind: 'delete' } | Substitution;
}

interface Substitution {
  readonly kind: 'substitute';
  readonly expression: Expression;
  readonly replacement: string;
  readonly everywhere: boolean;
  readonly prints: boolean;
}

const everyLine: Address = () => true;

/** Reads `s/a/b/g`, `2p`, `1,3d`, `/x/d`, parted by `;`. */
function readScript(script: string, extended: boolean): Result<readonly Edit[], string> {
  const edits: Edit[] = [];
  let rest = script;
  for (;;) {
    rest = rest.replace(/^[;\s]+/, '');
    if (rest === '') return ok(edits);
    const [whole = '', from, to, pattern] = /^(?:(\d+|\$)(?:,(\d+|\$))?|\/((?:[^/\\]|\\.)*)\/)?\s*/.exec(rest) ?? [];
    rest = rest.slice(whole.length);
    const address = addressOf(from, to, pattern, extended);
    if (!address.ok) return address;
    if (/^[pd](?=[;\s]|$)/.test(rest)) {
      edits.push({ address: address.value, act: rest.startsWith('p') ? { kind: 'print' } : { kind: 'delete' } });
      rest = rest.slice(1);
      continue;
    }
    const separator = rest[1] ?? '';
    const parts = rest.startsWith('s') && /[^\w\s\\]/.test(separator) ? partsOf(rest.slice(2), separator) : undefined;
    if (parts === undefined) return err(`-e expression #1: only s, p and d with addresses are modelled: '${rest}'`);
    const compiled = compileExpression(parts.pattern, { extended, ignoreCase: /[iI]/.test(parts.options) });
    if (!compiled.ok) return err(`-e expression #1: ${compiled.error}`);
    edits.push({
      address: address.value,
      act: {
        kind: 'substitute',
        expression: compiled.value,
        replacement: parts.replacement,
        everywhere: parts.options.includes('g'),
        prints: parts.options.includes('p'),
      },
    });
    rest = parts.rest;
  }
}

function partsOf(
  text: string,
  separator: string,
):
  | { readonly pattern: string; readonly replacement: string; readonly options: string; readonly rest: string }
  | undefined {
  const found: string[] = [''];
  let at = 0;
  for (; at < text.length && found.length < 3; at++) {
    const char = text[at] ?? '';
    if (char === separator) found.push('');
    else if (char === '\\' && text[at + 1] === separator) found.push(`${found.pop() ?? ''}${text[++at] ?? ''}`);
    else if (char === '\\') found.push(`${found.pop() ?? ''}\\${text[++at] ?? ''}`);
    else found.push(`${found.pop() ?? ''}${char}`);
  }
  const [pattern, replacement, empty] = found;
  if (pattern === undefined || replacement === undefined || empty === undefined) return undefined;
  const [options = ''] = /^[gpiI]*/.exec(text.slice(at)) ?? [];
  return { pattern, replacement, options, rest: text.slice(at + options.length) };
}

function addressOf(
  from: string | undefined,
  to: string | undefined,
  pattern: string | undefined,
  extended: boolean,
): Result<Address, string> {
  if (pattern !== undefined) {
    const compiled = compileExpression(pattern, { extended, ignoreCase: false });
    return compiled.ok ? ok((line) => compiled.value.search(line) !== undefined) : compiled;
  }
  if (from === undefined) return ok(everyLine);
  const numberOf = (text: string, last: number): number => (text === '$' ? last : Number(text));
  return ok((_line, number, last) => number >= numberOf(from, last) && number <= numberOf(to ?? from, last));
}

function substitute(line: string, { expression, replacement, everywhere }: Substitution): string | undefined {
  let text = '';
  let at = 0;
  let changed = false;
  while (at <= line.length) {
    const found = expression.search(line, at);
    if (found === undefined) break;
    changed = true;
    text += line.slice(at, found.start) + filled(replacement, found.groups);
    at = found.end;
    if (found.end === found.start) text += line[at++] ?? '';
    if (!everywhere) break;
  }
  return changed ? text + line.slice(at) : undefined;
}

const filled = (replacement: string, groups: readonly (string | undefined)[]): string =>
  replacement.replace(/\\(\d)|\\(n)|\\(.)|&/g, (whole, digit?: string, newline?: string, other?: string) => {
    if (whole === '&') return groups[0] ?? '';
    if (newline !== undefined) return '\n';
    return digit === undefined ? (other ?? '') : (groups[Number(digit)] ?? '');
  });

function edited(text: string, edits: readonly Edit[], quiet: boolean): string {
  const lines = linesOf(text);
  const printed: string[] = [];
  for (const [index, line] of lines.entries()) {
    let current: string | undefined = line;
    for (const { address, act } of edits) {
      if (current === undefined || !address(current, index + 1, lines.length)) continue;
      if (act.kind === 'delete') current = undefined;
      else if (act.kind === 'print') printed.push(current);
      else {
        const changed = substitute(current, act);
        if (changed !== undefined && act.prints) printed.push(changed);
        current = changed ?? current;
      }
    }
    if (current !== undefined && !quiet) printed.push(current);
  }
  return asText(printed);
}

export const sed: Command = {
  name: 'sed',
  places: everywhere,
  summary: 'changes lines: s/A/B/g, 2p, /A/d',
  usage: '[-nEi] SCRIPT [FILE...]',
  flags,
  run: (argv, sys, stdin) =>
    withFlags(
      'sed',
      flags,
      argv,
      (parsed) => {
        const given = parsed.values('expression');
        const scripts = given.length > 0 ? given : parsed.words.slice(0, 1);
        if (scripts.length === 0)
          return failure('Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...\n');
        const read = readScript(scripts.join(';'), parsed.on('regexp-extended') || parsed.on('r'));
        if (!read.ok) return failure(`sed: ${read.error}\n`);
        const files = given.length > 0 ? parsed.words : parsed.words.slice(1);
        const text = readInputs(files, sys, stdin);
        if (!text.ok) return failure(`sed: can't read ${text.error}\n`, 2);
        if (!parsed.on('in-place')) return output(edited(text.value, read.value, parsed.on('quiet')));
        const refused = files.flatMap((file) => {
          const problem = sys.writeFile(file, edited(sys.readFile(file) ?? '', read.value, parsed.on('quiet')));
          return problem === undefined ? [] : [`sed: couldn't write ${file}: ${problem}\n`];
        });
        return refused.length === 0 ? output('') : failure(refused.join(''), 4);
      },
      1,
    ),
};
