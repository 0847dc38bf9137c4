import { describe, expect, it } from 'vitest';
import type { Packet, TcpFlags } from '../net/packet.js';
import { listConnections, listVirtualServers } from './listing.js';
import type { VirtualServer } from './model.js';
import { countConnections, emptyIpvs, kernelVirtualServers, type IpvsState } from './state.js';
import { sweepIpvs, syncIpvs } from './sync.js';
import { IpvsTx } from './transaction.js';

const server = (reals: readonly string[], change: Partial<VirtualServer> = {}): VirtualServer => ({
  protocol: 'TCP',
  address: '10.96.0.10',
  port: 80,
  scheduler: 'rr',
  realServers: reals.map((address) => ({ address, port: 8080, weight: 1 })),
  ...change,
});

const packet = (sport: number, tcp: TcpFlags, src = '10.244.1.9'): Packet => ({
  ...{ protocol: 'TCP', src, sport, dst: '10.96.0.10', dport: 80, tcp, ttl: 64, length: 60 },
});

const answerFrom = (real: string, dport: number, tcp: TcpFlags): Packet => ({
  ...{ protocol: 'TCP', src: real, sport: 8080, dst: '10.244.1.9', dport, tcp, ttl: 64, length: 60 },
});

const [a, b] = ['10.244.1.11', '10.244.2.11'];

/** One packet after another at a time; the state after them. */
function pass(state: IpvsState, now: number, ...packets: readonly Packet[]): IpvsState {
  const tx = new IpvsTx(state, now);
  for (const one of packets)
    if (one.dst === '10.96.0.10') tx.receive(one);
    else tx.answer(one);
  return tx.commit();
}

const realOf = (state: IpvsState): readonly string[] => [...state.connections.values()].map(({ real }) => real);

const count = (state: IpvsState, now: number) => [...countConnections(state.connections.values(), now).values()];

describe('connections', () => {
  const start = syncIpvs(emptyIpvs, [server([a])], 0);

  it.each<[string, readonly Packet[], object, number]>([
    ['a first SYN is active', [packet(1, 'SYN')], { active: 1, inactive: 0 }, 60_000],
    [
      'an established one',
      [packet(1, 'SYN'), answerFrom(a, 1, 'SYN-ACK'), packet(1, 'ACK')],
      { active: 1, inactive: 0 },
      900_000,
    ],
    [
      'a closed one waits two minutes',
      [packet(1, 'SYN'), packet(1, 'ACK'), packet(1, 'FIN-ACK'), answerFrom(a, 1, 'FIN-ACK')],
      { active: 0, inactive: 1 },
      120_000,
    ],
    ['a refused one ten seconds', [packet(1, 'SYN'), answerFrom(a, 1, 'RST')], { active: 0, inactive: 1 }, 10_000],
  ])('%s', (_what, packets, expected, lifetime) => {
    const state = pass(start, 0, ...packets);
    expect(count(state, 0)).toEqual([expected]);
    expect(count(state, lifetime - 1)).toHaveLength(1);
    expect(count(state, lifetime)).toHaveLength(0);
  });

  it('a packet that opens none is left alone', () => {
    expect(new IpvsTx(start, 0).receive(packet(1, 'ACK')).kind).toBe('none');
    expect(new IpvsTx(start, 0).receive({ ...packet(1, 'SYN'), dport: 81 }).kind).toBe('none');
  });

  it('datagrams never count as active', () => {
    const udp = syncIpvs(emptyIpvs, [server([a], { protocol: 'UDP' })], 0);
    const { tcp: _none, ...datagram } = packet(1, 'SYN');
    const state = pass(udp, 0, { ...datagram, protocol: 'UDP' });
    expect(count(state, 0)).toEqual([{ active: 0, inactive: 1 }]);
  });

  it('ipvsadm -Lnc lists connections and templates', () => {
    const sticky = syncIpvs(emptyIpvs, [server([a], { persistentSeconds: 60 })], 0);
    expect(listConnections(pass(sticky, 0, packet(40000, 'SYN')), 1000)).toBe(
      [
        'IPVS connection entries',
        'pro expire state       source             virtual            destination',
        'TCP 00:59  SYN_RECV    10.244.1.9:40000   10.96.0.10:80      10.244.1.11:8080',
        'TCP 00:59  NONE        10.244.1.9:0       10.96.0.10:80      10.244.1.11:8080',
        '',
      ].join('\n'),
    );
  });
});

