import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chain } from '../../netfilter/iptables/model.js';
import { ChainMap } from './chain-map.js';

const chainOf = (name: string): Chain => ({ name, rules: [] });
const builtIn: readonly Chain[] = [
  { name: 'PREROUTING', policy: 'ACCEPT', rules: [] },
  { name: 'INPUT', rules: [] },
];

const name = fc
  .tuple(fc.constantFrom('KUBE-SVC-', 'KUBE-SEP-', 'KUBE-', 'K'), fc.stringMatching(/^[A-C]{0,4}$/))
  .map((parts) => parts.join(''));
const step = fc.record({ remove: fc.array(name), add: fc.array(name) });

describe('ChainMap', () => {
  it('is a map in iptables-save order, and its earlier versions stay as they were', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
        let map = ChainMap.of(builtIn);
        const model = new Map<string, Chain>();
        const versions: { readonly map: ChainMap; readonly names: readonly string[] }[] = [];
        for (const { remove, add } of steps) {
          const added = [...new Set(add)].map(chainOf);
          const removed = [...new Set([...remove, ...add])].flatMap((one) => model.get(one) ?? []);
          map = map.with([removed], [added]);
          for (const chain of removed) model.delete(chain.name);
          for (const chain of added) model.set(chain.name, chain);
          versions.push({ map, names: ['PREROUTING', 'INPUT', ...[...model.keys()].sort()] });
        }
        for (const version of versions) {
          expect([...version.map.keys()]).toEqual(version.names);
          expect(version.map.size).toBe(version.names.length);
        }
        for (const [key, chain] of model) expect(map.get(key)).toBe(chain);
        expect(map.has('KUBE-SVC-ZZZZ')).toBe(false);
      }),
    );
  });
});
