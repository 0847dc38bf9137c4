import { describe, expect, it } from 'vitest';
import { hash32, hsiphash } from './scheduler/hash.js';
import type { Destination, ScheduleRequest, SchedulerState } from './scheduler/definition.js';
import { schedulers } from './schedulers.js';
import { schedulerNames, type SchedulerName } from './model.js';

/** `NAME weight active inactive`, in the kernel's order. */
const destination = (text: string): Destination => {
  const [key = '', weight, active, inactive] = text.split(' ');
  return {
    key,
    address: `10.244.0.${key.charCodeAt(0)}`,
    port: 80,
    weight: Number(weight ?? 1),
    active: Number(active ?? 0),
    inactive: Number(inactive ?? 0),
  };
};

const request = (destinations: readonly Destination[], change: Partial<ScheduleRequest> = {}): ScheduleRequest => ({
  client: '10.244.1.9',
  clientPort: 40000,
  virtual: '10.96.0.10',
  destinations,
  hashesPort: false,
  now: 0,
  ...change,
});

/** Who takes so many connections, one after the other. */
function picks(name: SchedulerName, texts: readonly string[], count: number, change: Partial<ScheduleRequest> = {}) {
  const scheduler = schedulers[name];
  const destinations = texts.map(destination);
  let state: SchedulerState = scheduler.changed(scheduler.initial, [], destinations);
  const picked: string[] = [];
  for (let i = 0; i < count; i++) {
    const result = scheduler.schedule(state, request(destinations, change));
    picked.push(result.destination?.key ?? '-');
    state = result.state;
  }
  return picked.join('');
}

