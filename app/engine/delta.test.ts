import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patched } from './delta.js';
import { difference } from './difference.js';

const through = (before: unknown, after: unknown): unknown =>
  patched(before, structuredClone(difference(before, after)));

describe('a delta', () => {
  it('makes the later value out of the earlier one', () => {
    // Few different leaves, so that values often share parts; names that objects inherit are names like any other.
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom('a', 'b', 1, 2, null, true, undefined),
        fc.array(tie('value'), { maxLength: 5 }),
        fc.dictionary(fc.constantFrom('x', 'y', 'same', 'toString'), tie('value'), { noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(value, value, (before, after) => {
        expect(through(before, after)).toStrictEqual(after);
      }),
      { numRuns: 500 },
    );
  });

  const [a, b, c] = [{ name: 'a' }, { name: 'b' }, { name: 'c' }];

  it.each<[string, readonly object[], readonly unknown[], readonly (number | undefined)[]]>([
    ['an item put in', [a, b], [a, c, b], [0, undefined, 1]],
    ['an item taken out', [a, b, c], [a, c], [0, 2]],
    ['an item moved', [a, b, c], [c, a, b], [2, 0, 1]],
    ['an item changed', [a, b, c], [a, { name: 'B' }, c], [0, undefined, 2]],
    ['equal items that are other objects', [a, b], [{ name: 'a' }, { name: 'b' }], [0, 1]],
  ])('keeps the objects of a list with %s', (_, before, after, kept) => {
    const made = through(before, after) as readonly unknown[];
    expect(made).toStrictEqual(after);
    kept.forEach((from, at) => {
      if (from !== undefined) expect(made[at]).toBe(before[from]);
    });
  });

  it('keeps a value in which nothing changed', () => {
    const before = { list: [a, { deep: [b] }], text: 'x' };
    expect(through(before, structuredClone(before))).toBe(before);
  });

  it('says only what changed', () => {
    const before = Array.from({ length: 1000 }, (_, i) => ({ text: `line ${i}` }));
    const after = before.map((line, i) => (i === 500 ? { text: 'another' } : line));
    expect(difference(before, after)).toStrictEqual({
      items: [
        { from: 0, count: 500 },
        { from: 500, delta: { fields: { text: { value: 'another' } } } },
        { from: 501, count: 499 },
      ],
    });
  });
});
