import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SkBuff } from '../../net/skb.js';
import { recordingKernel } from '../../test/ruleset-arbitraries.js';
import { readScenarioFile, recordedNftFiles } from '../../test/recorded.js';
import { readDuration, writeDuration } from './duration.js';
import { evaluateBaseChain } from './evaluate.js';
import { readPriority, writePriority } from './priority.js';
import { readNftRuleset } from './read.js';
import { writeNftRuleset } from './write.js';

function rewrite(text: string): string {
  const read = readNftRuleset(text);
  if (!read.ok) throw new Error(`line ${read.error.line}: ${read.error.detail}`);
  return writeNftRuleset(read.value);
}

describe('what nft 1.0.6 printed', () => {
  const files = recordedNftFiles();

  it('was recorded', () => {
    expect(files.length).toBeGreaterThan(100);
  });

  it.each(files)('$scenario $file is written as it was read', ({ scenario, file }) => {
    const text = readScenarioFile(scenario, file) ?? '';
    expect(rewrite(text)).toBe(text.endsWith('\n') ? text : `${text}\n`);
  });
});

const inChain = (...rules: readonly string[]): string =>
  [
    'table ip t {',
    '\tset s {',
    '\t\ttype ipv4_addr',
    '\t\tflags interval',
    '\t\telements = { 1.1.1.1, 2.2.2.2-3.3.3.3,',
    '\t\t\t     10.0.0.0/8 }',
    '\t}',
    '',
    '\tset d {',
    '\t\ttype ipv4_addr',
    '\t\tsize 65535',
    '\t\tflags dynamic,timeout',
    '\t\ttimeout 3h',
    '\t\telements = { 1.1.1.1 expires 2h59m59s996ms, 2.2.2.2 timeout 5s expires 4s996ms }',
    '\t}',
    '',
    '\tset p {',
    '\t\ttype inet_service',
    '\t\telements = { 1, 2, 3, 4, 5,',
    '\t\t\t     6, 7 }',
    '\t}',
    '',
    '\tmap v {',
    '\t\ttype ipv4_addr . inet_service : verdict',
    '\t\tflags interval',
    '\t\telements = { 10.0.0.0/8 . 80-90 : drop }',
    '\t}',
    '',
    '\tchain y {',
    '\t\tcounter packets 3 bytes 180',
    '\t\taccept',
    '\t}',
    '',
    '\tchain x {',
    '\t\ttype filter hook input priority filter; policy drop;',
    ...rules.map((rule) => `\t\t${rule}`),
    '\t}',
    '}',
    '',
  ].join('\n');

describe('rules as nft prints them', () => {
  it.each([
    'ip saddr != { 8.8.8.8/31 } drop',
    'ip saddr { 8.8.8.8, 8.8.8.9 } counter packets 0 bytes 0 drop comment "x y"',
    'ip daddr != { 10.0.0.0-10.0.2.255 } drop',
    'ip saddr @s accept',
    'ip daddr . th dport vmap @v',
    'ct state established,related accept',
    'ct state { established, new } jump y',
    'ct state invalid reject with tcp reset',
    'reject with icmp admin-prohibited',
    'reject',
    'tcp dport 80 accept',
    'tcp dport { 80, 443 } accept',
    'udp dport 53 continue',
    'iifname "eth0" meta l4proto { tcp, udp } return',
    'th dport 1-1024 drop',
    'meta l4proto vmap { tcp : jump y, udp : accept }',
    'fib saddr type != local drop',
    'numgen random mod 3 offset 5 vmap { 5 : accept, 6-7 : drop }',
    'meta mark 0x00000010 accept',
    'meta mark & 0x000000ff == 0x00000010 accept',
    'meta mark set meta mark & 0xffffbfff',
    'meta mark set 0x00000001',
    'add @d { ip saddr timeout 10s }',
    'snat to 1.2.3.4',
    'masquerade random,fully-random',
    'meta l4proto tcp dnat to 1.2.3.4:80',
  ])('%s', (rule) => {
    expect(rewrite(inChain(rule))).toBe(inChain(rule));
  });

  it.each([
    ['mark set mark or 4', /not modelled|not a number/],
    ['ip saddr 10.0.0.300 drop', /not of type ipv4_addr/],
    ['jump nowhere', /chain nowhere, which chain x names, is not in the table/],
    ['ip saddr @nothing drop', /set nothing/],
    ['ip6 saddr ::1 dnat to fd00::1', /another family/],
    ['ip saddr { 1.2.3.4 drop', /where a "," or a "}" should be/],
    ['queue', /"queue" is not modelled/],
    ['accept comment nothing', /a comment is quoted/],
  ])('refuses "%s" and says why', (rule, detail) => {
    const read = readNftRuleset(inChain(rule));
    expect(read).toMatchObject({ ok: false, error: { detail: expect.stringMatching(detail) as unknown } });
  });

  it('survives any text', () => {
    const words = [
      'table',
      'ip',
      'x',
      '{',
      '}',
      'chain',
      'type',
      'set',
      'elements',
      '=',
      '"',
      ';',
      '\n',
      ',',
      'vmap',
      '1',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 40 }), (parts) => {
        expect(typeof readNftRuleset(parts.join(' ')).ok).toBe('boolean');
      }),
    );
  });
});

