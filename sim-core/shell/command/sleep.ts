import { everywhere, failure, output, type Command } from '../command.js';

const units: Readonly<Record<string, number>> = { '': 1000, s: 1000, m: 60_000, h: 3_600_000 };

export const sleep: Command = {
  name: 'sleep',
  places: everywhere,
  summary: 'lets the time of the cluster pass',
  usage: 'SECONDS',
  flags: [],
  run: ([word = ''], sys) => {
    const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(word) ?? [];
    if (word === '') return failure('sleep: missing operand\n');
    if (number === undefined) return failure(`sleep: invalid time interval '${word}'\n`);
    sys.wait(Math.round(Number(number) * (units[unit] ?? 1000)));
    return output('');
  },
};
