import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cidr, cidrContains, formatCidr, hostCidr, nthAddress, parseCidr } from './cidr.js';
import { ipFromBigInt, ipToBigInt } from './ip.js';

describe('parseCidr', () => {
  it.each([
    ['10.244.0.0/16', '10.244.0.0/16'],
    ['10.244.3.7/16', '10.244.0.0/16'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['fd00:10:244:1::/64', 'fd00:10:244:1::/64'],
    ['::1/128', '::1/128'],
  ])('reads %s as %s', (text, canonical) => {
    const parsed = parseCidr(text);
    expect(parsed && formatCidr(parsed)).toBe(canonical);
  });

  it.each(['10.0.0.0', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/08', 'fd00::/129', '/8', '10.0.0.0/8/8'])(
    'refuses %j',
    (text) => {
      expect(parseCidr(text)).toBeUndefined();
    },
  );
});

it('contains exactly the addresses whose prefix bits agree', () => {
  const v4 = fc.bigInt({ min: 0n, max: 2n ** 32n - 1n });
  fc.assert(
    fc.property(v4, v4, fc.integer({ min: 0, max: 32 }), (a, b, prefix) => {
      const [x, y] = [ipFromBigInt(a, 'IPv4'), ipFromBigInt(b, 'IPv4')];
      const shift = BigInt(32 - prefix);
      expect(cidrContains(cidr(x, prefix), y)).toBe(ipToBigInt(x) >> shift === ipToBigInt(y) >> shift);
    }),
  );
});

it('knows IPv6, and never mixes families', () => {
  expect(cidrContains(cidr('fd00:10:244:1::', 64), 'fd00:10:244:1::5')).toBe(true);
  expect(cidrContains(cidr('fd00:10:244:1::', 64), 'fd00:10:244:2::5')).toBe(false);
  expect(cidrContains(cidr('0.0.0.0', 0), 'fd00::1')).toBe(false);
  expect(hostCidr('fd00::1').prefix).toBe(128);
});

it('counts addresses from the network address', () => {
  const pods = cidr('10.244.1.0', 24);
  expect([nthAddress(pods, 0), nthAddress(pods, 2), nthAddress(pods, 255), nthAddress(pods, 256)]).toEqual([
    '10.244.1.0',
    '10.244.1.2',
    '10.244.1.255',
    undefined,
  ]);
});
