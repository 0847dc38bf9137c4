import { expect, it } from 'vitest';
import { formatProbability } from '../../netfilter/iptables/match/statistic.js';
import { readCases } from '../../test/recorded.js';
import { oneIn } from './vocabulary.js';

const { printed } = readCases<{ readonly printed: readonly string[] }>('probabilities.json');

it('asks for one in n as iptables keeps it, for every n up to 1,000', () => {
  const ours = printed.map((_, i) =>
    oneIn(i + 2).map((m) => (m.kind === 'statistic' ? formatProbability(m.threshold) : '')),
  );
  expect(ours.flat()).toEqual(printed);
});
