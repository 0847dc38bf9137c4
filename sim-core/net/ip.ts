import ipaddr from 'ipaddr.js';

export type IpFamily = 'IPv4' | 'IPv6';

/** An IP address in canonical text: dotted quad, or RFC 5952 for IPv6. Compare with `===`. */
export type Ip = string;

/** Parses strictly (no leading zeros, no short IPv4 forms) into canonical text. */
export function parseIp(text: string): Ip | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) {
    return text.split('.').some((part) => part.length > 1 && part.startsWith('0')) ? undefined : text;
  }
  if (!text.includes(':') || text.includes('%') || !ipaddr.IPv6.isValid(text)) return undefined;
  const v6 = ipaddr.IPv6.parse(text);
  return v6.isIPv4MappedAddress() ? v6.toIPv4Address().toString() : v6.toRFC5952String();
}

export const familyOf = (ip: Ip): IpFamily => (ip.includes(':') ? 'IPv6' : 'IPv4');

/** The address as an integer: at most 32 or 128 bits. */
export function ipToBigInt(ip: Ip): bigint {
  if (!ip.includes(':')) return BigInt(ipv4ToNumber(ip));
  return ipaddr.IPv6.parse(ip)
    .toByteArray()
    .reduce((acc, byte) => (acc << 8n) | BigInt(byte), 0n);
}

/** A dotted quad as an unsigned 32-bit number. */
export function ipv4ToNumber(ip: Ip): number {
  let value = 0;
  let octet = 0;
  for (let i = 0; i < ip.length; i++) {
    const c = ip.charCodeAt(i);
    if (c === 46) {
      value = value * 256 + octet;
      octet = 0;
    } else octet = octet * 10 + c - 48;
  }
  return value * 256 + octet;
}

export function ipFromBigInt(value: bigint, family: IpFamily): Ip {
  const length = family === 'IPv4' ? 4 : 16;
  const bytes: number[] = [];
  for (let i = length - 1; i >= 0; i--) bytes.push(Number((value >> BigInt(8 * i)) & 0xffn));
  const address = ipaddr.fromByteArray(bytes);
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();
}

/** `ip:port`, with brackets around IPv6. */
export const hostPort = (ip: Ip, port: number): string => (ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`);

/** Orders addresses numerically, IPv4 before IPv6. */
export function compareIps(a: Ip, b: Ip): number {
  if (familyOf(a) !== familyOf(b)) return familyOf(a) === 'IPv4' ? -1 : 1;
  const [x, y] = [ipToBigInt(a), ipToBigInt(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}
