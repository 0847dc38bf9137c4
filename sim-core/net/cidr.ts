import { familyOf, ipFromBigInt, ipToBigInt, ipv4ToNumber, parseIp, type Ip, type IpFamily } from './ip.js';

/** A network prefix. `address` has no host bits set. */
export interface Cidr {
  readonly family: IpFamily;
  readonly address: Ip;
  /** Leading one bits of the mask: 0–32 or 0–128. */
  readonly prefix: number;
}

const bitsOf = (family: IpFamily): number => (family === 'IPv4' ? 32 : 128);

/** Parses `address/prefix`; host bits are masked away as Go's net.ParseCIDR does. */
export function parseCidr(text: string): Cidr | undefined {
  const [addressText, prefixText, ...rest] = text.split('/');
  if (addressText === undefined || prefixText === undefined || rest.length > 0) return undefined;
  const address = parseIp(addressText);
  if (address === undefined || !/^(0|[1-9]\d{0,2})$/.test(prefixText)) return undefined;
  const family = familyOf(address);
  const prefix = Number(prefixText);
  return prefix > bitsOf(family) ? undefined : cidr(address, prefix);
}

/** The network of the given size that holds the address. */
export function cidr(ip: Ip, prefix: number): Cidr {
  const family = familyOf(ip);
  const hostBits = BigInt(bitsOf(family) - prefix);
  return { family, address: ipFromBigInt((ipToBigInt(ip) >> hostBits) << hostBits, family), prefix };
}

/** The single-address network /32 or /128. */
export const hostCidr = (ip: Ip): Cidr => ({ family: familyOf(ip), address: ip, prefix: bitsOf(familyOf(ip)) });

export const formatCidr = (c: Cidr): string => `${c.address}/${c.prefix}`;

/** True when the address lies in the network; false across families. */
export function cidrContains(c: Cidr, ip: Ip): boolean {
  if (familyOf(ip) !== c.family) return false;
  const hostBits = bitsOf(c.family) - c.prefix;
  if (hostBits === 0) return ip === c.address;
  if (c.family === 'IPv4') {
    const size = 2 ** hostBits;
    return Math.floor(ipv4ToNumber(ip) / size) === Math.floor(ipv4ToNumber(c.address) / size);
  }
  return ipToBigInt(ip) >> BigInt(hostBits) === ipToBigInt(c.address) >> BigInt(hostBits);
}

/** The n-th address of the network (0 is the network address), or undefined past its end. */
export function nthAddress(c: Cidr, n: number): Ip | undefined {
  const value = BigInt(n);
  return value >= 1n << BigInt(bitsOf(c.family) - c.prefix)
    ? undefined
    : ipFromBigInt(ipToBigInt(c.address) + value, c.family);
}
