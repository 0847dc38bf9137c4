import type { Script, Word, WordPart } from './script.js';

/** Reads a script up to a closing character; the reader of words needs it for `$(…)`. */
type ReadScript = (cursor: Cursor, close: string) => Script;

/** A place in the text that readers share, and the first thing that was wrong with it. */
export class Cursor {
  readonly text: string;
  at = 0;
  depth = 0;
  problem: string | undefined;

  constructor(text: string) {
    this.text = text;
  }

  get char(): string {
    return this.text[this.at] ?? '';
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }

  sees(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  takes(text: string): boolean {
    if (!this.sees(text)) return false;
    this.at += text.length;
    return true;
  }

  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text) ?? undefined;
    if (found !== undefined) this.at += found[0].length;
    return found;
  }

  /** Keeps the first problem and ends all reading. */
  fail(problem: string): void {
    this.problem ??= problem;
    this.at = this.text.length;
  }
}

/** What may end a word when nothing quotes it. */
const endsWord = /[\s|;<>&()]/;

/** How deep `$(…)` and compound commands may stand in each other. */
export const mostNested = 40;

/** One word from where the cursor is; undefined where none begins. */
export function readWord(cursor: Cursor, readScript: ReadScript): Word | undefined {
  const parts: WordPart[] = [];
  const start = cursor.at;
  while (!cursor.done && !endsWord.test(cursor.char)) {
    if (cursor.takes("'")) parts.push(singleQuoted(cursor));
    else if (cursor.takes('"')) parts.push(...doubleQuoted(cursor, readScript));
    else if (cursor.takes('\\')) {
      if (!cursor.sees('\n')) parts.push({ kind: 'text', text: cursor.char, quoted: true });
      cursor.at += 1;
    } else if (cursor.sees('$') || cursor.sees('`')) parts.push(expansion(cursor, false, readScript));
    else {
      const [text = ''] = cursor.match(/[^\s|;<>&()'"\\`$]+/y) ?? [];
      parts.push({ kind: 'text', text, quoted: false });
    }
  }
  return cursor.at === start ? undefined : parts;
}

function singleQuoted(cursor: Cursor): WordPart {
  const end = cursor.text.indexOf("'", cursor.at);
  if (end < 0) {
    cursor.fail("syntax error: unexpected end of line while looking for matching `''");
    return { kind: 'text', text: '', quoted: true };
  }
  const text = cursor.text.slice(cursor.at, end);
  cursor.at = end + 1;
  return { kind: 'text', text, quoted: true };
}

function doubleQuoted(cursor: Cursor, readScript: ReadScript): readonly WordPart[] {
  const parts = quotedParts(cursor, readScript, '"');
  if (!cursor.takes('"')) cursor.fail('syntax error: unexpected end of line while looking for matching `"\'');
  return parts.length === 0 ? [{ kind: 'text', text: '', quoted: true }] : parts;
}

/** Text in which only `$`, backquotes and the backslash mean anything, up to a quote or to the end. */
function quotedParts(cursor: Cursor, readScript: ReadScript, quote: string): WordPart[] {
  const parts: WordPart[] = [];
  while (!cursor.done && (quote === '' || !cursor.sees(quote))) {
    const [plain] = cursor.match(quote === '' ? /[^\\`$]+/y : /[^"\\`$]+/y) ?? [];
    if (plain !== undefined) parts.push({ kind: 'text', text: plain, quoted: true });
    else if (cursor.takes('\\')) {
      const next = cursor.char;
      const escapes = next !== '' && `${quote}$\`\\\n`.includes(next);
      parts.push({ kind: 'text', text: escapes ? (next === '\n' ? '' : next) : `\\${next}`, quoted: true });
      cursor.at += 1;
    } else parts.push(expansion(cursor, true, readScript));
  }
  return parts;
}

/** The text of a here-document whose end mark has no quotes. */
export function hereText(text: string, readScript: ReadScript): { readonly word: Word; readonly problem?: string } {
  const cursor = new Cursor(text);
  const word = quotedParts(cursor, readScript, '');
  return { word, ...(cursor.problem !== undefined && { problem: cursor.problem }) };
}

function expansion(cursor: Cursor, quoted: boolean, readScript: ReadScript): WordPart {
  if (cursor.takes('`')) return backquoted(cursor, quoted, readScript);
  cursor.at += 1;
  if (cursor.takes('((')) {
    return { kind: 'arithmetic', expression: arithmeticText(cursor), quoted };
  }
  if (cursor.takes('(')) {
    const script = nested(cursor, () => readScript(cursor, ')'));
    if (!cursor.takes(')')) cursor.fail("syntax error: unexpected end of line while looking for matching `)'");
    return { kind: 'output', script, quoted };
  }
  if (cursor.takes('{')) return braced(cursor, quoted, readScript);
  const [name] = cursor.match(/[A-Za-z_]\w*|[?#@*$0-9]/y) ?? [];
  return name === undefined ? { kind: 'text', text: '$', quoted } : { kind: 'variable', name, quoted };
}

/** Everything up to the two closing brackets that are not of the expression itself. */
function arithmeticText(cursor: Cursor): string {
  const start = cursor.at;
  let open = 0;
  for (; !cursor.done && !(open === 0 && cursor.sees('))')); cursor.at += 1) {
    if (cursor.sees('(')) open += 1;
    if (cursor.sees(')')) open -= 1;
  }
  const expression = cursor.text.slice(start, cursor.at);
  if (!cursor.takes('))')) cursor.fail("syntax error: unexpected end of line while looking for matching `))'");
  return expression;
}

function braced(cursor: Cursor, quoted: boolean, readScript: ReadScript): WordPart {
  const [, name = '', dash] = cursor.match(/([A-Za-z_]\w*|[?0-9])(:?-)?/y) ?? [];
  const parts = dash === undefined ? undefined : quotedUntilBrace(cursor, readScript);
  if (!cursor.takes('}') || name === '') {
    cursor.fail('bad substitution: ${NAME} and ${NAME:-word} are supported');
  }
  return { kind: 'variable', name, quoted, ...(parts !== undefined && { otherwise: parts }) };
}

function quotedUntilBrace(cursor: Cursor, readScript: ReadScript): Word {
  const parts: WordPart[] = [];
  while (!cursor.done && !cursor.sees('}')) {
    const [plain] = cursor.match(/[^\\`$}"']+/y) ?? [];
    if (plain !== undefined) parts.push({ kind: 'text', text: plain, quoted: false });
    else if (cursor.takes('"')) parts.push(...doubleQuoted(cursor, readScript));
    else if (cursor.takes("'")) parts.push(singleQuoted(cursor));
    else if (cursor.sees('$') || cursor.sees('`')) parts.push(expansion(cursor, false, readScript));
    else cursor.at += 1;
  }
  return parts;
}

function backquoted(cursor: Cursor, quoted: boolean, readScript: ReadScript): WordPart {
  const [inner, closed] = cursor.match(/(?:[^`\\]|\\[^])*(`)/y) ?? [];
  if (inner === undefined || closed === undefined) {
    cursor.fail("syntax error: unexpected end of line while looking for matching ``'");
    return { kind: 'text', text: '', quoted };
  }
  const own = new Cursor(inner.slice(0, -1).replace(/\\([`\\$])/g, '$1'));
  own.depth = cursor.depth;
  const script = nested(own, () => readScript(own, ''));
  if (own.problem !== undefined) cursor.fail(own.problem);
  return { kind: 'output', script, quoted };
}

/** Reads what stands inside something else, not deeper than sense allows. */
export function nested<T>(cursor: Cursor, read: () => T): T {
  cursor.depth += 1;
  if (cursor.depth > mostNested) cursor.fail('too many commands stand in each other');
  const value = read();
  cursor.depth -= 1;
  return value;
}
