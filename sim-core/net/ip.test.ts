import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { compareIps, familyOf, hostPort, ipFromBigInt, ipToBigInt, parseIp } from './ip.js';

describe('parseIp', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['255.255.255.255', '255.255.255.255'],
    ['FD00:0:0::1', 'fd00::1'],
    ['::', '::'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['64:ff9b::10.0.0.1', '64:ff9b::a00:1'],
    ['0:0:0:0:0:ffff:1.2.3.4', '1.2.3.4'],
    ['1::', '1::'],
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
    ':',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4::5:6:7:8',
    ':1::2',
    '12345::',
    'g::',
    '1.2.3.4::',
    '::1.2.3',
    '::1.2.3.4:5',
    '::01.2.3.4',
    '10.0.0.1/32',
  ])('refuses %j', (text) => {
    expect(parseIp(text)).toBeUndefined();
  });
});

it('writes IPv6 as another library does', () => {
  const groups = fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(groups, (parts) => {
      const text = parts.map((part) => part.toString(16)).join(':');
      const other = ipaddr.IPv6.parse(text);
      const expected = other.isIPv4MappedAddress() ? other.toIPv4Address().toString() : other.toRFC5952String();
      expect(parseIp(text)).toBe(expected);
      expect(parseIp(expected)).toBe(expected);
    }),
  );
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
