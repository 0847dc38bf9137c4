import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shortNumber } from './list.js';
import { formatProbability, thresholdOf } from './match/statistic.js';
import { matches } from './matches.js';
import type { Rule } from './model.js';
import { readRuleset } from './read.js';
import { summarizeRule } from './summary.js';
import { targets } from './targets.js';
import { writeRule } from './write.js';

function readRules(lines: readonly string[], family: 'IPv4' | 'IPv6' = 'IPv4'): readonly Rule[] {
  const text = ['*filter', ':X - [0:0]', ':Y - [0:0]', ...lines.map((l) => `-A X ${l}`), 'COMMIT', ''].join('\n');
  const ruleset = readRuleset(text, family);
  if (!ruleset.ok) throw new Error(`line ${ruleset.error.line}: ${ruleset.error.detail}`);
  return ruleset.value.tables[0]?.chains.get('X')?.rules ?? [];
}

const rewritten = (line: string, family: 'IPv4' | 'IPv6' = 'IPv4'): string =>
  readRules([line], family)
    .map((rule) => writeRule('X', rule, family).replace('-A X ', ''))
    .join();

test('every definition says where it comes from', () => {
  for (const def of [...Object.values(matches), ...Object.values(targets)]) expect(def.cite).toMatch(/\.[ch]\b/);
});

describe('xt_statistic', () => {
  test.each([
    [1 / 3, '0.33333333349'],
    [0.3333333333, '0.33333333349'],
    [0.2, '0.20000000019'],
    [0.5, '0.50000000000'],
    [1, '1.00000000000'],
    [0.0002441406, '0.00024414062'],
  ])('probability %s is kept as 31 bits and printed as %s', (probability, text) => {
    expect(formatProbability(thresholdOf(probability))).toBe(text);
  });

  test('eleven digits hold every threshold', () => {
    fc.assert(
      fc.property(fc.nat(0x7fffffff), (threshold) => thresholdOf(Number(formatProbability(threshold))) === threshold),
    );
  });
});

describe('other ways of saying the same', () => {
  test.each([
    ['-s 10.0.0.1 -j DROP', '-s 10.0.0.1/32 -j DROP'],
    ['-s 10.1.2.3/8 -j DROP', '-s 10.0.0.0/8 -j DROP'],
    ['-s 0.0.0.0/0 -j DROP', '-j DROP'],
    ['-p 6 -m tcp --dport 80:90', '-p tcp -m tcp --dport 80:90'],
    ['-p tcp -m tcp --dport :1023', '-p tcp -m tcp --dport 0:1023'],
    ['-j MARK --set-mark 0x1', '-j MARK --set-xmark 0x1/0xffffffff'],
    ['-j MARK --or-mark 0x4000', '-j MARK --set-xmark 0x4000/0x4000'],
    ['-j MARK --and-mark 0xffffbfff', '-j MARK --set-xmark 0x0/0x4000'],
    ['-m mark --mark 0x4000/0xffffffff', '-m mark --mark 0x4000'],
    ['-m comment --comment single', '-m comment --comment single'],
    ['-m comment --comment "say \\"x\\""', '-m comment --comment "say \\"x\\""'],
    ['-m conntrack --ctstate DNAT,NEW', '-m conntrack --ctstate NEW,DNAT'],
    ['-j DNAT --to-destination 10.0.0.1', '-j DNAT --to-destination 10.0.0.1'],
    ['-g Y', '-g Y'],
    ['-m comment --comment counts', '-m comment --comment counts'],
  ])('%s', (line, canonical) => expect(rewritten(line)).toBe(canonical));

  test.each([
    ['-p icmpv6 -j DROP', '-p ipv6-icmp -j DROP'],
    ['-j DNAT --to-destination [fd00::1]:80', '-j DNAT --to-destination [fd00::1]:80'],
    ['-j DNAT --to-destination [fd00::1]', '-j DNAT --to-destination fd00::1'],
  ])('IPv6: %s', (line, canonical) => expect(rewritten(line, 'IPv6')).toBe(canonical));
});

describe('what cannot be read is told with its line', () => {
  test.each([
    ['-A X -j DROP', 1, 'a rule outside of a table'],
    ['*mongo', 1, 'there is no table "mongo"'],
    ['*nat\n:A - [0:0]\n-A B -j DROP\nCOMMIT', 3, 'chain "B" is not declared'],
    ['*nat\n:A - [0:0]\n-A A -j LOG\nCOMMIT', 3, 'target "LOG" is neither modelled nor a chain of the table'],
    ['*nat\n:A - [0:0]\n-A A -m limit --limit 1/s -j A\nCOMMIT', 3, 'match "limit" is not modelled'],
    ['*nat\n:A - [0:0]\n-A A -s fd00::1 -j A\nCOMMIT', 3, '"fd00::1" is not an IPv4 address or network'],
    ['*nat\n:A - [0:0]\n-A A -m comment --comment "x\nCOMMIT', 3, 'a quotation mark is never closed'],
    ['*nat\n:A - [0:0]\n-A A ! -j A\nCOMMIT', 3, '"!" before -j'],
    ['*nat\n:A - [0:0]\n-A A -m comment ! --comment x\nCOMMIT', 3, '-m comment needs --comment'],
    ['*nat\n:A - [0:0]', 2, 'COMMIT is missing after table nat'],
  ])('%j', (text, line, detail) => {
    expect(readRuleset(text, 'IPv4')).toEqual({ ok: false, error: { line, detail } });
  });

  test('no text makes the reader throw', () => {
    const word = fc.constantFrom(
      '*nat',
      ':A - [0:0]',
      '-A A',
      '-m',
      '!',
      '"',
      'recent',
      '--set',
      '--seconds',
      '-j',
      'MARK',
      'COMMIT',
      '\n',
      '0x',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((w) => w.join(' ')),
        ),
        (text) => {
          readRuleset(text, 'IPv4');
          readRuleset(`*nat\n:A - [0:0]\n-A A ${text}\nCOMMIT`, 'IPv6');
        },
      ),
    );
  });
});

test.each([
  ['-d 10.96.0.1/32 -p tcp -m tcp --dport 443 -j Y', '10.96.0.1 tcp 443', 'Y'],
  ['! -s 10.244.0.0/16 -d 10.96.0.1/32 -p tcp -m tcp --dport 443 -j Y', '! -s 10.244.0.0/16 10.96.0.1 tcp 443', 'Y'],
  ['-m statistic --mode random --probability 0.5 -j Y', 'p 0.50', 'Y'],
  ['-m addrtype --dst-type LOCAL -j Y', 'dst-type LOCAL', 'Y'],
  ['-p tcp -m tcp -j DNAT --to-destination 10.244.1.11:8080', 'tcp', 'DNAT 10.244.1.11:8080'],
  ['-m mark ! --mark 0x4000/0x4000 -j RETURN', '! mark 0x4000', 'RETURN'],
  ['-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT', 'ctstate RELATED,ESTABLISHED', 'ACCEPT'],
])('%s in short', (line, summary, target) => {
  const [rule] = readRules([line]);
  expect(rule && summarizeRule(rule)).toMatchObject({ summary, target, ...(target === 'Y' && { jumpsTo: 'Y' }) });
});

test.each([
  [0, '    0'],
  [99999, '99999'],
  [100000, ' 100K'],
  [100500, ' 101K'],
  [9999499, '9999K'],
  [19_400_000, '  19M'],
])('%d is listed as %j', (value, text) => expect(shortNumber(value)).toBe(text));
