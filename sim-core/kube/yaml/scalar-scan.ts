/** How far scalars reach. Each function moves the cursor and says what is wrong, if anything is. */
export interface Cursor {
  readonly text: string;
  at: number;
  line: number;
  lineStart: number;
}

export const isBreak = (c: string): boolean =>
  c === '\n' || c === '\r' || c === '\u0085' || c === '\u2028' || c === '\u2029';
export const isBlank = (c: string): boolean => c === ' ' || c === '\t';
export const isBlankOrEnd = (c: string): boolean => c === '' || isBlank(c) || isBreak(c);

const charAt = (cursor: Cursor, ahead = 0): string => cursor.text.charAt(cursor.at + ahead);
const columnOf = (cursor: Cursor): number => cursor.at - cursor.lineStart;

function newline(cursor: Cursor): void {
  cursor.at += charAt(cursor) === '\r' && charAt(cursor, 1) === '\n' ? 2 : 1;
  cursor.line += 1;
  cursor.lineStart = cursor.at;
}

const atDocumentIndicator = (cursor: Cursor): boolean =>
  columnOf(cursor) === 0 &&
  (cursor.text.startsWith('---', cursor.at) || cursor.text.startsWith('...', cursor.at)) &&
  isBlankOrEnd(charAt(cursor, 3));

const escapes = '0abt\tnvfe "\'/\\N_LP';
const hexLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function escape(cursor: Cursor): string | undefined {
  const c = charAt(cursor, 1);
  const digits = hexLengths[c];
  if (digits === undefined && (c === '' || !escapes.includes(c))) return 'found unknown escape character';
  cursor.at += 2;
  if (digits === undefined) return undefined;
  for (let i = 0; i < digits; i++) {
    if (!/^[0-9a-fA-F]$/.test(charAt(cursor, i))) return 'did not find expected hexdecimal digit';
  }
  const value = parseInt(cursor.text.slice(cursor.at, cursor.at + digits), 16);
  if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff) return 'found invalid Unicode character escape code';
  cursor.at += digits;
  return undefined;
}

export function flowScalarEnd(cursor: Cursor, quote: string): string | undefined {
  cursor.at += 1;
  for (;;) {
    const c = charAt(cursor);
    if (atDocumentIndicator(cursor)) return 'found unexpected document indicator';
    if (c === '') return 'found unexpected end of stream';
    if (isBreak(c)) newline(cursor);
    else if (c === quote && quote === "'" && charAt(cursor, 1) === "'") cursor.at += 2;
    else if (c === quote) {
      cursor.at += 1;
      return undefined;
    } else if (c === '\\' && quote === '"') {
      if (isBreak(charAt(cursor, 1))) {
        cursor.at += 1;
        newline(cursor);
        continue;
      }
      const problem = escape(cursor);
      if (problem !== undefined) return problem;
    } else cursor.at += 1;
  }
}

export function plainScalarEnd(
  cursor: Cursor,
  indent: number,
  flow: boolean,
): { readonly problem?: string; readonly leadingBlanks: boolean } {
  let leadingBlanks = false;
  for (;;) {
    if (atDocumentIndicator(cursor) || charAt(cursor) === '#') break;
    for (let c = charAt(cursor); !isBlankOrEnd(c); c = charAt(cursor)) {
      if ((c === ':' && isBlankOrEnd(charAt(cursor, 1))) || (flow && ',?[]{}'.includes(c))) break;
      leadingBlanks = false;
      cursor.at += 1;
    }
    const next = charAt(cursor);
    if (!isBlank(next) && !isBreak(next)) break;
    for (let c = next; isBlank(c) || isBreak(c); c = charAt(cursor)) {
      if (isBreak(c)) {
        newline(cursor);
        leadingBlanks = true;
      } else if (leadingBlanks && columnOf(cursor) < indent && c === '\t') {
        return { problem: 'found a tab character that violates indentation', leadingBlanks };
      } else cursor.at += 1;
    }
    if (!flow && columnOf(cursor) < indent) break;
  }
  return { leadingBlanks };
}

const toLineEnd = (cursor: Cursor): void => {
  while (charAt(cursor) !== '' && !isBreak(charAt(cursor))) cursor.at += 1;
};

/** Skips empty lines and indentation; 0 finds the indentation out. */
function blockBreaks(
  cursor: Cursor,
  indent: number,
  parentIndent: number,
): { readonly problem?: string; readonly indent: number } {
  let widest = 0;
  for (;;) {
    while ((indent === 0 || columnOf(cursor) < indent) && charAt(cursor) === ' ') cursor.at += 1;
    widest = Math.max(widest, columnOf(cursor));
    if ((indent === 0 || columnOf(cursor) < indent) && charAt(cursor) === '\t') {
      return { problem: 'found a tab character where an indentation space is expected', indent };
    }
    if (!isBreak(charAt(cursor))) break;
    newline(cursor);
  }
  return { indent: indent === 0 ? Math.max(widest, parentIndent + 1, 1) : indent };
}

export function blockScalarEnd(cursor: Cursor, parentIndent: number): string | undefined {
  cursor.at += 1;
  let increment = 0;
  for (let c = charAt(cursor); /^[-+0-9]$/.test(c); c = charAt(cursor)) {
    if (c === '0') return 'found an indentation indicator equal to 0';
    if (c !== '-' && c !== '+') increment = Number(c);
    cursor.at += 1;
  }
  while (isBlank(charAt(cursor))) cursor.at += 1;
  if (charAt(cursor) === '#') toLineEnd(cursor);
  if (charAt(cursor) !== '' && !isBreak(charAt(cursor))) return 'did not find expected comment or line break';
  if (charAt(cursor) !== '') newline(cursor);
  let breaks = blockBreaks(cursor, increment === 0 ? 0 : Math.max(parentIndent, 0) + increment, parentIndent);
  while (breaks.problem === undefined && columnOf(cursor) === breaks.indent && charAt(cursor) !== '') {
    toLineEnd(cursor);
    if (charAt(cursor) !== '') newline(cursor);
    breaks = blockBreaks(cursor, breaks.indent, parentIndent);
  }
  return breaks.problem;
}
