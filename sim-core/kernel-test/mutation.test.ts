import { describe, expect, it } from 'vitest';
import { compiledDataplanes } from '../test/recorded-network.js';
import { writeRuleset } from '../netfilter/iptables/write.js';
import { mutations } from './mutation.js';

const ruleset = [...(compiledDataplanes('08-nodeport-everywhere', 'truth').get('node1')?.iptables.values() ?? [])][0];
const victim = '10.244.2.51:80';

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line.startsWith('-A'));

describe('rules broken on purpose', () => {
  it.each([
    ['dnat', /--to-destination 10\.244\.2\.51:80$/, 0],
    ['masquerade', /MASQUERADE/, -1],
  ] as const)('%s touches what it names and nothing else', (name, what, change) => {
    const mutation = mutations.find((m) => m.name === name);
    if (ruleset === undefined || mutation === undefined) throw new Error('nothing to break');
    const before = lines(writeRuleset(ruleset));
    const after = lines(writeRuleset(mutation.iptables(ruleset, victim)));
    expect(before.some((line) => what.test(line))).toBe(true);
    expect(after.some((line) => what.test(line))).toBe(false);
    expect(after.length - before.length).toBe(change);
    expect(before.filter((line) => !what.test(line))).toEqual(after.filter((line) => !line.includes('10.244.2.51:81')));
  });
});
