import { cidrContains, formatCidr, type Cidr } from '../net/cidr.js';
import type { Ip } from '../net/ip.js';

/** One entry of a host's main routing table. */
export interface Route {
  readonly destination: Cidr;
  /** The gateway; absent when the destination is on the link. */
  readonly via?: Ip;
  readonly device: string;
  /** The address that a local process gets on this route when it did not bind one. */
  readonly source?: Ip;
}

/** Longest prefix first, so that the first match is the best one. Equal prefixes keep their order. */
export const sortRoutes = (routes: readonly Route[]): readonly Route[] =>
  [...routes].sort((a, b) => b.destination.prefix - a.destination.prefix);

/** @see net/ipv4/fib_trie.c fib_table_lookup: the longest matching prefix wins. */
export const findRoute = (sorted: readonly Route[], destination: Ip): Route | undefined =>
  sorted.find((route) => cidrContains(route.destination, destination));

/** As `ip route` prints it. */
export function formatRoute(route: Route): string {
  const destination = route.destination.prefix === 0 ? 'default' : formatCidr(route.destination);
  if (route.via !== undefined) return `${destination} via ${route.via} dev ${route.device}`;
  const source = route.source === undefined ? '' : ` src ${route.source}`;
  return `${destination} dev ${route.device} proto kernel scope link${source}`;
}

/** An entry of the local table, as `ip route show table local` prints it. */
export const formatLocalRoute = (address: Ip, device: string): string =>
  `local ${address} dev ${device} table local proto kernel scope host src ${address}`;
