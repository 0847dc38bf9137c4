import { describe, expect, it } from 'vitest';
import { readRuleset } from '../netfilter/iptables/read.js';
import { writeRuleset } from '../netfilter/iptables/write.js';
import { readNftRuleset } from '../netfilter/nftables/read.js';
import { writeNftRuleset } from '../netfilter/nftables/write.js';
import { readScenarioFile } from '../test/recorded.js';
import { mutations, type Mutation } from './mutation.js';

const victim = '10.244.2.51:80';
const broken = victim.replace(/80$/, '81');

/** The rules of a real node, with damage when there is some. */
const engines: Readonly<Record<string, (mutation?: Mutation) => string>> = {
  iptables: (mutation) => {
    const read = readRuleset(readScenarioFile('08-nodeport-everywhere', 'truth/iptables-save.node1.txt') ?? '', 'IPv4');
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    return writeRuleset(mutation?.iptables(read.value, victim) ?? read.value);
  },
  nftables: (mutation) => {
    const read = readNftRuleset(readScenarioFile('08-nodeport-everywhere', 'truth/nft.node1.txt') ?? '');
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    return writeNftRuleset(read.value.map((table) => mutation?.nftables(table, victim) ?? table));
  },
};

const damage: Readonly<Record<string, RegExp>> = {
  dnat: /(?:--to-destination|dnat to) 10\.244\.2\.51:80$/,
  masquerade: /(?:-j MASQUERADE|masquerade fully-random)/,
  reject: /(?:-j REJECT|\breject(?: comment |$))/,
};

describe('rules broken on purpose', () => {
  const rows = Object.keys(engines).flatMap((engine) =>
    mutations.map((mutation) => [engine, mutation.name, mutation] as const),
  );
  it.each(rows)('%s: %s touches what it names and nothing else', (engine, _, mutation) => {
    const before = engines[engine]?.().split('\n') ?? [];
    const after = engines[engine]?.(mutation).split('\n') ?? [];
    const hit = (line: string): boolean => damage[mutation.name]?.test(line) ?? false;
    expect(after.some(hit)).toBe(false);
    expect(after.filter((line) => !line.includes(broken))).toEqual(before.filter((line) => !hit(line)));
    expect(after.some((line) => line.includes(broken))).toBe(mutation.name === 'dnat');
    // All of these Services have endpoints, so that iptables mode writes no REJECT.
    expect(before.some(hit)).toBe(!(engine === 'iptables' && mutation.name === 'reject'));
  });
});
