import { cidrContains, nthAddress, parseCidr, type Cidr } from '../../net/cidr.js';
import { familyOf, type Ip, type IpFamily } from '../../net/ip.js';
import type { AdmitContext } from '../state.js';
import type { Taken } from './taken.js';

/** The Service ranges in order; the first one's family is the default. */
export const serviceRanges = (context: AdmitContext): readonly Cidr[] =>
  context.config.serviceCIDRs.flatMap((text) => parseCidr(text) ?? []);

export const rangeOf = (context: AdmitContext, family: IpFamily): Cidr | undefined =>
  serviceRanges(context).find((range) => range.family === family);

/** Usable addresses: without the network's own and, in IPv4, the broadcast address. */
function usable(range: Cidr): { readonly first: number; readonly count: number } {
  const size = 2 ** Math.min((range.family === 'IPv4' ? 32 : 128) - range.prefix, 31);
  return { first: 1, count: Math.max(0, size - (range.family === 'IPv4' ? 2 : 1)) };
}

/**
 * The lower part is kept for addresses that manifests ask for.
 *
 * @see pkg/registry/core/service/ipallocator/ipallocator.go (v1.34) calculateRangeOffset
 */
function reservedBand(count: number): number {
  return count <= 16 ? 0 : Math.min(256, Math.max(16, Math.floor(count / 16)));
}

/** Why an address that a manifest asks for cannot be had; undefined when it can. */
export function addressRefusal(ip: Ip, range: Cidr, taken: Taken): string | undefined {
  const { first, count } = usable(range);
  const inside =
    cidrContains(range, ip) &&
    ip !== nthAddress(range, 0) &&
    (range.family === 'IPv6' || ip !== nthAddress(range, first + count));
  if (!inside) return 'the provided network does not match the current range';
  return taken.hasAddress(ip) ? 'provided IP is already allocated' : undefined;
}

/** A free address: from a random place upwards, the upper band first; undefined when the range is full. */
export function nextAddress(range: Cidr, label: string, context: AdmitContext, taken: Taken): Ip | undefined {
  const { first, count } = usable(range);
  const band = reservedBand(count);
  const bands = [
    { from: first + band, size: count - band },
    { from: first, size: band },
  ];
  for (const { from, size } of bands) {
    if (size === 0) continue;
    const start = context.prng.below(label, size);
    for (let i = 0; i < size; i++) {
      const ip = nthAddress(range, from + ((start + i) % size));
      if (ip !== undefined && !taken.hasAddress(ip)) return ip;
    }
  }
  return undefined;
}

export const configuredFamilies = (context: AdmitContext): readonly IpFamily[] =>
  serviceRanges(context).map((range) => familyOf(range.address));
