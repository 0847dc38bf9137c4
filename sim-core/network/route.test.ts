import { describe, expect, it } from 'vitest';
import { parseCidr, type Cidr } from '../net/cidr.js';
import { findRoute, formatRoute, sortRoutes, type Route } from './route.js';

const net = (text: string): Cidr => {
  const parsed = parseCidr(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
};

const routes: readonly Route[] = sortRoutes([
  { destination: net('0.0.0.0/0'), via: '10.0.0.1', device: 'eth0' },
  { destination: net('10.0.0.0/24'), device: 'eth0', source: '10.0.0.7' },
  { destination: net('10.0.0.128/25'), via: '10.0.0.9', device: 'eth0' },
  { destination: net('fd00::/64'), device: 'eth0' },
]);

describe('a routing table', () => {
  it.each([
    ['10.0.0.5', '10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.7'],
    ['10.0.0.200', '10.0.0.128/25 via 10.0.0.9 dev eth0'],
    ['192.0.2.1', 'default via 10.0.0.1 dev eth0'],
    ['fd00::5', 'fd00::/64 dev eth0 proto kernel scope link'],
  ])('takes the longest prefix for %s', (destination, printed) => {
    const found = findRoute(routes, destination);
    expect(found && formatRoute(found)).toBe(printed);
  });

  it('has nothing for a family without a default route', () => {
    expect(findRoute(routes, 'fd01::1')).toBeUndefined();
  });
});
