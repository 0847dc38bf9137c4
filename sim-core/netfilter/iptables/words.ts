import { err, ok, type Result } from '../../base/result.js';

export interface Option {
  readonly name: string;
  readonly not: boolean;
}

/** Walks over the words of one rule. */
export class WordReader {
  readonly #words: readonly string[];
  #at = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  /** Where it stands, to come back to. */
  get position(): number {
    return this.#at;
  }

  set position(at: number) {
    this.#at = at;
  }

  /** The next word, which stays where it is; empty past the end. */
  get peek(): string {
    return this.#words[this.#at] ?? '';
  }

  /** The words that were read from a position on. */
  since(position: number): readonly string[] {
    return this.#words.slice(position, this.#at);
  }

  get done(): boolean {
    return this.#at >= this.#words.length;
  }

  /** The next word, or an empty one past the end. */
  next(): string {
    return this.#words[this.#at++] ?? '';
  }

  /** Takes the next word if it is this one. */
  take(word: string): boolean {
    if (this.#words[this.#at] !== word) return false;
    this.#at++;
    return true;
  }

  /** Takes one of the named options; leaves every other word where it is. */
  option(names: readonly string[]): string | undefined {
    const name = this.#words[this.#at];
    if (name === undefined || !names.includes(name)) return undefined;
    this.#at++;
    return name;
  }

  /** The same for options that may have a `!` before them. */
  negatable(names: readonly string[]): Option | undefined {
    const not = this.#words[this.#at] === '!';
    const name = this.#words[this.#at + (not ? 1 : 0)];
    if (name === undefined || !names.includes(name)) return undefined;
    this.#at += not ? 2 : 1;
    return { name, not };
  }
}

/** Splits a line into words as iptables-restore does: blanks separate, double quotes hold together, `\` escapes within. */
export function splitWords(line: string): Result<readonly string[], string> {
  const words: string[] = [];
  let word: string | undefined;
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const c = line.charAt(i);
    if (quoted && c === '\\' && i + 1 < line.length) word = (word ?? '') + line.charAt(++i);
    else if (c === '"') {
      quoted = !quoted;
      word ??= '';
    } else if (!quoted && (c === ' ' || c === '\t')) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + c;
  }
  if (quoted) return err('a quotation mark is never closed');
  if (word !== undefined) words.push(word);
  return ok(words);
}

/**
 * A value as iptables-save prints it: bare when made of letters, digits, `_` and `-` only, else quoted.
 * @see iptables 1.8.9 libxtables/xtables.c xtables_save_string
 */
export const quoteWord = (value: string): string =>
  /^[-_0-9a-zA-Z]+$/.test(value) ? value : `"${value.replace(/["\\']/g, '\\$&')}"`;

/** A word that was read and is written back as it was: in quotation marks only if it could not be read otherwise. */
export const keptWord = (word: string): string =>
  word === '' || /[\s"\\]/.test(word) ? `"${word.replace(/["\\]/g, '\\$&')}"` : word;

/** An unsigned integer up to `max`, decimal or 0x hexadecimal. */
export function readUnsigned(text: string, max: number): number | undefined {
  if (!/^(0x[0-9a-fA-F]{1,8}|\d{1,10})$/.test(text)) return undefined;
  const value = Number(text);
  return value <= max ? value : undefined;
}

/** `value` or `value/mask`, as the mark match and target take it. */
export function readMasked(text: string): { readonly value: number; readonly mask: number } | undefined {
  const [valueText = '', maskText, ...rest] = text.split('/');
  const value = readUnsigned(valueText, 0xffffffff);
  const mask = maskText === undefined ? 0xffffffff : readUnsigned(maskText, 0xffffffff);
  return value === undefined || mask === undefined || rest.length > 0 ? undefined : { value, mask };
}

export const hex = (value: number): string => `0x${value.toString(16)}`;

/** The words before an option's value: a `!` when negated. */
export const negated = (not: true | undefined): readonly string[] => (not ? ['!'] : []);
