import { err, ok } from '../../../base/result.js';
import type { MatchDef } from '../definition.js';
import type { Match, U31 } from '../model.js';
import { negated } from '../words.js';

/** A probability of 1: every 31-bit number is below it. */
const one = 0x80000000;

/**
 * The threshold as printf prints it with `%.11f`: the exact quotient, a tie to the even digit.
 * Number.prototype.toFixed would round a tie up.
 */
export function formatProbability(threshold: U31): string {
  const scaled = BigInt(threshold) * 10n ** 11n;
  const [quotient, remainder] = [scaled / BigInt(one), (scaled % BigInt(one)) * 2n];
  const up = remainder > BigInt(one) || (remainder === BigInt(one) && quotient % 2n === 1n);
  const digits = String(quotient + (up ? 1n : 0n)).padStart(12, '0');
  return `${digits.slice(0, -11)}.${digits.slice(-11)}`;
}

/** lround(0x80000000 * probability), as iptables turns its option into the kernel's number. */
export const thresholdOf = (probability: number): U31 => Math.round(probability * one);

export const statistic: MatchDef<Extract<Match, { kind: 'statistic' }>> = {
  cite: 'net/netfilter/xt_statistic.c statistic_mt; iptables extensions/libxt_statistic.c print_match',
  modules: ['statistic'],
  stateful: true,
  write: (m) => [
    ...['-m', 'statistic', '--mode', 'random'],
    ...negated(m.not),
    ...['--probability', formatProbability(m.threshold)],
  ],
  read: (words) => {
    if (words.option(['--mode']) === undefined || !words.take('random'))
      return err('-m statistic is modelled with --mode random only');
    const option = words.negatable(['--probability']);
    const text = words.next();
    if (option === undefined || !/^(0|1)?(\.\d{1,20})?$/.test(text) || text === '' || Number(text) > 1)
      return err(`"${text}" is not a --probability from 0 to 1`);
    const threshold = thresholdOf(Number(text));
    return ok(option.not ? { kind: 'statistic', not: true, threshold } : { kind: 'statistic', threshold });
  },
  evaluate: (m, passage) => {
    const drawn = passage.tx.random('statistic') & 0x7fffffff;
    passage.roll = { drawn, threshold: m.threshold };
    return drawn < m.threshold !== (m.not === true);
  },
  list: (m) => ({
    text: ['statistic mode random', ...negated(m.not), 'probability', formatProbability(m.threshold)].join(' '),
  }),
  summarize: (m) => [...negated(m.not), 'p', (m.threshold / one).toFixed(2)].join(' '),
};
