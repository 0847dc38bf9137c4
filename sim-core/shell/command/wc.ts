import { everywhere, failure, output, type Command } from '../command.js';
import type { Flag } from '../flags.js';
import { withFlags } from '../usage.js';
import { readInputs } from './input.js';

const flags: readonly Flag[] = [
  { name: 'lines', short: 'l', about: 'count lines' },
  { name: 'words', short: 'w', about: 'count words' },
  { name: 'bytes', short: 'c', about: 'count bytes' },
];

/** How long the text is in UTF-8. */
const byteLength = (text: string): number =>
  [...text].reduce((bytes, c) => {
    const point = c.codePointAt(0) ?? 0;
    return bytes + (point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4);
  }, 0);

const counts: readonly (readonly [flag: string, count: (text: string) => number])[] = [
  ['lines', (text) => text.split('\n').length - 1],
  ['words', (text) => text.split(/\s+/).filter((word) => word !== '').length],
  ['bytes', byteLength],
];

/** Several numbers stand in columns of seven. */
const columnWidth = 7;

export const wc: Command = {
  name: 'wc',
  places: everywhere,
  summary: 'how many lines, words and bytes',
  usage: '[-lwc] [FILE...]',
  flags,
  run: (argv, sys, stdin) =>
    withFlags('wc', flags, argv, (parsed) => {
      const text = readInputs(parsed.words, sys, stdin);
      if (!text.ok) return failure(`wc: ${text.error}\n`);
      const asked = counts.filter(([flag]) => parsed.on(flag));
      const numbers = (asked.length > 0 ? asked : counts).map(([, count]) => String(count(text.value)));
      const shown = numbers.length === 1 ? numbers : numbers.map((number) => number.padStart(columnWidth));
      return output(`${[shown.join(' '), ...parsed.words.slice(0, 1)].join(' ')}\n`);
    }),
};
