import { describe, expect, test } from 'vitest';
import type { Packet, TcpFlags } from '../net/packet.js';
import { readScenarioJson, scenarioNames } from '../test/recorded.js';
import {
  conntrackEntries,
  ConntrackTx,
  emptyConntrack,
  formatEntry,
  sweepConntrack,
  type ConntrackEntry,
  type ConntrackState,
  type Direction,
} from './conntrack.js';
import type { Tuple } from '../net/packet.js';

const client = '10.244.1.99';
const server = '10.244.2.11';

const packet = (direction: Direction, rest: Partial<Packet>): Packet => ({
  protocol: 'TCP',
  ttl: 64,
  length: 60,
  ...(direction === 'original'
    ? { src: client, dst: server, sport: 40000, dport: 80 }
    : { src: server, dst: client, sport: 80, dport: 40000 }),
  ...rest,
});

/** Sends a packet through a node that lets everything pass. */
function pass(
  state: ConntrackState,
  p: Packet,
  now: number,
): { state: ConntrackState; entry?: ConntrackEntry; ct: string } {
  const tx = new ConntrackTx(state, now);
  const { entry, ct, isNew } = tx.receive(p);
  const kept = entry && isNew ? tx.confirm(entry) : entry;
  return { state: tx.commit(), ct: ct.state, ...(kept && { entry: kept }) };
}

const segments = (...steps: readonly (readonly [Direction, TcpFlags])[]): readonly Packet[] =>
  steps.map(([direction, tcp]) => packet(direction, { tcp }));

describe('TCP', () => {
  const handshake = segments(['original', 'SYN'], ['reply', 'SYN-ACK'], ['original', 'ACK']);
  const whole = [
    ...handshake,
    ...segments(
      ['original', 'PSH-ACK'],
      ['reply', 'PSH-ACK'],
      ['original', 'FIN-ACK'],
      ['reply', 'FIN-ACK'],
      ['original', 'ACK'],
    ),
  ];

  test('states, timeouts and assurance of a whole connection', () => {
    let state = emptyConntrack;
    const seen = whole.map((p) => {
      const step = pass(state, p, 0);
      state = step.state;
      return [step.ct, step.entry?.tcp, (step.entry?.expiresAt ?? 0) / 1000, step.entry?.assured];
    });
    expect(seen).toEqual([
      ['NEW', 'SYN_SENT', 120, false],
      ['ESTABLISHED', 'SYN_RECV', 60, false],
      ['ESTABLISHED', 'ESTABLISHED', 432000, true],
      ['ESTABLISHED', 'ESTABLISHED', 432000, true],
      ['ESTABLISHED', 'ESTABLISHED', 432000, true],
      ['ESTABLISHED', 'FIN_WAIT', 120, true],
      ['ESTABLISHED', 'LAST_ACK', 30, true],
      ['ESTABLISHED', 'TIME_WAIT', 120, true],
    ]);
  });

  test('a SYN on an ended connection opens a new one', () => {
    const ended = whole.reduce((state, p) => pass(state, p, 0).state, emptyConntrack);
    const again = pass(ended, packet('original', { tcp: 'SYN' }), 1000);
    expect(again).toMatchObject({ ct: 'NEW', entry: { tcp: 'SYN_SENT', assured: false } });
    expect(conntrackEntries(again.state, 1000)).toHaveLength(1);
  });

  test('a refusal leaves nothing behind', () => {
    const sent = pass(emptyConntrack, packet('original', { tcp: 'SYN' }), 0);
    const refused = pass(sent.state, packet('reply', { tcp: 'RST' }), 0);
    expect(refused.ct).toBe('ESTABLISHED');
    expect(conntrackEntries(refused.state, 0)).toEqual([]);
    expect(refused.state.keys).toBe(0);
  });

  test('a reset of an established connection closes it', () => {
    const open = handshake.reduce((state, p) => pass(state, p, 0).state, emptyConntrack);
    expect(pass(open, packet('reply', { tcp: 'RST' }), 0).entry).toMatchObject({ tcp: 'CLOSE', expiresAt: 10_000 });
  });

  test('segments that open nothing are invalid; data picks a connection up', () => {
    for (const tcp of ['SYN-ACK', 'FIN-ACK', 'RST'] as const)
      expect(pass(emptyConntrack, packet('original', { tcp }), 0).ct).toBe('INVALID');
    expect(pass(emptyConntrack, packet('original', { tcp: 'PSH-ACK' }), 0)).toMatchObject({
      ct: 'NEW',
      entry: { tcp: 'ESTABLISHED', expiresAt: 300_000 },
    });
  });
});

