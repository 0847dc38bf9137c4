import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draw } from '../base/prng.js';
import type { Hook } from '../net/hook.js';
import type { Packet } from '../net/packet.js';
import { ConntrackTx, emptyConntrack, formatEntry, type ConntrackEntry, type Direction } from './conntrack.js';
import { natRange, setupNat, setupNullBinding, translate, type NatVerdict } from './nat.js';

const random = (seed: number): { random(purpose: string): number } => {
  let n = 0;
  return { random: (purpose) => draw(seed, purpose, n++) };
};

const syn = (src: string, sport: number, dst: string, dport: number): Packet => ({
  protocol: 'TCP',
  src,
  dst,
  sport,
  dport,
  tcp: 'SYN',
  ttl: 64,
  length: 60,
});

/** The answer that the other end sends to what it received. */
function answerTo(packet: Packet): Packet {
  const { src, dst, sport, dport, icmp } = packet;
  const swapped = { ...packet, src: dst, dst: src, sport: dport, dport: sport };
  if (packet.tcp) return { ...swapped, tcp: 'SYN-ACK' };
  return icmp?.type === 'echo-request' ? { ...swapped, icmp: { type: 'echo-reply', id: icmp.id } } : swapped;
}

const through = (packet: Packet, entry: ConntrackEntry, direction: Direction, hooks: readonly Hook[]): Packet =>
  hooks.reduce((p, hook) => translate(p, entry, direction, hook), packet);

const unreachable = (from: string, quoted: Packet): Packet => ({
  protocol: 'ICMP',
  src: from,
  dst: quoted.src,
  sport: 0,
  dport: 0,
  ttl: 64,
  length: 88,
  icmp: { type: 'destination-unreachable', code: 3, inner: quoted },
});

const forwarded: readonly Hook[] = ['PREROUTING', 'FORWARD', 'POSTROUTING'];

describe('a NodePort connection on its way through a node', () => {
  const tx = new ConntrackTx(emptyConntrack, 0);
  const request = syn('192.168.10.200', 35900, '192.168.10.11', 30080);
  const tracked = tx.receive(request);
  const entry0 = tracked.entry;
  if (!entry0) throw new Error('the first packet makes an entry');
  const dnat = setupNat(tx, entry0, natRange({ kind: 'dnat', address: '10.244.2.11', port: 8080 }, ''), random(1));
  const entry = tx.confirm(
    setupNat(tx, dnat, natRange({ kind: 'masquerade', randomFully: true }, '192.168.10.11'), random(1)),
  );
  if (!entry) throw new Error('nothing is in the way');

  test('is new, then confirmed', () => {
    expect(tracked).toMatchObject({ isNew: true, ct: { state: 'NEW', direction: 'original' } });
    expect(tx.entries()).toEqual([entry]);
  });

  test('is translated on both sides, and its answer back', () => {
    const sent = through(request, entry, 'original', forwarded);
    expect(sent).toMatchObject({ src: '192.168.10.11', dst: '10.244.2.11', dport: 8080 });
    expect(sent.sport).toBeGreaterThanOrEqual(1024);
    const found = tx.lookup(answerTo(sent));
    expect(found).toMatchObject({ direction: 'reply', entry: { id: entry.id } });
    expect(through(answerTo(sent), entry, 'reply', forwarded)).toEqual(answerTo(request));
  });

  test('an ICMP error about it reaches the client as an error about what the client sent', () => {
    const sent = through(request, entry, 'original', forwarded);
    const error = unreachable('10.244.2.11', sent);
    const found = tx.receive(error);
    expect(found.ct).toMatchObject({ state: 'RELATED', direction: 'reply', dnat: true, snat: true });
    expect(through(error, entry, 'reply', forwarded)).toEqual(unreachable('192.168.10.11', request));
  });
});

const verdicts: fc.Arbitrary<readonly NatVerdict[]> = fc
  .tuple(
    fc.option(
      fc.record({
        kind: fc.constant('dnat' as const),
        address: fc.constantFrom('10.244.1.5', '10.244.2.7'),
        port: fc.constantFrom(53, 8080),
      }),
      { nil: undefined },
    ),
    fc.option(
      fc.oneof(
        fc.record({ kind: fc.constant('masquerade' as const), randomFully: fc.boolean() }),
        fc.record({ kind: fc.constant('snat' as const), address: fc.constant('192.168.10.12') }),
      ),
      { nil: undefined },
    ),
  )
  .map((both) => both.filter((v) => v !== undefined));

