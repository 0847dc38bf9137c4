import { compareCodeUnits } from '../../base/order.js';
import { asText, everywhere, failure, linesOf, output, type Command } from '../command.js';
import type { Flag } from '../flags.js';
import { withFlags } from '../usage.js';
import { readInputs } from './input.js';

const flags: readonly Flag[] = [
  { name: 'numeric-sort', short: 'n', about: 'by the number in front' },
  { name: 'version-sort', short: 'V', about: 'numbers inside count as numbers' },
  { name: 'reverse', short: 'r', about: 'the other way round' },
  { name: 'unique', short: 'u', about: 'equal lines once' },
  { name: 'key', short: 'k', takes: 'N', about: 'from the N-th field on' },
  { name: 'field-separator', short: 't', takes: 'CHAR', about: 'what parts the fields' },
];

const leadingNumber = (text: string): number => Number(/^\s*(-?\d+(?:\.\d+)?)/.exec(text)?.[1] ?? 0);

function compareVersions(a: string, b: string): number {
  const [left, right] = [a.match(/\d+|\D+/g) ?? [], b.match(/\d+|\D+/g) ?? []];
  for (const [index, part] of left.entries()) {
    const other = right[index] ?? '';
    const order = /^\d/.test(part) && /^\d/.test(other) ? Number(part) - Number(other) : compareCodeUnits(part, other);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

export const sort: Command = {
  name: 'sort',
  places: everywhere,
  summary: 'lines in order',
  usage: '[-nVru] [-k N] [-t CHAR] [FILE...]',
  flags,
  run: (argv, sys, stdin) =>
    withFlags('sort', flags, argv, (parsed) => {
      const text = readInputs(parsed.words, sys, stdin);
      if (!text.ok) return failure(`sort: cannot read: ${text.error}\n`, 2);
      const field = Math.max(1, parseInt(parsed.value('key') ?? '1', 10) || 1);
      const numericKey = /^\d+(?:,\d+)?n/.test(parsed.value('key') ?? '');
      const separator = parsed.value('field-separator');
      const keyOf = (line: string): string => {
        if (parsed.value('key') === undefined) return line;
        const fields = separator === undefined ? line.trim().split(/\s+/) : line.split(separator);
        return fields.slice(field - 1).join(separator ?? ' ');
      };
      const compare = (a: string, b: string): number => {
        const [x, y] = [keyOf(a), keyOf(b)];
        const byKey =
          parsed.on('numeric-sort') || numericKey
            ? leadingNumber(x) - leadingNumber(y)
            : parsed.on('version-sort')
              ? compareVersions(x, y)
              : compareCodeUnits(x, y);
        return byKey !== 0 || parsed.on('unique') ? byKey : compareCodeUnits(a, b);
      };
      const direction = parsed.on('reverse') ? -1 : 1;
      const sorted = linesOf(text.value).toSorted((a, b) => direction * compare(a, b));
      const kept = parsed.on('unique')
        ? sorted.filter((line, index) => index === 0 || compare(sorted[index - 1] ?? '', line) !== 0)
        : sorted;
      return output(asText(kept));
    }),
};
