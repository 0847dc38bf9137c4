import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostCidr } from '../../net/cidr.js';
import type { IpFamily } from '../../net/ip.js';
import type { SkBuff } from '../../net/skb.js';
import { recordingKernel, rulesetArbitrary, skbArbitrary } from '../../test/ruleset-arbitraries.js';
import type { TableResult } from '../verdict.js';
import { evaluateChain, evaluateWith } from './evaluate.js';
import type { Chain, Rule, Ruleset, Table } from './model.js';
import { readRuleset } from './read.js';
import { writeRuleset } from './write.js';

const families: readonly IpFamily[] = ['IPv4', 'IPv6'];
const jump = (chain: string): Rule => ({ matches: [], target: { kind: 'jump', chain } });
const table = (...chains: readonly Chain[]): Table => ({
  name: 'nat',
  chains: new Map(chains.map((c) => [c.name, c])),
});

function tableOf(ruleset: Ruleset): Table {
  const [first] = ruleset.tables;
  if (!first) throw new Error('a ruleset without a table');
  return first;
}

/** The result and everything that the evaluation did to the kernel. */
function run(evaluate: typeof evaluateChain, t: Table, skb: SkBuff): { result: TableResult; log: readonly string[] } {
  const { tx, log } = recordingKernel(1);
  return { result: evaluate('kube-proxy/IPv4', t, 'PREROUTING', skb, tx), log };
}

const linear: typeof evaluateChain = (...args) => evaluateWith((chain) => chain.rules.keys(), ...args);

const packet = (dst: string, dport: number): SkBuff => ({
  packet: { protocol: 'TCP', src: '10.244.1.99', dst, sport: 40000, dport, ttl: 64, length: 60 },
  mark: 0,
  hook: 'PREROUTING',
  ct: { state: 'NEW', direction: 'original', dnat: false, snat: false },
});

describe.each(families)('random %s rule sets', (family) => {
  test('what is written reads back the same', () => {
    fc.assert(
      fc.property(rulesetArbitrary(family), (ruleset) => {
        expect(readRuleset(writeRuleset(ruleset), family)).toEqual({ ok: true, value: ruleset });
      }),
    );
  });

  test('counters and comment lines change nothing that is read', () => {
    fc.assert(
      fc.property(rulesetArbitrary(family), (ruleset) => {
        const text = `# Generated\n${writeRuleset(ruleset, () => ({ packets: 5, bytes: 300 }))}# Completed\n`;
        expect(readRuleset(text, family)).toEqual({ ok: true, value: ruleset });
      }),
    );
  });

  test('what is written and read back evaluates the same', () => {
    fc.assert(
      fc.property(rulesetArbitrary(family), skbArbitrary(family), (ruleset, skb) => {
        const again = readRuleset(writeRuleset(ruleset), family);
        if (!again.ok) throw new Error(again.error.detail);
        expect(run(evaluateChain, tableOf(again.value), skb)).toEqual(run(evaluateChain, tableOf(ruleset), skb));
      }),
    );
  });

  test('the index changes neither result, nor count of rules examined, nor anything in the kernel', () => {
    fc.assert(
      fc.property(rulesetArbitrary(family), skbArbitrary(family), (ruleset, skb) => {
        expect(run(evaluateChain, tableOf(ruleset), skb)).toEqual(run(linear, tableOf(ruleset), skb));
      }),
      { numRuns: 500 },
    );
  });
});

