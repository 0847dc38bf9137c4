import { describe, expect, it } from 'vitest';
import { differences } from './comparison.js';
import type { Findings } from './expectation.js';

const findings = (some: Partial<Readonly<Record<keyof Findings, readonly string[]>>>): Findings => ({
  outcomes: new Set(some.outcomes ?? ['answered']),
  refusals: new Set(some.refusals),
  backends: new Set(some.backends),
  sources: new Set(some.sources),
  locals: new Set(some.locals),
  clients: new Set(some.clients),
  conntrack: new Set(some.conntrack),
});

const strict = { sticky: false, conntrack: true };
const sticky = { sticky: true, conntrack: true };

describe('differences between the simulation and the kernel', () => {
  const rows: readonly (readonly [
    string,
    Parameters<typeof findings>[0],
    Parameters<typeof findings>[0],
    typeof strict,
    number,
  ])[] = [
    ['the same', { backends: ['a', 'b'] }, { backends: ['b', 'a'] }, strict, 0],
    ['another outcome', { outcomes: ['answered'] }, { outcomes: ['timeout'] }, strict, 1],
    ['an outcome more', { outcomes: ['answered'] }, { outcomes: ['answered', 'timeout'] }, sticky, 1],
    ['a backend less', { backends: ['a', 'b'] }, { backends: ['a'] }, strict, 1],
    ['a backend less, where the first choice stays', { backends: ['a', 'b'] }, { backends: ['a'] }, sticky, 0],
    ['a backend that cannot be', { backends: ['a', 'b'] }, { backends: ['c'] }, sticky, 1],
    ['no backend at all', { backends: ['a', 'b'] }, {}, sticky, 1],
    ['another refusal', { refusals: ['tcp-rst'] }, { refusals: ['icmp type 3 code 3 from x'] }, strict, 1],
    ['another tuple', { conntrack: ['x *'] }, { conntrack: ['x other'] }, strict, 1],
    ['tables that nobody can read', { conntrack: ['x'] }, {}, { sticky: false, conntrack: false }, 0],
    ['a port that was taken by chance', { conntrack: ['x *'] }, { conntrack: ['x *', 'x other'] }, strict, 0],
  ];
  it.each(rows)('%s', (_, expected, seen, how, count) => {
    expect(differences(findings(expected), findings(seen), how)).toHaveLength(count);
  });
});