describe('times and priorities', () => {
  it.each([
    ['3h', 10_800_000],
    ['1m', 60_000],
    ['1d1h1m1s1ms', 90_061_001],
    ['0s', 0],
  ])('%s', (text, ms) => {
    expect(writeDuration(ms)).toBe(text);
    expect(readDuration(text)).toBe(ms);
  });

  it.each([
    ['dstnat - 10', 'prerouting', -110],
    ['-110', 'output', -110],
    ['-100', 'output', -100],
    ['srcnat', 'postrouting', 100],
    ['filter + 10', 'input', 10],
    ['11', 'input', 11],
    ['raw', 'prerouting', -300],
  ] as const)('%s at %s is %d', (text, hook, value) => {
    expect(writePriority(value, hook)).toBe(text);
    expect(readPriority(text, hook)).toBe(value);
  });
});

describe('a packet in a base chain', () => {
  const skb: SkBuff = {
    packet: {
      protocol: 'TCP',
      src: '10.244.1.5',
      dst: '10.96.0.1',
      sport: 4000,
      dport: 80,
      tcp: 'SYN',
      ttl: 64,
      length: 60,
    },
    mark: 0,
    hook: 'INPUT',
    ct: { state: 'NEW', direction: 'original', dnat: false, snat: false },
  };
  const verdictOf = (rules: readonly string[], tx = recordingKernel(1).tx): string => {
    const read = readNftRuleset(inChain(...rules));
    const [table] = read.ok ? read.value : [];
    return table === undefined ? 'unread' : evaluateBaseChain(table, 'x', skb, tx).verdict.kind;
  };

  it.each<[string, readonly string[], string]>([
    ['falls through to the policy', ['ip daddr 10.96.0.2 accept'], 'drop'],
    ['is let through by the first verdict', ['accept', 'drop'], 'accept'],
    ['does not come back from a chain that accepts', ['jump y', 'drop'], 'accept'],
    ['returns from the base chain to its policy', ['return', 'accept'], 'drop'],
    ['finds an interval', ['ip saddr @s accept'], 'accept'],
    ['finds no interval', ['ip daddr 10.96.0.1 ip saddr != @s accept'], 'drop'],
    ['finds a concatenation of intervals', ['ip daddr . th dport vmap @v', 'accept'], 'drop'],
    ['is of another protocol', ['udp dport 80 accept'], 'drop'],
    ['matches any transport', ['th dport 80 accept'], 'accept'],
    [
      'carries the mark that an earlier rule set',
      ['meta mark set meta mark | 0x00004000', 'meta mark & 0x00004000 == 0x00004000 accept'],
      'accept',
    ],
    ['is refused', ['ct state new reject'], 'reject'],
    [
      'goes on after a rule that does not match half way',
      ['meta mark set 0x00000001 tcp dport 81 drop', 'meta mark 0x00000001 accept'],
      'accept',
    ],
    ['is remembered', ['update @d { ip saddr }', 'ip saddr @d accept'], 'accept'],
    ['is not remembered', ['ip saddr @d accept'], 'drop'],
    ['comes from elsewhere', ['fib saddr type local accept'], 'drop'],
  ])('%s', (_, rules, verdict) => {
    expect(verdictOf(rules)).toBe(verdict);
  });

  it.each([
    [0, 'accept'],
    [0x7fffffff, 'accept'],
    [0x80000000, 'reject'],
    [0xffffffff, 'reject'],
  ])('draws its share of %d', (random, verdict) => {
    const rule = 'numgen random mod 2 vmap { 0 : accept, 1 : continue }';
    expect(verdictOf([rule, 'reject'], { ...recordingKernel(1).tx, random: () => random })).toBe(verdict);
  });
});