describe('UDP, SCTP and ICMP', () => {
  const udp = (direction: Direction): Packet => packet(direction, { protocol: 'UDP' });

  test('UDP is assured once it goes on for longer than two seconds', () => {
    const one = pass(emptyConntrack, udp('original'), 0);
    const two = pass(one.state, udp('reply'), 100);
    expect([one.entry?.expiresAt, two.entry?.expiresAt, two.entry?.assured]).toEqual([30_000, 30_100, false]);
    const three = pass(two.state, udp('original'), 2001);
    expect(three).toMatchObject({ ct: 'ESTABLISHED', entry: { expiresAt: 122_001, assured: true } });
  });

  test('SCTP is assured after its four-way handshake', () => {
    let state = emptyConntrack;
    const states = (['original', 'reply', 'original', 'reply'] as const).map((direction) => {
      const step = pass(state, packet(direction, { protocol: 'SCTP' }), 0);
      state = step.state;
      return [step.entry?.sctp, step.entry?.assured];
    });
    expect(states).toEqual([
      ['COOKIE_WAIT', false],
      ['COOKIE_WAIT', false],
      ['COOKIE_ECHOED', false],
      ['ESTABLISHED', true],
    ]);
  });

  const echo = (type: 'echo-request' | 'echo-reply', direction: Direction): Packet =>
    packet(direction, { protocol: 'ICMP', sport: 0, dport: 0, icmp: { type, id: 77 } });

  test('an echo reply belongs to its request, and opens nothing', () => {
    expect(pass(emptyConntrack, echo('echo-reply', 'reply'), 0).ct).toBe('INVALID');
    const sent = pass(emptyConntrack, echo('echo-request', 'original'), 0);
    const answered = pass(sent.state, echo('echo-reply', 'reply'), 0);
    expect(answered.ct).toBe('ESTABLISHED');
    expect(answered.entry && formatEntry(answered.entry, 1000)).toBe(
      'icmp 1 29 src=10.244.1.99 dst=10.244.2.11 type=8 code=0 id=77 src=10.244.2.11 dst=10.244.1.99 type=0 code=0 id=77 mark=0 use=1',
    );
  });

  test('an ICMP error about nothing known is invalid', () => {
    const icmp = { type: 'destination-unreachable', code: 3, inner: udp('original') } as const;
    const error = packet('reply', { protocol: 'ICMP', sport: 0, dport: 0, icmp });
    expect(pass(emptyConntrack, error, 0).ct).toBe('INVALID');
    expect(pass(pass(emptyConntrack, udp('original'), 0).state, error, 0).ct).toBe('RELATED');
  });
});

describe('the table', () => {
  const flow = (i: number): Packet =>
    packet('original', { protocol: 'UDP', sport: 1024 + (i % 60000), src: `10.244.1.${1 + Math.floor(i / 60000)}` });

  test('what has expired is gone', () => {
    const { state } = pass(emptyConntrack, flow(0), 0);
    expect(conntrackEntries(state, 29_999)).toHaveLength(1);
    expect(conntrackEntries(state, 30_000)).toEqual([]);
    expect(pass(state, flow(0), 30_000).ct).toBe('NEW');
    expect(sweepConntrack(state, 29_999)).toBe(state);
    expect(sweepConntrack(state, 30_000).keys).toBe(0);
  });

  test('a full table forgets the oldest unassured connection first', () => {
    let state = emptyConntrack;
    for (let i = 0; i < 20; i++) {
      const tx = new ConntrackTx(state, i, 10);
      const { entry } = tx.receive(flow(i));
      if (entry) tx.confirm(entry);
      state = tx.commit();
    }
    expect(conntrackEntries(state, 20).map((e) => e.original.sport - 1024)).toEqual([
      10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
    ]);
  });

  test('a commit leaves the state before it as it was, and shares what was not touched', () => {
    const before = pass(emptyConntrack, flow(1), 0).state;
    const after = pass(before, flow(2), 0).state;
    expect(conntrackEntries(before, 0)).toHaveLength(1);
    expect(conntrackEntries(after, 0)).toHaveLength(2);
    expect(after.shards.filter((shard, i) => shard !== before.shards[i]).length).toBeLessThanOrEqual(2);
  });

  test('the same tuple cannot be confirmed twice', () => {
    const tx = new ConntrackTx(emptyConntrack, 0);
    const [a, b] = [tx.create(flow(1)), tx.create(flow(1))];
    expect(a && tx.confirm(a)).toBeDefined();
    expect(b && tx.confirm(b)).toBeUndefined();
  });
});

describe('recorded conntrack -L lines', () => {
  interface Recorded {
    readonly [mode: string]: { readonly conntrack?: readonly { readonly entry: string }[] };
  }
  const lines = scenarioNames()
    .flatMap((scenario) => readScenarioJson<readonly Recorded[]>(scenario, 'truth/packets.json') ?? [])
    .flatMap((probe) => Object.values(probe).flatMap((result) => result.conntrack ?? []))
    .map(({ entry }) => entry);

  test('there are some', () => expect(lines.length).toBeGreaterThan(300));

  test('entries with the recorded facts print as recorded', () => {
    for (const line of lines) {
      const [protocol = '', , seconds, tcp] = line.split(' ');
      const [original, reply] = [...line.matchAll(/src=(\S+) dst=(\S+) sport=(\d+) dport=(\d+)/g)].map(
        ([, src = '', dst = '', sport, dport]): Tuple => ({
          protocol: protocol === 'tcp' ? 'TCP' : 'UDP',
          src,
          dst,
          sport: Number(sport),
          dport: Number(dport),
        }),
      );
      if (!original || !reply) throw new Error(line);
      const entry: ConntrackEntry = {
        id: 1,
        original,
        reply,
        confirmed: true,
        snat: false,
        dnat: false,
        snatDone: true,
        dnatDone: true,
        createdAt: 0,
        seenReply: !line.includes('[UNREPLIED]'),
        assured: line.includes('[ASSURED]'),
        expiresAt: Number(seconds) * 1000,
        ...(protocol === 'tcp' && { tcp: tcp as NonNullable<ConntrackEntry['tcp']> }),
      };
      // `use` counts references that the kernel holds at the moment of listing.
      expect(formatEntry(entry, 0)).toBe(line.replace(/use=\d+$/, 'use=1'));
    }
  });
});
