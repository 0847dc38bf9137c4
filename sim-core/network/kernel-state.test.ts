import { describe, expect, it } from 'vitest';
import { Prng, createPrng } from '../base/prng.js';
import type { LinuxHost } from './host/linux.js';
import { emptyKernelState, NodeKernelTx, type KernelState } from './kernel-state.js';

const host: LinuxHost = {
  id: 'node/a',
  place: { kind: 'node', node: 'a' },
  interfaces: [{ name: 'eth0', addresses: ['10.0.0.7'] }],
  routes: [],
  forwarding: true,
  sockets: [],
};

const open = (state: KernelState, now: number): NodeKernelTx =>
  new NodeKernelTx(state, host, new Prng(createPrng(3)), now);

describe('recent lists', () => {
  it('find an address for as many seconds as asked, the last one included', () => {
    const tx = open(emptyKernelState, 1000);
    tx.recent.set('list', '10.1.0.2');
    const state = tx.commit();
    expect(open(state, 61_000).recent.check('list', '10.1.0.2', 60, true)).toBe(true);
    expect(open(state, 61_001).recent.check('list', '10.1.0.2', 60, true)).toBe(false);
    expect(open(state, 999_000).recent.check('list', '10.1.0.2', undefined, false)).toBe(true);
    expect(open(state, 1000).recent.check('list', '10.1.0.3', 60, true)).toBe(false);
    expect(open(state, 1000).recent.check('other', '10.1.0.2', 60, true)).toBe(false);
  });

  it('forget the stalest of more than a hundred addresses', () => {
    const tx = open(emptyKernelState, 0);
    for (let i = 1; i <= 100; i++) tx.recent.set('list', `10.1.0.${i}`);
    tx.recent.set('list', '10.1.0.1');
    tx.recent.set('list', '10.1.1.1');
    expect(tx.recent.check('list', '10.1.0.1', undefined, false)).toBe(true);
    expect(tx.recent.check('list', '10.1.0.2', undefined, false)).toBe(false);
    expect(tx.recent.check('list', '10.1.0.3', undefined, false)).toBe(true);
  });
});

describe('a kernel transaction', () => {
  it('counts packets and bytes and leaves the state it began with alone', () => {
    const first = open(emptyKernelState, 0);
    first.count('kube-proxy/IPv4', 'nat/X/0', 60);
    const state = first.commit();
    const second = open(state, 0);
    second.count('kube-proxy/IPv4', 'nat/X/0', 52);
    expect(second.commit().counters.get('kube-proxy/IPv4')?.get('nat/X/0')).toEqual({ packets: 2, bytes: 112 });
    expect(state.counters.get('kube-proxy/IPv4')?.get('nat/X/0')).toEqual({ packets: 1, bytes: 60 });
    expect(emptyKernelState.counters.size).toBe(0);
  });

  it('knows its own addresses, loopback included', () => {
    const tx = open(emptyKernelState, 0);
    expect(['10.0.0.7', '127.0.0.9', '::1', '10.0.0.8'].map((ip) => tx.isLocalAddress(ip))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});
