import { describe, expect, it } from 'vitest';
import { binomialBand, chiSquare, chiSquareTail } from './statistics.js';

describe('χ²', () => {
  it.each([
    [[243, 259, 251, 247], 0.56],
    [[262, 240, 244, 254], 1.184],
    [[250, 250, 250, 250], 0],
    [[10, 20, 30], 10],
  ])('of %j is %d', (observed, value) => {
    expect(chiSquare(observed)).toBeCloseTo(value, 9);
  });

  // The usual table of critical values.
  it.each([
    [3.841, 1, 0.05],
    [5.991, 2, 0.05],
    [7.815, 3, 0.05],
    [16.919, 9, 0.05],
    [6.635, 1, 0.01],
    [11.345, 3, 0.01],
    [0.584, 3, 0.9],
    [124.342, 100, 0.05],
  ])('%d with %d degrees of freedom is exceeded with chance %d', (value, freedom, p) => {
    expect(chiSquareTail(value, freedom)).toBeCloseTo(p, 3);
  });
});

describe('the band of 95 of 100', () => {
  // R: qbinom(c(0.025, 0.975), n, p)
  it.each([
    [1000, 0.25, [223, 277]],
    [100, 0.5, [40, 60]],
    [20, 0.1, [0, 5]],
    [10, 1, [10, 10]],
  ])('of %d draws with chance %d is %j', (trials, chance, band) => {
    expect(binomialBand(trials, chance)).toEqual(band);
  });
});
