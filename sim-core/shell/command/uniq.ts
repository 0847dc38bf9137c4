import { asText, everywhere, failure, linesOf, output, type Command } from '../command.js';
import type { Flag } from '../flags.js';
import { withFlags } from '../usage.js';
import { readInputs } from './input.js';

const flags: readonly Flag[] = [
  { name: 'count', short: 'c', about: 'how often each stood there' },
  { name: 'repeated', short: 'd', about: 'only those that stood there more than once' },
];

/** @see coreutils uniq.c: the count is right-aligned in seven columns */
const counted = (count: number, line: string): string => `${String(count).padStart(7)} ${line}`;

export const uniq: Command = {
  name: 'uniq',
  places: everywhere,
  summary: 'equal lines in a row become one',
  usage: '[-cd] [FILE]',
  flags,
  run: (argv, sys, stdin) =>
    withFlags('uniq', flags, argv, (parsed) => {
      const text = readInputs(parsed.words, sys, stdin);
      if (!text.ok) return failure(`uniq: ${text.error}\n`);
      const runs: { line: string; count: number }[] = [];
      for (const line of linesOf(text.value)) {
        const last = runs.at(-1);
        if (last?.line === line) last.count += 1;
        else runs.push({ line, count: 1 });
      }
      const shown = runs.filter(({ count }) => !parsed.on('repeated') || count > 1);
      return output(asText(shown.map(({ line, count }) => (parsed.on('count') ? counted(count, line) : line))));
    }),
};
