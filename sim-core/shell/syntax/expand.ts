import { evaluateArithmetic } from './arithmetic.js';
import type { Script, Word, WordPart } from './script.js';

/** What words are filled from. */
export interface Expander {
  readonly variable: (name: string) => string | undefined;
  /** What a script prints. */
  readonly output: (script: Script) => string;
  readonly complain: (problem: string) => void;
}

/** A word as one text: in assignments, redirections and here-documents nothing is split. */
export function expandText(word: Word, expander: Expander): string {
  let text = '';
  for (const part of word) {
    text += partText(part, expander);
    if (text.length > mostCharacters) break;
  }
  return text.slice(0, mostCharacters);
}

/** No word grows longer, whatever is put into it. */
const mostCharacters = 1_000_000;

function partText(part: WordPart, expander: Expander): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'variable': {
      const value = expander.variable(part.name);
      if (part.otherwise === undefined) return value ?? '';
      return value === undefined || value === '' ? expandText(part.otherwise, expander) : value;
    }
    case 'output':
      return expander.output(part.script).replace(/\n+$/, '');
    case 'arithmetic': {
      const result = evaluateArithmetic(part.expression, (name) => expander.variable(name) ?? '');
      if (!result.ok) expander.complain(result.error);
      return result.ok ? String(result.value) : '';
    }
  }
}

/** The words that a word becomes: braces multiply it, and blanks in unquoted values part it. */
export const expandWord = (word: Word, expander: Expander): readonly string[] =>
  braced(word).flatMap((one) => fields(one, expander));

function fields(word: Word, expander: Expander): readonly string[] {
  const words: string[] = [];
  let current: string | undefined;
  let length = 0;
  for (const part of word) {
    const text = partText(part, expander).slice(0, mostCharacters - length);
    length += text.length;
    if (part.quoted || part.kind === 'text') {
      current = (current ?? '') + text;
      continue;
    }
    const pieces = text.split(/[ \t\n]+/);
    pieces.forEach((piece, index) => {
      if (index > 0 && current !== undefined) {
        words.push(current);
        current = undefined;
      }
      if (piece !== '') current = (current ?? '') + piece;
    });
  }
  return current === undefined ? words : [...words, current];
}

/** The most words that one pair of braces makes. */
const mostBraced = 1000;
const mostBraces = 8;

/** `{1..5}` and `{a,b}`. @see bash(1) Brace Expansion */
function braced(word: Word, depth = 0): readonly Word[] {
  for (const [index, part] of word.entries()) {
    if (depth > mostBraces) break;
    if (part.kind !== 'text' || part.quoted) continue;
    const [whole, inner = ''] = /\{([^{}\s]+)\}/.exec(part.text) ?? [];
    const choices = whole === undefined ? undefined : choicesOf(inner);
    if (whole === undefined || choices === undefined) continue;
    const at = part.text.indexOf(whole);
    const [before, after] = [part.text.slice(0, at), part.text.slice(at + whole.length)];
    const rest = braced([{ ...part, text: after }, ...word.slice(index + 1)], depth + 1);
    const tails = rest.slice(0, Math.ceil(mostBraced / choices.length));
    return choices
      .flatMap((choice) => tails.map((tail) => [...word.slice(0, index), { ...part, text: before + choice }, ...tail]))
      .slice(0, mostBraced);
  }
  return [word];
}

function choicesOf(inner: string): readonly string[] | undefined {
  const [, from, to] = /^(-?\d{1,9})\.\.(-?\d{1,9})$/.exec(inner) ?? [];
  if (from === undefined || to === undefined) return inner.includes(',') ? inner.split(',') : undefined;
  const [first, last] = [Number(from), Number(to)];
  const count = Math.min(Math.abs(last - first) + 1, mostBraced);
  return Array.from({ length: count }, (_, index) => String(first + (last < first ? -index : index)));
}
