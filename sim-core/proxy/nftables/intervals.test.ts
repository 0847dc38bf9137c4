import { describe, expect, it } from 'vitest';
import { parseCidr } from '../../net/cidr.js';
import { writeStatement } from '../../netfilter/nftables/statements.js';
import { networkSet } from './intervals.js';
import { saddr } from './vocabulary.js';

/** What nft 1.0.6 printed for the networks it was given. */
describe('networks in braces', () => {
  it.each([
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['1.2.3.4/32', '1.2.3.4'],
    ['10.0.0.0/25 10.0.0.128/25', '{ 10.0.0.0/24 }'],
    ['10.0.0.0/24 10.0.0.5/32 203.0.113.7/32', '{ 10.0.0.0/24, 203.0.113.7 }'],
    ['1.2.3.4/32 9.9.9.9/32 1.2.3.4/32', '{ 1.2.3.4, 9.9.9.9 }'],
    ['10.0.0.0/24 10.0.1.0/24 10.0.2.0/24', '{ 10.0.0.0-10.0.2.255 }'],
    ['0.0.0.0/0 10.0.0.0/8', '{ 0.0.0.0/0 }'],
    ['10.0.0.0/8 9.0.0.1/32 8.8.8.8/32 8.8.8.9/32', '{ 8.8.8.8/31, 9.0.0.1, 10.0.0.0/8 }'],
    ['fd00::/64 fd00:0:0:1::/64 2001:db8::1/128', '{ 2001:db8::1, fd00::/63 }'],
    ['::/0', '::/0'],
  ])('%s', (networks, expected) => {
    const family = networks.includes(':') ? 'ip6' : 'ip';
    const right = networkSet(networks.split(' ').flatMap((text) => parseCidr(text) ?? []));
    const text = writeStatement({ kind: 'match', left: saddr[family], not: true, right }, family);
    expect(text).toBe(`${family} saddr != ${expected}`);
  });
});
