import {
  blockScalarEnd,
  flowScalarEnd,
  isBlank,
  isBlankOrEnd,
  isBreak,
  plainScalarEnd,
  type Cursor,
} from './scalar-scan.js';
import type { Mark, SyntaxError, Token, TokenType } from './token.js';

/** A token that turns out to be a mapping key when a colon follows on the same line. */
interface SimpleKey {
  possible: boolean;
  required: boolean;
  tokenNumber: number;
  mark: Mark;
}

const flowTokens: Readonly<Record<string, TokenType>> = {
  '[': 'flow-sequence-start',
  '{': 'flow-mapping-start',
  ']': 'flow-sequence-end',
  '}': 'flow-mapping-end',
  ',': 'flow-entry',
};

const notPlain = '-?:,[]{}#&*!|>\'"%@`';
export const maximumDepth = 200;
const longestKey = 1024;
/** Far more than any object has; parsing takes time. */
const maximumTokens = 50_000;

const missingColon = "could not find expected ':'";

/**
 * Splits YAML into tokens as libyaml does, values left out: it says where and in which words
 * kubectl refuses a text that other parsers may accept, or refuse elsewhere.
 *
 * @see sigs.k8s.io/yaml/goyaml.v2/scannerc.go
 */
export class Scanner {
  readonly #cursor: Cursor;
  readonly #tokens: Token[] = [];
  #head = 0;
  #parsed = 0;
  #indent = -1;
  readonly #indents: number[] = [];
  #simpleKeyAllowed = true;
  readonly #simpleKeys: SimpleKey[] = [];
  #flowLevel = 0;
  #ended = false;
  error: SyntaxError | undefined;

