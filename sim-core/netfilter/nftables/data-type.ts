import { cidrContains, formatCidr, parseCidr } from '../../net/cidr.js';
import { familyOf, ipToBigInt, parseIp } from '../../net/ip.js';
import type { DataType, Scalar, Value } from './model.js';
import { quote, readNumber, unquote } from './words.js';

/** One type of data, whole: how its values are written and read, and their bytes, by which nft sorts. */
interface DataTypeDef {
  readonly cite: string;
  write(value: Scalar): string;
  read(word: string): Scalar | undefined;
  /** As they lie in a register. */
  bytes(value: Scalar): readonly number[];
  /** How many values nft prints on a line of a set's elements. */
  readonly perLine: number;
}

const bigEndian = (value: number, length: number): readonly number[] =>
  Array.from({ length }, (_, i) => Math.floor(value / 256 ** (length - 1 - i)) % 256);

const addressBytes = (value: Scalar): readonly number[] => {
  const number = ipToBigInt(String(value));
  const length = familyOf(String(value)) === 'IPv4' ? 4 : 16;
  return Array.from({ length }, (_, i) => Number((number >> BigInt(8 * (length - 1 - i))) & 0xffn));
};

const address = (family: 'IPv4' | 'IPv6', perLine: number): DataTypeDef => ({
  cite: 'nftables 1.0.6 src/datatype.c ipaddr_type, ip6addr_type',
  write: String,
  read: (word) => {
    const ip = parseIp(word);
    return ip !== undefined && familyOf(ip) === family ? ip : undefined;
  },
  bytes: addressBytes,
  perLine,
});

/** A type whose values have names and numbers. */
const symbols = (cite: string, values: Readonly<Record<string, number>>, perLine: number): DataTypeDef => ({
  cite,
  write: String,
  read: (word) => (Object.hasOwn(values, word) ? word : undefined),
  bytes: (value) => bigEndian(values[String(value)] ?? 0, 1),
  perLine,
});

const numeric = (cite: string, length: number, perLine: number, write: (value: Scalar) => string): DataTypeDef => ({
  cite,
  write,
  read: (word) => readNumber(word, 256 ** length - 1),
  bytes: (value) => bigEndian(Number(value), length),
  perLine,
});

export const dataTypes: Readonly<Record<DataType, DataTypeDef>> = {
  ipv4_addr: address('IPv4', 2),
  ipv6_addr: address('IPv6', 1),
  inet_proto: symbols(
    'nftables 1.0.6 src/datatype.c inet_protocol_type; /etc/protocols',
    { icmp: 1, tcp: 6, udp: 17, 'ipv6-icmp': 58, sctp: 132 },
    5,
  ),
  inet_service: numeric('nftables 1.0.6 src/datatype.c inet_service_type', 2, 5, String),
  mark: numeric(
    'nftables 1.0.6 src/datatype.c mark_type',
    4,
    5,
    (value) => `0x${Number(value).toString(16).padStart(8, '0')}`,
  ),
  ifname: {
    cite: 'nftables 1.0.6 src/meta.c ifname_type',
    write: (value) => quote(String(value)),
    read: unquote,
    bytes: (value) => Array.from(String(value), (c) => c.charCodeAt(0)),
    perLine: 1,
  },
  ct_state: symbols(
    'nftables 1.0.6 src/ct.c ct_state_tbl',
    { invalid: 1, established: 2, related: 4, new: 8, untracked: 64 },
    1,
  ),
  fib_addrtype: symbols(
    'nftables 1.0.6 src/fib.c addrtype_tbl',
    { unspec: 0, unicast: 1, local: 2, broadcast: 3, anycast: 4, multicast: 5, blackhole: 6, unreachable: 7 },
    1,
  ),
  integer: numeric('nftables 1.0.6 src/datatype.c integer_type', 4, 5, String),
};

export function writeValue(type: DataType, value: Value): string {
  if (typeof value !== 'object') return dataTypes[type].write(value);
  if ('prefix' in value) return formatCidr(value.prefix);
  return `${dataTypes[type].write(value.from)}-${dataTypes[type].write(value.to)}`;
}

/** One word: a value, a prefix or a range. */
export function readValue(type: DataType, word: string): Value | undefined {
  const scalar = dataTypes[type].read(word);
  if (scalar !== undefined) return scalar;
  if (word.includes('/')) {
    const prefix = parseCidr(word);
    const isAddress = prefix?.family === 'IPv4' ? type === 'ipv4_addr' : type === 'ipv6_addr';
    return prefix && isAddress ? { prefix } : undefined;
  }
  const [first = '', last, ...rest] = word.split('-');
  const [from, to] = [dataTypes[type].read(first), last === undefined ? undefined : dataTypes[type].read(last)];
  return from === undefined || to === undefined || rest.length > 0 ? undefined : { from, to };
}

export function compareScalars(type: DataType, a: Scalar, b: Scalar): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return compareBytes(dataTypes[type].bytes(a), dataTypes[type].bytes(b));
}

export function compareBytes(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? -1) - (b[i] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The first of the values that a prefix or range holds. */
export const firstOf = (value: Value): Scalar =>
  typeof value !== 'object' ? value : 'prefix' in value ? value.prefix.address : value.from;

export function valueHolds(type: DataType, value: Value, scalar: Scalar): boolean {
  // Of an interface's name, `*` leaves the end open.
  if (type === 'ifname' && typeof value === 'string' && value.endsWith('*')) {
    return String(scalar).startsWith(value.slice(0, -1));
  }
  if (typeof value !== 'object') return value === scalar;
  if ('prefix' in value) return cidrContains(value.prefix, String(scalar));
  return compareScalars(type, value.from, scalar) <= 0 && compareScalars(type, scalar, value.to) <= 0;
}
