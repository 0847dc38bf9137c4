import { asText, everywhere, failure, linesOf, output, type Command } from '../command.js';
import type { Flag } from '../flags.js';
import { withFlags } from '../usage.js';
import { readInputs } from './input.js';

const flags: readonly Flag[] = [{ name: 'lines', short: 'n', takes: 'NUM', about: 'how many lines; 10 when absent' }];

/** `-5` is `-n 5`. */
const modern = (argv: readonly string[]): readonly string[] => argv.map((word) => word.replace(/^-(\d+)$/, '-n$1'));

type Pick = (lines: readonly string[], count: string) => readonly string[];

function lineCommand(name: string, summary: string, pick: Pick): Command {
  return {
    name,
    places: everywhere,
    summary,
    usage: '[-n NUM] [FILE...]',
    flags,
    run: (argv, sys, stdin) =>
      withFlags(
        name,
        flags,
        modern(argv),
        (parsed) => {
          const count = parsed.value('lines') ?? '10';
          if (!/^[+-]?\d+$/.test(count)) return failure(`${name}: invalid number of lines: '${count}'\n`);
          const text = readInputs(parsed.words, sys, stdin);
          return text.ok
            ? output(asText(pick(linesOf(text.value), count)))
            : failure(
                `${name}: cannot open '${text.error.replace(/: .*/, '')}' for reading: No such file or directory\n`,
              );
        },
        1,
      ),
  };
}

/** `-n -3` is all but the last three. */
export const head = lineCommand('head', 'the first lines', (lines, count) => lines.slice(0, Number(count)));

/** `-n +3` is from the third on. */
export const tail = lineCommand('tail', 'the last lines', (lines, count) =>
  count.startsWith('+')
    ? lines.slice(Math.max(0, Number(count) - 1))
    : lines.slice(Math.max(0, lines.length - Math.abs(Number(count)))),
);
