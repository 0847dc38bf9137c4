import { expect, it } from 'vitest';
import type { Chain } from './model.js';
import { unsharedChains } from './unshared-chains.js';

const table = (...chains: readonly Chain[]): ReadonlyMap<string, Chain> =>
  new Map(chains.map((chain) => [chain.name, chain]));
const [a, b, c]: readonly Chain[] = ['A', 'B', 'C'].map((name) => ({ name, rules: [] }));
if (a === undefined || b === undefined || c === undefined) throw new Error('three chains');

it.each<[string, ReadonlyMap<string, Chain>, ReadonlyMap<string, Chain>, readonly string[]]>([
  ['nothing changed', table(a, b), table(a, b), []],
  ['one came', table(a, c), table(a, b, c), ['B']],
  ['one went', table(a, b, c), table(a, c), ['B']],
  ['one was made anew', table(a, b, c), table(a, { ...b }, c), ['B']],
  ['one went and one came', table(b, c), table(a, c), ['B', 'A']],
])('%s', (_, before, after, names) => {
  expect([...unsharedChains(before, after)]).toEqual(names);
});