describe('walking a table', () => {
  test('a jump comes back, a goto does not', () => {
    const t = table(
      { name: 'PREROUTING', policy: 'ACCEPT', rules: [jump('A'), { matches: [], target: { kind: 'drop' } }] },
      {
        name: 'A',
        rules: [
          { matches: [], target: { kind: 'goto', chain: 'B' } },
          { matches: [], target: { kind: 'accept' } },
        ],
      },
      { name: 'B', rules: [{ matches: [], target: { kind: 'mark', value: 0x4000, mask: 0x4000 } }] },
    );
    const { result } = run(evaluateChain, t, packet('10.96.0.1', 80));
    expect(result.verdict).toEqual({ kind: 'drop' });
    expect(result.decidedBy).toEqual({ table: 'nat', chain: 'PREROUTING', index: 1 });
    expect(result.mark).toBe(0x4000);
    expect(result.examined).toBe(4);
    expect(result.visits.map((v) => [v.ref.chain, v.ref.index, v.mark])).toEqual([
      ['PREROUTING', 0, undefined],
      ['A', 0, undefined],
      ['B', 0, 0x4000],
      ['PREROUTING', 1, undefined],
    ]);
  });

  test('RETURN in a built-in chain leaves it to the policy', () => {
    const t = table({
      name: 'PREROUTING',
      policy: 'DROP',
      rules: [
        { matches: [], target: { kind: 'return' } },
        { matches: [], target: { kind: 'accept' } },
      ],
    });
    expect(run(evaluateChain, t, packet('10.96.0.1', 80)).result).toMatchObject({
      verdict: { kind: 'drop' },
      examined: 1,
    });
  });

  test('a mark that a rule sets is seen by the rules after it', () => {
    const marked: Rule['matches'] = [{ kind: 'mark', value: 0x4000, mask: 0x4000 }];
    const t = table({
      name: 'PREROUTING',
      policy: 'ACCEPT',
      rules: [
        { matches: marked, target: { kind: 'drop' } },
        { matches: [], target: { kind: 'mark', value: 0x4000, mask: 0x4000 } },
        { matches: marked, target: { kind: 'mark', value: 0x4000, mask: 0 } },
        { matches: marked, target: { kind: 'drop' } },
      ],
    });
    const { result } = run(evaluateChain, t, packet('10.96.0.1', 80));
    expect(result).toMatchObject({ verdict: { kind: 'accept' }, mark: 0 });
    expect(result.visits.map((v) => v.mark)).toEqual([0x4000, 0]);
  });

  test('sixteen chains deep is the limit', () => {
    const chains = (depth: number): Table =>
      table(
        { name: 'PREROUTING', policy: 'ACCEPT', rules: [jump('C2')] },
        ...Array.from({ length: depth - 1 }, (_, i) => ({
          name: `C${i + 2}`,
          rules: i + 2 < depth ? [jump(`C${i + 3}`)] : [],
        })),
      );
    expect(run(evaluateChain, chains(16), packet('10.96.0.1', 80)).result.verdict).toEqual({ kind: 'accept' });
    expect(run(evaluateChain, chains(17), packet('10.96.0.1', 80)).result.verdict).toEqual({ kind: 'drop' });
    const loop = table({ name: 'PREROUTING', policy: 'ACCEPT', rules: [jump('PREROUTING'), jump('PREROUTING')] });
    expect(run(evaluateChain, loop, packet('10.96.0.1', 80)).result.verdict).toEqual({ kind: 'drop' });
  });

  test('a die that is lost is told, with its number and what it had to be below', () => {
    const t = table({
      name: 'PREROUTING',
      policy: 'ACCEPT',
      rules: [{ matches: [{ kind: 'statistic', threshold: 0 }], target: { kind: 'drop' } }],
    });
    const { result } = run(evaluateChain, t, packet('10.96.0.1', 80));
    expect(result.visits).toEqual([
      {
        ref: { table: 'nat', chain: 'PREROUTING', index: 0 },
        matched: false,
        roll: { drawn: expect.any(Number), threshold: 0 },
      },
    ]);
  });

  test('ten thousand services: the packet for the last is found at once and was, to the kernel, behind all others', () => {
    const rules = Array.from({ length: 10_000 }, (_, i): Rule => ({
      matches: [
        { kind: 'destination', cidr: hostCidr(`10.96.${i >> 8}.${i & 255}`) },
        { kind: 'protocol', protocol: 'TCP' },
        { kind: 'transport', module: 'tcp', dport: { from: 80, to: 80 } },
      ],
      target: { kind: 'accept' },
    }));
    const t = table({ name: 'PREROUTING', policy: 'DROP', rules });
    const skb = packet('10.96.39.15', 80);
    const { tx } = recordingKernel(1);
    const result = evaluateChain('r', t, 'PREROUTING', skb, tx);
    expect(result).toMatchObject({ verdict: { kind: 'accept' }, examined: 10_000, decidedBy: { index: 9999 } });
    const begin = performance.now();
    for (let i = 0; i < 2000; i++) evaluateChain('r', t, 'PREROUTING', skb, tx);
    expect(performance.now() - begin).toBeLessThan(1000);
    expect(evaluateChain('r', t, 'PREROUTING', packet('10.97.0.1', 80), tx)).toMatchObject({
      examined: 10_000,
      verdict: { kind: 'drop' },
    });
  });
});
