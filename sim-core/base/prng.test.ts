import { expect, it } from 'vitest';
import { Prng, createPrng, draw } from './prng.js';

it('gives a stream the same numbers whatever other streams do', () => {
  const alone = new Prng(createPrng(7));
  const busy = new Prng(createPrng(7));
  busy.u32('other');
  const first = [alone.u32('a'), alone.u32('a')];
  const second = [busy.u32('a'), (busy.u32('other'), busy.u32('a'))];
  expect(second).toEqual(first);
});

it('goes on from its state', () => {
  const one = new Prng(createPrng(1));
  one.u32('a');
  const two = new Prng(JSON.parse(JSON.stringify(one.state())));
  expect(two.u32('a')).toBe(one.u32('a'));
});

it('pins its numbers, so that links keep their meaning', () => {
  expect([0, 1, 2].map((n) => draw(1, 'kube-proxy/node1/statistic', n))).toMatchInlineSnapshot(`
    [
      4053116545,
      1977941440,
      3128964621,
    ]
  `);
});

it('is uniform enough: χ² of 64 buckets over 64,000 draws stays below the 99.9 % point', () => {
  for (const label of ['a', 'kube-proxy/node1/statistic', '']) {
    const buckets = new Array<number>(64).fill(0);
    for (let n = 0; n < 64_000; n++) {
      const bucket = draw(42, label, n) >>> 26;
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    const chi2 = buckets.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chi2).toBeLessThan(103.4);
  }
});

it('keeps below() inside its bound', () => {
  const prng = new Prng(createPrng(3));
  const seen = new Set(Array.from({ length: 500 }, () => prng.below('d', 6)));
  expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5]);
});
