import { expect, it } from 'vitest';
import { inDigits } from './digits.js';

it.each([0, 7, 100, 999, 1000, 12_500, 100_000, 1_234_567])('writes %i as the browser would', (count) => {
  expect(inDigits(count)).toBe(count.toLocaleString('en'));
  expect(inDigits(count)).toBe(count.toLocaleString('zh-CN'));
});
