import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareIps, familyOf, hostPort, ipFromBigInt, ipToBigInt, parseIp } from './ip.js';

describe('parseIp', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['255.255.255.255', '255.255.255.255'],
    ['FD00:0:0::1', 'fd00::1'],
    ['::', '::'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
  ])('reads %s as %s', (text, canonical) => {
    expect(parseIp(text)).toBe(canonical);
  });

  it.each([
    '',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.01',
    '1',
    '0x7f.1',
    ' 10.0.0.1',
    'fe80::1%eth0',
    'fd00::1::2',
    'None',
    '10.0.0.1/32',
  ])('refuses %j', (text) => {
    expect(parseIp(text)).toBeUndefined();
  });
});

const ips = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }).map((n) => ipFromBigInt(n, 'IPv4')),
  fc.bigInt({ min: 2n ** 33n, max: 2n ** 128n - 1n }).map((n) => ipFromBigInt(n, 'IPv6')),
);

it('turns every address into a number and back', () => {
  fc.assert(
    fc.property(ips, (ip) => {
      expect(ipFromBigInt(ipToBigInt(ip), familyOf(ip))).toBe(ip);
      expect(parseIp(ip)).toBe(familyOf(ip) === 'IPv6' && ip.startsWith('::ffff:') ? parseIp(ip) : ip);
    }),
  );
});

it('orders by number, not by text', () => {
  expect(['10.0.0.10', 'fd00::1', '10.0.0.9'].sort(compareIps)).toEqual(['10.0.0.9', '10.0.0.10', 'fd00::1']);
});

it('brackets IPv6 before a port', () => {
  expect([hostPort('10.0.0.1', 80), hostPort('fd00::1', 80)]).toEqual(['10.0.0.1:80', '[fd00::1]:80']);
});