const requests: fc.Arbitrary<Packet> = fc
  .record({
    protocol: fc.constantFrom('TCP' as const, 'UDP' as const, 'SCTP' as const, 'ICMP' as const),
    src: fc.constantFrom('10.244.1.99', '10.244.1.98', '192.168.10.200'),
    dst: fc.constantFrom('10.96.0.1', '10.96.0.10', '192.168.10.11'),
    sport: fc.constantFrom(80, 700, 40000, 40001),
    dport: fc.constantFrom(53, 80),
  })
  .map(({ protocol, src, dst, sport, dport }): Packet => {
    if (protocol === 'ICMP')
      return { protocol, src, dst, sport: 0, dport: 0, icmp: { type: 'echo-request', id: sport }, ttl: 64, length: 84 };
    return {
      protocol,
      src,
      dst,
      sport,
      dport,
      ...(protocol === 'TCP' && { tcp: 'SYN' as const }),
      ttl: 64,
      length: 60,
    };
  });

describe('random connections through one node', () => {
  const connections = fc.array(fc.record({ request: requests, verdicts }), { minLength: 1, maxLength: 25 });

  test('un-NAT inverts NAT for every entry, also within ICMP errors, and no two answers look alike', () => {
    fc.assert(
      fc.property(connections, fc.nat(), (all, seed) => {
        const tx = new ConntrackTx(emptyConntrack, 0);
        const kernel = random(seed);
        const accepted: { request: Packet; entry: ConntrackEntry }[] = [];
        for (const { request, verdicts: wanted } of all) {
          const { entry, isNew } = tx.receive(request);
          if (!entry || !isNew) continue;
          const ranges = wanted.map((verdict) => natRange(verdict, '192.168.10.11'));
          const set = ranges.reduce((e, range) => setupNat(tx, e, range, kernel), entry);
          const bound = setupNullBinding(tx, setupNullBinding(tx, set, 'dst', kernel), 'src', kernel);
          expect(bound).toMatchObject({ dnatDone: true, snatDone: true });
          const confirmed = tx.confirm(bound);
          if (confirmed) accepted.push({ request, entry: confirmed });
        }
        const replies = accepted.map(({ entry: { reply } }) => JSON.stringify(reply));
        expect(new Set(replies).size).toBe(replies.length);
        for (const { request, entry } of accepted) {
          const sent = through(request, entry, 'original', forwarded);
          const answer = answerTo(sent);
          expect(tx.lookup(answer)).toEqual({
            entry,
            direction: entry.reply === entry.original ? 'original' : 'reply',
          });
          expect(through(answer, entry, 'reply', forwarded)).toEqual(answerTo(request));
          expect(through(sent, entry, 'original', forwarded)).toBe(sent);
          const error = unreachable(sent.dst, sent);
          expect(tx.lookup(error)).toEqual({ entry, direction: 'reply', related: true });
          expect(through(error, entry, 'reply', forwarded)).toEqual(unreachable(request.dst, request));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('the source port', () => {
  const open = (tx: ConntrackTx, request: Packet, verdict: NatVerdict): ConntrackEntry | undefined => {
    const { entry } = tx.receive(request);
    return entry && tx.confirm(setupNat(tx, entry, natRange(verdict, '192.168.10.11'), random(3)));
  };
  const plain: NatVerdict = { kind: 'masquerade', randomFully: false };

  test('stays when it is free and becomes another when it is taken', () => {
    const tx = new ConntrackTx(emptyConntrack, 0);
    expect(open(tx, syn('10.244.1.5', 40000, '1.1.1.1', 80), plain)?.reply.dport).toBe(40000);
    const other = open(tx, syn('10.244.1.6', 40000, '1.1.1.1', 80), plain)?.reply.dport;
    expect(other).toBeGreaterThanOrEqual(1024);
    expect(other).not.toBe(40000);
    expect(open(tx, syn('10.244.1.7', 40000, '1.1.1.2', 80), plain)?.reply.dport).toBe(40000);
  });

  test('below 512 stays below 512, below 1024 stays between 600 and 1023', () => {
    for (let i = 0; i < 50; i++) {
      const tx = new ConntrackTx(emptyConntrack, 0);
      const verdict: NatVerdict = { kind: 'masquerade', randomFully: true };
      expect(open(tx, syn('10.244.1.5', 80 + i, '1.1.1.1', 80), verdict)?.reply.dport).toBeLessThan(512);
      const middle = open(tx, syn('10.244.1.5', 700 + i, '1.1.1.1', 80), verdict)?.reply.dport;
      expect(middle).toBeGreaterThanOrEqual(600);
      expect(middle).toBeLessThan(1024);
    }
  });

  test('MASQUERADE alone counts as translation of the source only', () => {
    const tx = new ConntrackTx(emptyConntrack, 0);
    const entry = open(tx, syn('10.244.1.99', 51754, '10.96.10.200', 80), plain);
    expect(entry && formatEntry(entry, 1000)).toBe(
      'tcp 6 119 SYN_SENT src=10.244.1.99 dst=10.96.10.200 sport=51754 dport=80 [UNREPLIED] src=10.96.10.200 dst=192.168.10.11 sport=80 dport=51754 mark=0 use=1',
    );
    expect(entry).toMatchObject({ snat: true, dnat: false });
  });
});
