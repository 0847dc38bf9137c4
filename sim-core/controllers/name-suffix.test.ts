import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Prng, createPrng } from '../base/prng.js';
import { generatedName, randomSuffix, templateHash } from './name-suffix.js';

describe('name suffixes', () => {
  it('draws five letters of the safe alphabet', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        expect(randomSuffix(new Prng(createPrng(seed)), 'x')).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{5}$/);
      }),
    );
  });

  it('tries again while the name is taken', () => {
    const taken = new Set<string>();
    const prng = new Prng(createPrng(1));
    for (let i = 0; i < 50; i++) taken.add(generatedName('web-', prng, (name) => taken.has(name)));
    expect(taken.size).toBe(50);
  });

  it('keeps a generated name within a label', () => {
    expect(generatedName(`${'a'.repeat(63)}-`, new Prng(createPrng(1)), () => false)).toHaveLength(63);
  });

  it('hashes a template whatever the order of its keys', () => {
    const hash = templateHash({ metadata: { labels: { a: '1', b: '2' } }, spec: { x: undefined } });
    expect(hash).toBe(templateHash({ spec: {}, metadata: { labels: { b: '2', a: '1' } } }));
    expect(hash).not.toBe(templateHash({ spec: {}, metadata: { labels: { b: '2', a: '3' } } }));
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(templateHash(text)).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{1,10}$/);
      }),
    );
  });
});
