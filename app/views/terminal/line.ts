/** A line being written: text, where the cursor stands, and what was cut last. Offsets are in UTF-16 units. */
export interface Line {
  readonly text: string;
  readonly cursor: number;
  readonly cut: string;
}

export const emptyLine: Line = { text: '', cursor: 0, cut: '' };

export const lineOf = (text: string, cut = ''): Line => ({ text, cursor: text.length, cut });

export const insert = ({ text, cursor, cut }: Line, added: string): Line => ({
  text: text.slice(0, cursor) + added + text.slice(cursor),
  cursor: cursor + added.length,
  cut,
});

/** Replaces everything between two places; what went is kept for ctrl-y when asked. */
function remove(line: Line, from: number, to: number, keep: boolean): Line {
  const [start, end] = [Math.max(0, Math.min(from, to)), Math.min(line.text.length, Math.max(from, to))];
  return {
    text: line.text.slice(0, start) + line.text.slice(end),
    cursor: start,
    cut: keep && end > start ? line.text.slice(start, end) : line.cut,
  };
}

const isLow = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

/** One character on or back, never into the middle of a pair of surrogates. */
function beside({ text, cursor }: Line, direction: 1 | -1): number {
  const next = Math.max(0, Math.min(text.length, cursor + direction));
  return next > 0 && next < text.length && isLow(text.charCodeAt(next)) ? next + direction : next;
}

/** Where the word before the cursor begins; readline's words are letters and digits, ctrl-w's end at spaces. */
function wordStart({ text, cursor }: Line, isWord: RegExp): number {
  let at = cursor;
  while (at > 0 && !isWord.test(text.charAt(at - 1))) at--;
  while (at > 0 && isWord.test(text.charAt(at - 1))) at--;
  return at;
}

function wordEnd({ text, cursor }: Line): number {
  let at = cursor;
  while (at < text.length && !letter.test(text.charAt(at))) at++;
  while (at < text.length && letter.test(text.charAt(at))) at++;
  return at;
}

const letter = /[\p{L}\p{N}]/u;
const notSpace = /\S/;

const rowStart = ({ text, cursor }: Line): number => text.lastIndexOf('\n', cursor - 1) + 1;

function rowEnd({ text, cursor }: Line): number {
  const end = text.indexOf('\n', cursor);
  return end < 0 ? text.length : end;
}

const to = (line: Line, cursor: number): Line => ({ ...line, cursor });

/** The two characters around the cursor change places; at the end, the last two. */
function transpose(line: Line): Line {
  const at = Math.min(line.cursor, line.text.length - 1);
  if (at < 1) return line;
  const { text } = line;
  return {
    ...line,
    text: text.slice(0, at - 1) + text.charAt(at) + text.charAt(at - 1) + text.slice(at + 1),
    cursor: at + 1,
  };
}

/** What a key does to the line, by what a terminal sends for it. */
const edits: Readonly<Record<string, (line: Line) => Line>> = {
  '\x1b[D': (line) => to(line, beside(line, -1)),
  '\x1b[C': (line) => to(line, beside(line, 1)),
  '\x02': (line) => to(line, beside(line, -1)),
  '\x06': (line) => to(line, beside(line, 1)),
  '\x01': (line) => to(line, rowStart(line)),
  '\x05': (line) => to(line, rowEnd(line)),
  '\x1b[H': (line) => to(line, rowStart(line)),
  '\x1b[F': (line) => to(line, rowEnd(line)),
  '\x1b[1~': (line) => to(line, rowStart(line)),
  '\x1b[4~': (line) => to(line, rowEnd(line)),
  '\x1b[1;5D': (line) => to(line, wordStart(line, letter)),
  '\x1b[1;3D': (line) => to(line, wordStart(line, letter)),
  '\x1bb': (line) => to(line, wordStart(line, letter)),
  '\x1b[1;5C': (line) => to(line, wordEnd(line)),
  '\x1b[1;3C': (line) => to(line, wordEnd(line)),
  '\x1bf': (line) => to(line, wordEnd(line)),
  '\x7f': (line) => remove(line, beside(line, -1), line.cursor, false),
  '\b': (line) => remove(line, beside(line, -1), line.cursor, false),
  '\x1b[3~': (line) => remove(line, line.cursor, beside(line, 1), false),
  '\x04': (line) => remove(line, line.cursor, beside(line, 1), false),
  '\x0b': (line) => remove(line, line.cursor, rowEnd(line), true),
  '\x15': (line) => remove(line, rowStart(line), line.cursor, true),
  '\x17': (line) => remove(line, wordStart(line, notSpace), line.cursor, true),
  '\x1b\x7f': (line) => remove(line, wordStart(line, letter), line.cursor, true),
  '\x1bd': (line) => remove(line, line.cursor, wordEnd(line), true),
  '\x19': (line) => insert(line, line.cut),
  '\x14': transpose,
};

/** The line after a key; undefined when the key is no edit. */
export const editLine = (line: Line, key: string): Line | undefined => edits[key]?.(line);