describe('session affinity', () => {
  const sticky = syncIpvs(emptyIpvs, [server([a, b], { persistentSeconds: 60 })], 0);

  it('lasts from the last connection on', () => {
    let state = pass(sticky, 0, packet(1, 'SYN'), packet(1, 'RST'));
    state = pass(state, 59_000, packet(2, 'SYN'), packet(2, 'RST'));
    state = pass(state, 118_000, packet(3, 'SYN'), packet(3, 'RST'));
    expect(new Set(realOf(state))).toEqual(new Set([b]));
    expect(realOf(pass(state, 300_000, packet(4, 'SYN'))).at(-1)).toBe(a);
  });

  it('is of one client alone', () => {
    const state = pass(sticky, 0, packet(1, 'SYN'), packet(1, 'SYN', '10.244.1.10'));
    expect(realOf(state)).toEqual([b, a]);
  });

  it('ends when the real server takes no more', () => {
    const before = pass(sticky, 0, packet(1, 'SYN'), packet(1, 'ACK'));
    const draining = syncIpvs(before, [server([a], { persistentSeconds: 60 })], 1000);
    expect(realOf(pass(draining, 1000, packet(2, 'SYN')))).toEqual([b, a]);
  });
});

describe('a real server that goes', () => {
  const established = pass(syncIpvs(emptyIpvs, [server([b])], 0), 0, packet(1, 'SYN'), packet(1, 'ACK'));
  const weights = (state: IpvsState) =>
    kernelVirtualServers(state, []).flatMap(({ realServers }) =>
      realServers.map(({ address, weight }) => `${address} ${weight}`),
    );

  it('keeps its connections at weight 0 and gets no more', () => {
    const state = syncIpvs(established, [server([a])], 1000);
    expect(weights(state)).toEqual([`${a} 1`, `${b} 0`]);
    expect(new IpvsTx(state, 1000).receive(packet(1, 'ACK')).kind).toBe('existing');
    expect(realOf(pass(state, 1000, packet(2, 'SYN')))).toEqual([b, a]);
  });

  it('is deleted at the first look after its last connection', () => {
    const draining = pass(syncIpvs(established, [server([a])], 1000), 2000, packet(1, 'RST'));
    expect(weights(sweepIpvs(draining, 13_000))).toHaveLength(2);
    expect(weights(sweepIpvs(draining, 61_000))).toEqual([`${a} 1`]);
  });

  it('goes at once without connections, or with UDP', () => {
    expect(weights(syncIpvs(syncIpvs(emptyIpvs, [server([a, b])], 0), [server([a])], 1))).toEqual([`${a} 1`]);
    const udp = (reals: readonly string[]) => [server(reals, { protocol: 'UDP' })];
    const { tcp: _none, ...datagram } = packet(1, 'SYN');
    const before = pass(syncIpvs(emptyIpvs, udp([b]), 0), 0, { ...datagram, protocol: 'UDP' });
    expect(weights(syncIpvs(before, udp([a]), 1))).toEqual([`${a} 1`]);
  });

  it('is added anew when it is wanted again', () => {
    const draining = syncIpvs(established, [server([a])], 1000);
    expect(weights(syncIpvs(draining, [server([a, b])], 2000))).toEqual([`${b} 1`, `${a} 1`]);
  });

  it('takes its connections along when its virtual server goes', () => {
    const gone = syncIpvs(established, [], 1000);
    expect(new IpvsTx(gone, 1000).receive(packet(1, 'ACK')).kind).toBe('gone');
    expect(listVirtualServers(kernelVirtualServers(gone, [])).split('\n')).toHaveLength(4);
  });
});
