import type { Destination } from './definition.js';

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

type Weighted = Pick<Destination, 'weight'>;

/** 0 when no destination has any weight. */
export const gcdOfWeights = (destinations: readonly Weighted[]): number =>
  destinations.reduce((g, { weight }) => (weight > 0 ? gcd(weight, g) : g), 0);

export const maxWeight = (destinations: readonly Weighted[]): number =>
  destinations.reduce((most, { weight }) => Math.max(most, weight), 0);