describe('schedulers', () => {
  it.each<[SchedulerName, string, readonly string[], string]>([
    ['rr', 'in turn, whatever the weight', ['a 1', 'b 5', 'c 1'], 'abcabc'],
    ['rr', 'none of weight 0', ['a 0', 'b 1', 'c 0'], 'bbb'],
    ['rr', 'nobody', ['a 0'], '-'],
    // cw starts at 4: a; at 3: a, b; at 2: a, b, c; at 1: a, b, c.
    ['wrr', 'by weight 4 3 2', ['a 4', 'b 3', 'c 2'], 'aababcabcaab'],
    ['wrr', 'by weight 6 3, whose step is 3', ['a 6', 'b 3'], 'aabaab'],
    ['wrr', 'alike', ['a 1', 'b 1'], 'abab'],
    ['wrr', 'nobody', ['a 0', 'b 0'], '-'],
    ['lc', 'fewest connections, an active one like 256 inactive ones', ['a 1 1 0', 'b 1 0 255', 'c 1 0 256'], 'b'],
    ['lc', 'whatever the weight', ['a 9 1 0', 'b 1 0 9'], 'b'],
    ['lc', 'the first of equals', ['a 1', 'b 1'], 'a'],
    ['wlc', 'fewest for the weight', ['a 3 2 0', 'b 1 1 0'], 'a'],
    ['wlc', 'none of weight 0', ['a 0', 'b 1 9 0'], 'b'],
    ['sed', 'the shortest delay, the new connection included', ['a 1 0 0', 'b 3 1 0'], 'b'],
    ['sed', 'inactive ones do not count', ['a 1 0 99', 'b 1 1 0'], 'a'],
    ['nq', 'the first idle one, however slow', ['a 9 1 0', 'b 1 0 0'], 'b'],
    ['nq', 'else the shortest delay', ['a 9 1 0', 'b 1 1 0'], 'a'],
    ['lblc', 'stays with the one for an address', ['a 1 1 0', 'b 1 0 0'], 'bbb'],
    ['lblcr', 'stays with the set for an address', ['a 1 1 0', 'b 1 0 0'], 'bbb'],
    ['dh', 'nobody', [], '-'],
    ['sh', 'nobody', [], '-'],
    ['mh', 'nobody', ['a 0'], '-'],
  ])('%s: %s', (name, _what, destinations, expected) => {
    expect(picks(name, destinations, expected.length)).toBe(expected);
  });

  it('rr goes on behind a destination that left', () => {
    const all = ['a', 'b', 'c'].map(destination);
    const state = schedulers.rr.changed(
      { kind: 'turn', last: 'b' },
      all,
      all.filter(({ key }) => key !== 'b'),
    );
    const left = all.filter(({ key }) => key !== 'b');
    expect(schedulers.rr.schedule(state, request(left)).destination?.key).toBe('c');
  });

  it('lblc leaves a destination with more active connections than weight when another has none', () => {
    const state: SchedulerState = { kind: 'locality', entries: { '10.96.0.10': 'a' } };
    const of = (texts: readonly string[]) => schedulers.lblc.schedule(state, request(texts.map(destination)));
    expect(of(['a 1 2 0', 'b 1 0 0']).destination?.key).toBe('b');
    expect(of(['a 1 1 0', 'b 1 0 0']).destination?.key).toBe('a');
  });

  it('lblcr adds a second destination for an address, and takes the busiest away after a day', () => {
    const destinations = ['a 1 2 0', 'b 1 0 0'].map(destination);
    const first: SchedulerState = {
      kind: 'replicated-locality',
      entries: { '10.96.0.10': { members: ['a'], lastModified: 0 } },
    };
    const grown = schedulers.lblcr.schedule(first, request(destinations));
    expect(grown.state).toMatchObject({ entries: { '10.96.0.10': { members: ['b', 'a'] } } });
    const day = 24 * 60 * 60 * 1000;
    const shrunk = schedulers.lblcr.schedule(grown.state, request(destinations, { now: day + 1 }));
    expect(shrunk.state).toMatchObject({ entries: { '10.96.0.10': { members: ['b'] } } });
  });

  it('sh knows clients by their address: one bucket for each, as many in a row as there is weight', () => {
    const bucket = hash32(0x0af40109, 8);
    const order = ['a', 'a', 'a', 'b'];
    expect(picks('sh', ['a 3', 'b 1'], 2)).toBe((order[bucket % 4] ?? '').repeat(2));
    expect(picks('sh', ['a 3', 'b 1'], 1, { clientPort: 1 })).toBe(order[bucket % 4]);
  });

  it('dh knows the address that was asked, and no weight but 0', () => {
    const bucket = hash32(0x0a60000a, 8);
    expect(picks('dh', ['a 3', 'b 1'], 1)).toBe(['a', 'b'][bucket % 2]);
    expect(picks('dh', ['a 0', 'b 0'], 1, { client: '1.2.3.4' })).toBe('-');
  });

  it('mh spreads clients by weight, and moves few when a destination goes', () => {
    const clients = Array.from({ length: 300 }, (_, n) => `10.244.${n % 7}.${n % 251}`);
    const all = ['a 1', 'b 1', 'c 2'];
    const before = clients.map((client) => picks('mh', all, 1, { client }));
    const share = before.filter((key) => key === 'c').length / clients.length;
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
    const after = clients.map((client) => picks('mh', ['a 1', 'c 2'], 1, { client }));
    const moved = after.filter((key, n) => before[n] !== 'b' && before[n] !== key).length;
    expect(moved / clients.length).toBeLessThan(0.2);
    expect(new Set(clients.map((client) => picks('mh', all, 1, { client, hashesPort: true }))).size).toBe(3);
  });

  it.each(schedulerNames)('%s answers by a destination of some weight alone', (name) => {
    expect(picks(name, ['a 0', 'b 0'], 1)).toBe('-');
    expect('ab-').toContain(picks(name, ['a 1', 'b 1'], 1));
  });
});

describe('hashes', () => {
  it('hash_32 multiplies by the golden ratio and keeps the highest bits', () => {
    expect(hash32(1, 8)).toBe(0x61);
    expect(hash32(0xffffffff, 8)).toBe(0x9e);
  });

  it('hsiphash differs by word and key, within 32 bits', () => {
    const values = [hsiphash(0, 1n), hsiphash(1, 1n), hsiphash(0, 2n)];
    expect(new Set(values).size).toBe(3);
    for (const value of values) expect(value >>> 0).toBe(value);
  });
});
