import { err, ok, type Result } from '../../base/result.js';

/** A word of nft's language, and where it stood. A quoted string keeps its quotation marks. */
export interface Word {
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
}

/** Ends a statement; nft takes a semicolon for it as well. */
export const endOfLine = '\n';

const separators: ReadonlySet<string> = new Set(['{', '}', ',']);

/** Splits text into words, strings, braces and commas. `#` begins a comment. */
export function splitWords(text: string): Result<readonly Word[], { readonly line: number; readonly detail: string }> {
  const words: Word[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const number = index + 1;
    for (const [found] of line.matchAll(/"[^"]*"|#.*|[{},;]|[^\s{},;"#]+|"/g)) {
      if (found === '"') return err({ line: number, detail: 'a quotation mark is never closed' });
      if (found.startsWith('#')) continue;
      words.push({ text: found === ';' ? endOfLine : found, line: number });
    }
    words.push({ text: endOfLine, line: number });
  }
  return ok(words);
}

/** Walks over the words of a ruleset. */
export class NftWords {
  readonly #words: readonly Word[];
  #at = 0;

  constructor(words: readonly Word[]) {
    this.#words = words;
  }

  /** Where it stands, to come back to. */
  get position(): number {
    return this.#at;
  }

  set position(at: number) {
    this.#at = at;
  }

  /** At the end of a rule, whatever braces stand within it? */
  get atRuleEnd(): boolean {
    return this.done || this.peek === endOfLine || this.peek === '}';
  }

  /** Takes the words up to the end of a rule, with all that its braces hold. */
  skipRule(): readonly string[] {
    const start = this.#at;
    for (let depth = 0; !this.done && (depth > 0 || !this.atRuleEnd); this.#at++) {
      if (this.peek === '{') depth += 1;
      else if (this.peek === '}') depth -= 1;
    }
    return this.#words.slice(start, this.#at).flatMap(({ text }) => (text === endOfLine ? [] : [text]));
  }

  /** Takes what stands between a brace that was just taken and the one that closes it, which is taken too. */
  skipBlock(): void {
    for (let depth = 1; !this.done && depth > 0; this.#at++) {
      if (this.peek === '{') depth += 1;
      else if (this.peek === '}') depth -= 1;
    }
  }

  get done(): boolean {
    return this.#at >= this.#words.length;
  }

  /** The line of the next word, or the last one past the end. */
  get line(): number {
    return (this.#words[this.#at] ?? this.#words.at(-1))?.line ?? 1;
  }

  /** The next word, which stays where it is; empty past the end. */
  get peek(): string {
    return this.#words[this.#at]?.text ?? '';
  }

  next(): string {
    return this.#words[this.#at++]?.text ?? '';
  }

  /** Takes the next words if they are these. */
  take(...texts: readonly string[]): boolean {
    if (texts.some((text, i) => this.#words[this.#at + i]?.text !== text)) return false;
    this.#at += texts.length;
    return true;
  }

  /** Takes one of the named words. */
  takeOne<T extends string>(texts: readonly T[]): T | undefined {
    const found = texts.find((text) => text === this.peek);
    if (found !== undefined) this.#at++;
    return found;
  }

  skipLineEnds(): void {
    while (this.peek === endOfLine) this.#at++;
  }

  /** At the end of a statement, of a block or of the text? */
  get atEnd(): boolean {
    return this.done || this.peek === endOfLine || this.peek === '}' || separators.has(this.peek);
  }
}

export const quote = (text: string): string => `"${text}"`;

/** What a quoted string holds; undefined for any other word. */
export const unquote = (word: string): string | undefined =>
  word.length >= 2 && word.startsWith('"') && word.endsWith('"') ? word.slice(1, -1) : undefined;

/** A list in braces, over as many lines as it likes. */
export function readBraced<T>(words: NftWords, item: () => Result<T, string>): Result<readonly T[], string> {
  if (!words.take('{')) return err(`"${words.peek}" where a "{" should be`);
  const items: T[] = [];
  for (;;) {
    words.skipLineEnds();
    if (words.take('}')) return ok(items);
    if (items.length > 0 && !words.take(',')) return err(`"${words.peek}" where a "," or a "}" should be`);
    words.skipLineEnds();
    if (words.done) return err('a "{" is never closed');
    const read = item();
    if (!read.ok) return read;
    items.push(read.value);
  }
}

/** An unsigned decimal or 0x hexadecimal number. */
export function readNumber(word: string, max = 0xffffffff): number | undefined {
  if (!/^(0x[0-9a-fA-F]{1,8}|\d{1,10})$/.test(word)) return undefined;
  const value = Number(word);
  return value <= max ? value : undefined;
}
