import { describe, expect, test } from 'vitest';
import { partAround } from './drawn-part.js';
import { boundsOf, contains, type Rect } from './geometry.js';

const wider = ({ x, y, w, h }: Rect, by: number): Rect => ({ x: x - by, y: y - by, w: w + 2 * by, h: h + 2 * by });

describe('the drawn part of a large map', () => {
  const canvas = { w: 770, h: 560 };
  test.each([
    { x: 0, y: 0 },
    { x: 0, y: 239.9 },
    { x: 240, y: 240.1 },
    { x: 13, y: 16_654 },
    { x: -400, y: -0.5 },
  ])('holds what is seen at $x, $y with room around it, and not much more', (at) => {
    const seen = { ...at, ...canvas };
    const part = partAround(seen);
    expect(contains(part, wider(seen, 200))).toBe(true);
    expect(contains(wider(seen, 500), part)).toBe(true);
  });

  test('is the same for moves within a step', () => {
    expect(partAround({ x: 0, y: 250, ...canvas, h: 500 })).toEqual(partAround({ x: 0, y: 400, ...canvas, h: 500 }));
    expect(partAround({ x: 0, y: 250, ...canvas })).not.toEqual(partAround({ x: 0, y: 700, ...canvas }));
  });
});

test('a line lies within its bounds, and touches each of them', () => {
  const points = [
    { x: 5, y: 40 },
    { x: -3, y: 40 },
    { x: -3, y: 8 },
  ];
  expect(boundsOf(points)).toEqual({ x: -3, y: 8, w: 8, h: 32 });
});
