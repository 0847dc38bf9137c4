import { asText, everywhere, failure, linesOf, output, type Command } from '../command.js';
import type { Flag } from '../flags.js';
import { withFlags } from '../usage.js';
import { readInputs } from './input.js';

const flags: readonly Flag[] = [
  { name: 'delimiter', short: 'd', takes: 'CHAR', about: 'what parts the fields; a tab when absent' },
  { name: 'fields', short: 'f', takes: 'LIST', about: 'which fields: 1,3 or 2-' },
  { name: 'characters', short: 'c', takes: 'LIST', about: 'which characters' },
  { name: 'only-delimited', short: 's', about: 'no lines without a delimiter' },
];

/** `1,3-5,7-` as a test of positions from 1. */
function positions(list: string): ((position: number) => boolean) | undefined {
  const ranges = list.split(',').map((part) => /^(\d*)(-?)(\d*)$/.exec(part));
  if (ranges.some((range) => range?.[1] === '' && range[3] === '')) return undefined;
  if (ranges.some((range) => range === null)) return undefined;
  return (position) =>
    ranges.some((range) => {
      const [, low = '', dash = '', high = ''] = range ?? [];
      const from = Number(low || 1);
      const to = dash === '' ? from : high === '' ? Infinity : Number(high);
      return position >= from && position <= to;
    });
}

export const cut: Command = {
  name: 'cut',
  places: everywhere,
  summary: 'fields or characters of lines',
  usage: '-d CHAR -f LIST | -c LIST [FILE...]',
  flags,
  run: (argv, sys, stdin) =>
    withFlags(
      'cut',
      flags,
      argv,
      (parsed) => {
        const list = parsed.value('fields') ?? parsed.value('characters');
        if (list === undefined) return failure('cut: you must specify a list of bytes, characters, or fields\n');
        const wanted = positions(list);
        if (wanted === undefined) return failure('cut: invalid field range\n');
        const text = readInputs(parsed.words, sys, stdin);
        if (!text.ok) return failure(`cut: ${text.error}\n`);
        const delimiter = parsed.value('fields') === undefined ? '' : (parsed.value('delimiter') ?? '\t');
        const lines = linesOf(text.value).flatMap((line) => {
          if (delimiter !== '' && !line.includes(delimiter)) return parsed.on('only-delimited') ? [] : [line];
          return [
            line
              .split(delimiter)
              .filter((_, index) => wanted(index + 1))
              .join(delimiter),
          ];
        });
        return output(asText(lines));
      },
      1,
    ),
};
