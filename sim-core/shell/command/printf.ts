import { everywhere, failure, output, type Command } from '../command.js';

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"', "'": "'" };

export const unescaped = (text: string): string =>
  text.replace(/\\([ntr\\"'])/g, (whole, letter: string) => escapes[letter] ?? whole);

const mostWidth = 1000;

/** One round of the format; says how many words it took. */
function round(format: string, words: readonly string[]): { readonly text: string; readonly taken: number } {
  let taken = 0;
  const text = format.replace(
    /%(-?)(0?)(\d*)([sdx%])/g,
    (_whole, left: string, zero: string, width: string, kind: string) => {
      if (kind === '%') return '%';
      const word = words[taken++] ?? '';
      const value = kind === 's' ? word : (Math.trunc(Number(word)) || 0).toString(kind === 'x' ? 16 : 10);
      const wide = Math.min(Number(width || 0), mostWidth);
      return left === '-' ? value.padEnd(wide) : value.padStart(wide, zero === '0' && kind !== 's' ? '0' : ' ');
    },
  );
  return { text, taken };
}

export const printf: Command = {
  name: 'printf',
  places: everywhere,
  summary: 'words in a format: %s, %d, %x',
  usage: 'FORMAT [WORD...]',
  flags: [],
  run: ([format, ...words]) => {
    if (format === undefined) return failure('printf: usage: printf format [arguments]\n', 2);
    let printed = '';
    let left: readonly string[] = words;
    do {
      const { text, taken } = round(unescaped(format), left);
      printed += text;
      if (taken === 0) break;
      left = left.slice(taken);
    } while (left.length > 0);
    return output(printed);
  },
};
