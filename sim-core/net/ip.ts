export type IpFamily = 'IPv4' | 'IPv6';

/** An IP address in canonical text: dotted quad, or RFC 5952 for IPv6. Compare with `===`. */
export type Ip = string;

const octet = /^(0|[1-9]\d{0,2})$/;
const group = /^[0-9a-f]{1,4}$/i;

/** The four bytes of a dotted quad without leading zeros. */
function quadOf(text: string): readonly number[] | undefined {
  const parts = text.split('.');
  const bytes = parts.map(Number);
  const isQuad = parts.length === 4 && parts.every((part) => octet.test(part)) && bytes.every((byte) => byte <= 255);
  return isQuad ? bytes : undefined;
}

/** Groups of 16 bits left or right of `::`; the last may be a dotted quad. */
function groupsOf(text: string): readonly number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    const quad = index === parts.length - 1 && part.includes('.') ? quadOf(part) : undefined;
    if (quad !== undefined) {
      const [a = 0, b = 0, c = 0, d = 0] = quad;
      groups.push(a * 256 + b, c * 256 + d);
    } else if (group.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/** The eight groups of an IPv6 address. @see RFC 4291 section 2.2 */
function ipv6Groups(text: string): readonly number[] | undefined {
  const [before = '', after, ...more] = text.split('::');
  const left = groupsOf(before);
  const right = after === undefined ? [] : groupsOf(after);
  if (left === undefined || right === undefined || more.length > 0) return undefined;
  const missing = 8 - left.length - right.length;
  if (after === undefined ? missing !== 0 : missing < 1 || before.includes('.')) return undefined;
  return [...left, ...Array.from({ length: missing }, () => 0), ...right];
}

/** The longest run of at least two zero groups, the first of equals, is left out. @see RFC 5952 section 4.2 */
function ipv6Text(groups: readonly number[]): Ip {
  let run = { start: -1, length: 1 };
  let start = 0;
  for (const [index, value] of groups.entries()) {
    if (value !== 0) start = index + 1;
    else if (index + 1 - start > run.length) run = { start, length: index + 1 - start };
  }
  const text = (some: readonly number[]): string => some.map((value) => value.toString(16)).join(':');
  if (run.start === -1) return text(groups);
  return `${text(groups.slice(0, run.start))}::${text(groups.slice(run.start + run.length))}`;
}

/** Parses strictly (no leading zeros, no short IPv4 forms) into canonical text; IPv4 within IPv6 is IPv4. */
export function parseIp(text: string): Ip | undefined {
  if (!text.includes(':')) return quadOf(text) === undefined ? undefined : text;
  const groups = ipv6Groups(text);
  if (groups === undefined) return undefined;
  const [high = 0, low = 0] = groups.slice(6);
  const mapped = groups[5] === 0xffff && groups.slice(0, 5).every((value) => value === 0);
  return mapped ? ipFromBigInt(BigInt(high * 65536 + low), 'IPv4') : ipv6Text(groups);
}

export const familyOf = (ip: Ip): IpFamily => (ip.includes(':') ? 'IPv6' : 'IPv4');

/** The address as an integer: at most 32 or 128 bits. */
export function ipToBigInt(ip: Ip): bigint {
  if (!ip.includes(':')) return BigInt(ipv4ToNumber(ip));
  return (ipv6Groups(ip) ?? []).reduce((acc, value) => (acc << 16n) | BigInt(value), 0n);
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
  const [count, bits] = family === 'IPv4' ? [4, 8n] : [8, 16n];
  const mask = (1n << bits) - 1n;
  const parts = Array.from({ length: count }, (_, index) =>
    Number((value >> (bits * BigInt(count - 1 - index))) & mask),
  );
  return family === 'IPv4' ? parts.join('.') : ipv6Text(parts);
}

/** `ip:port`, with brackets around IPv6. */
export const hostPort = (ip: Ip, port: number): string => (ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`);

/** Orders addresses numerically, IPv4 before IPv6. */
export function compareIps(a: Ip, b: Ip): number {
  if (familyOf(a) !== familyOf(b)) return familyOf(a) === 'IPv4' ? -1 : 1;
  const [x, y] = [ipToBigInt(a), ipToBigInt(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}
