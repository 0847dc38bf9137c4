import { asText, everywhere, failure, output, type Command } from '../command.js';

const mostNumbers = 10_000;

export const seq: Command = {
  name: 'seq',
  places: everywhere,
  summary: 'numbers in a row',
  usage: '[FIRST [STEP]] LAST',
  flags: [],
  run: (argv) => {
    const wrong = argv.find((word) => !/^-?\d{1,9}$/.test(word));
    if (wrong !== undefined) return failure(`seq: invalid floating point argument: '${wrong}'\n`);
    if (argv.length === 0) return failure('seq: missing operand\n');
    const numbers = argv.map(Number);
    const last = numbers.at(-1) ?? 1;
    const first = numbers.length > 1 ? (numbers[0] ?? 1) : 1;
    const step = numbers.length > 2 ? (numbers[1] ?? 1) : 1;
    if (step === 0) return failure("seq: invalid Zero increment value: '0'\n");
    const count = Math.max(0, Math.min(Math.floor((last - first) / step) + 1, mostNumbers));
    return output(asText(Array.from({ length: count }, (_, i) => String(first + i * step))));
  },
};