  constructor(text: string) {
    this.#cursor = {
      text,
      at: text.startsWith('\ufeff') ? 1 : 0,
      line: 0,
      lineStart: text.startsWith('\ufeff') ? 1 : 0,
    };
    this.#simpleKeys.push(this.#noKey());
  }

  /** The next token without taking it; undefined after an error. */
  peek(): Token | undefined {
    while (this.error === undefined && this.#needsMore()) this.#fetch();
    return this.error === undefined ? this.#tokens[this.#head] : undefined;
  }

  skip(): void {
    this.#head += 1;
    this.#parsed += 1;
  }

  mark(): Mark {
    const { at, line, lineStart } = this.#cursor;
    return { index: at, line, column: at - lineStart };
  }

  #noKey(): SimpleKey {
    return { possible: false, required: false, tokenNumber: -1, mark: this.mark() };
  }

  #fail(problem: string, context?: Mark): void {
    this.error ??= { problem, at: this.mark(), context, scanner: true };
  }

  #needsMore(): boolean {
    if (this.#ended && this.#head < this.#tokens.length) return false;
    if (this.#head >= this.#tokens.length) return true;
    const key = this.#simpleKeys.find((k) => k.possible && k.tokenNumber === this.#parsed);
    return key !== undefined && this.#stillKey(key) && this.error === undefined;
  }

  #stillKey(key: SimpleKey): boolean {
    if (!key.possible) return false;
    if (key.mark.line === this.#cursor.line && key.mark.index + longestKey >= this.#cursor.at) return true;
    if (key.required) this.#fail(missingColon, key.mark);
    key.possible = false;
    return false;
  }

  #char(ahead = 0): string {
    return this.#cursor.text.charAt(this.#cursor.at + ahead);
  }

  #column(): number {
    return this.#cursor.at - this.#cursor.lineStart;
  }

  #advance(count = 1): void {
    this.#cursor.at += count;
  }

  #newline(): void {
    this.#advance(this.#char() === '\r' && this.#char(1) === '\n' ? 2 : 1);
    this.#cursor.line += 1;
    this.#cursor.lineStart = this.#cursor.at;
  }

  #push(type: TokenType, start: Mark, number = -1): void {
    if (number < 0) this.#tokens.push({ type, start });
    else this.#tokens.splice(this.#head + number - this.#parsed, 0, { type, start });
  }

  #toNextToken(): void {
    for (;;) {
      const c = this.#char();
      if (c === ' ' || (c === '\t' && (this.#flowLevel > 0 || !this.#simpleKeyAllowed))) this.#advance();
      else if (c === '#') while (this.#char() !== '' && !isBreak(this.#char())) this.#advance();
      else if (isBreak(c)) {
        this.#newline();
        if (this.#flowLevel === 0) this.#simpleKeyAllowed = true;
      } else return;
    }
  }

  #fetch(): void {
    this.#toNextToken();
    this.#unroll(this.#column());
    const c = this.#char();
    const start = this.mark();
    if (this.#tokens.length > maximumTokens) return this.#fail(`document has more than ${maximumTokens} tokens`, start);
    if (c === '') return this.#streamEnd();
    if (this.#column() === 0 && c === '%') return this.#directive();
    if (this.#column() === 0 && this.#documentIndicator()) {
      this.#closeBlocks();
      this.#advance(3);
      return this.#push(c === '-' ? 'document-start' : 'document-end', start);
    }
    const flow = flowTokens[c];
    if (flow !== undefined) return this.#flow(flow, start);
    if (c === '-' && isBlankOrEnd(this.#char(1))) return this.#indicator('block-entry', start);
    if (c === '?' && (this.#flowLevel > 0 || isBlankOrEnd(this.#char(1)))) return this.#indicator('key', start);
    if (c === ':' && (this.#flowLevel > 0 || isBlankOrEnd(this.#char(1)))) return this.#value(start);
    if (c === '*' || c === '&') return this.#anchor(c === '*' ? 'alias' : 'anchor', start);
    if (c === '!') return this.#tag(start);
    if ((c === '|' || c === '>') && this.#flowLevel === 0) return this.#blockScalar(start);
    if (c === "'" || c === '"') return this.#scalar(start, flowScalarEnd(this.#cursor, c));
    if (this.#startsPlain(c)) return this.#plain(start);
    return this.#fail('found character that cannot start any token', start);
  }

  #startsPlain(c: string): boolean {
    if (!isBlankOrEnd(c) && !notPlain.includes(c)) return true;
    if (c === '-') return !isBlank(this.#char(1));
    return this.#flowLevel === 0 && (c === '?' || c === ':') && !isBlankOrEnd(this.#char(1));
  }

  #documentIndicator(): boolean {
    const { text, at } = this.#cursor;
    return (text.startsWith('---', at) || text.startsWith('...', at)) && isBlankOrEnd(this.#char(3));
  }

  #saveKey(): void {
    const required = this.#flowLevel === 0 && this.#indent === this.#column();
    if (!this.#simpleKeyAllowed) return;
    const tokenNumber = this.#parsed + (this.#tokens.length - this.#head);
    this.#removeKey();
    this.#simpleKeys[this.#simpleKeys.length - 1] = { possible: true, required, tokenNumber, mark: this.mark() };
  }

  #removeKey(): void {
    const key = this.#simpleKeys.at(-1);
    if (key === undefined) return;
    if (key.possible && key.required) this.#fail(missingColon, key.mark);
    key.possible = false;
  }

  #roll(column: number, type: TokenType, start: Mark, number = -1): void {
    if (this.#flowLevel > 0 || this.#indent >= column) return;
    this.#indents.push(this.#indent);
    this.#indent = column;
    if (this.#indents.length > maximumDepth) this.#fail(`exceeded max depth of ${maximumDepth}`, start);
    this.#push(type, start, number);
  }

  #unroll(column: number): void {
    if (this.#flowLevel > 0) return;
    while (this.#indent > column) {
      this.#push('block-end', this.mark());
      this.#indent = this.#indents.pop() ?? -1;
    }
  }

  #closeBlocks(): void {
    this.#unroll(-1);
    this.#removeKey();
    this.#simpleKeyAllowed = false;
  }

  #streamEnd(): void {
    if (this.#column() !== 0) {
      this.#cursor.line += 1;
      this.#cursor.lineStart = this.#cursor.at;
    }
    this.#closeBlocks();
    this.#push('stream-end', this.mark());
    this.#ended = true;
  }

  #directive(): void {
    this.#closeBlocks();
    const start = this.mark();
    const name = /^%(\w*)/.exec(this.#cursor.text.slice(this.#cursor.at, this.#cursor.at + 64))?.[1] ?? '';
    if (name === '') this.#fail('could not find expected directive name', start);
    else if (name !== 'YAML' && name !== 'TAG') this.#fail('found unknown directive name', start);
    while (this.#char() !== '' && !isBreak(this.#char())) this.#advance();
    this.#push('directive', start);
  }

  #flow(type: TokenType, start: Mark): void {
    const opens = type === 'flow-sequence-start' || type === 'flow-mapping-start';
    if (opens) {
      this.#saveKey();
      this.#simpleKeys.push(this.#noKey());
      this.#flowLevel += 1;
      if (this.#flowLevel > maximumDepth) this.#fail(`exceeded max depth of ${maximumDepth}`, start);
    } else this.#removeKey();
    if (!opens && type !== 'flow-entry' && this.#flowLevel > 0) {
      this.#simpleKeys.pop();
      this.#flowLevel -= 1;
    }
    this.#simpleKeyAllowed = opens || type === 'flow-entry';
    this.#advance();
    this.#push(type, start);
  }

  #indicator(type: 'block-entry' | 'key', start: Mark): void {
    if (this.#flowLevel === 0) {
      const what = type === 'key' ? 'mapping keys' : 'block sequence entries';
      if (!this.#simpleKeyAllowed) return this.#fail(`${what} are not allowed in this context`, start);
      this.#roll(this.#column(), type === 'key' ? 'block-mapping-start' : 'block-sequence-start', start);
    }
    this.#removeKey();
    this.#simpleKeyAllowed = type === 'block-entry' || this.#flowLevel === 0;
    this.#advance();
    this.#push(type, start);
  }

  #value(start: Mark): void {
    const key = this.#simpleKeys.at(-1);
    if (key !== undefined && this.#stillKey(key)) {
      this.#push('key', key.mark, key.tokenNumber);
      this.#roll(key.mark.column, 'block-mapping-start', key.mark, key.tokenNumber);
      key.possible = false;
      this.#simpleKeyAllowed = false;
    } else {
      if (this.#flowLevel === 0) {
        if (!this.#simpleKeyAllowed) return this.#fail('mapping values are not allowed in this context', start);
        this.#roll(this.#column(), 'block-mapping-start', start);
      }
      this.#simpleKeyAllowed = this.#flowLevel === 0;
    }
    this.#advance();
    this.#push('value', start);
  }

  #anchor(type: 'alias' | 'anchor', start: Mark): void {
    this.#saveKey();
    this.#simpleKeyAllowed = false;
    this.#advance();
    const from = this.#cursor.at;
    while (/^[\w-]$/.test(this.#char())) this.#advance();
    const ends = isBlankOrEnd(this.#char()) || '?:,]}%@`'.includes(this.#char());
    if (from === this.#cursor.at || !ends)
      return this.#fail('did not find expected alphabetic or numeric character', start);
    this.#push(type, start);
  }

  #tag(start: Mark): void {
    this.#saveKey();
    this.#simpleKeyAllowed = false;
    while (!isBlankOrEnd(this.#char()) && !(this.#flowLevel > 0 && this.#char() === ',')) this.#advance();
    this.#push('tag', start);
  }

  #blockScalar(start: Mark): void {
    this.#removeKey();
    this.#simpleKeyAllowed = true;
    const problem = blockScalarEnd(this.#cursor, this.#indent);
    if (problem !== undefined) return this.#fail(problem, start);
    this.#push('scalar', start);
  }

  #scalar(start: Mark, problem: string | undefined): void {
    // The key begins where the scalar did.
    const end = { ...this.#cursor };
    Object.assign(this.#cursor, { at: start.index, line: start.line, lineStart: start.index - start.column });
    this.#saveKey();
    Object.assign(this.#cursor, end);
    this.#simpleKeyAllowed = false;
    if (problem !== undefined) return this.#fail(problem, start);
    this.#push('scalar', start);
  }

  #plain(start: Mark): void {
    this.#saveKey();
    this.#simpleKeyAllowed = false;
    const end = plainScalarEnd(this.#cursor, this.#indent + 1, this.#flowLevel > 0);
    if (end.problem !== undefined) return this.#fail(end.problem, start);
    if (end.leadingBlanks) this.#simpleKeyAllowed = true;
    this.#push('scalar', start);
  }
}
