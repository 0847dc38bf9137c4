import { describe, expect, it } from 'vitest';
import { keyed, sizeFor } from './pane-range.js';

const range = { usual: 336, least: 240, most: 0.5, folded: 40 };

describe('a key on a pane’s handle', () => {
  it.each([
    ['ArrowRight', 1, 316],
    ['ArrowLeft', 1, 284],
    ['ArrowDown', 1, 316],
    ['ArrowUp', 1, 284],
    // After the middle the handle’s way is the other one.
    ['ArrowLeft', -1, 316],
    ['ArrowRight', -1, 284],
    ['Home', 1, 240],
    ['End', -1, Number.MAX_SAFE_INTEGER],
    ['Enter', 1, 'fold'],
    ['Tab', 1, undefined],
    ['a', 1, undefined],
  ] as const)('%s, growing by %i, asks for %s', (key, grow, wanted) => {
    expect(keyed(key, 300, range, grow)).toBe(wanted);
  });
});

describe('the size a pane gets', () => {
  it.each([
    [300.4, 500, 300],
    [200, 500, 240],
    [Number.MAX_SAFE_INTEGER, 500, 500],
    // Halfway to what is left of it, it folds.
    [141, 500, 240],
    [140, 500, undefined],
  ])('wanted %f of at most %i: %s', (wanted, limit, size) => {
    expect(sizeFor(wanted, range, limit)).toBe(size);
  });
});
