import { cidr, type Cidr } from '../../net/cidr.js';
import { familyOf, ipFromBigInt, ipToBigInt, type Ip, type IpFamily } from '../../net/ip.js';
import type { Operand, Value } from '../../netfilter/nftables/model.js';

interface Range {
  readonly from: bigint;
  readonly to: bigint;
}

const widthOf = (family: IpFamily): bigint => (family === 'IPv4' ? 32n : 128n);

function rangeOf({ address, prefix, family }: Cidr): Range {
  const from = ipToBigInt(address);
  return { from, to: from + (1n << (widthOf(family) - BigInt(prefix))) - 1n };
}

/** Ranges that touch or overlap become one; the result ascends. */
function merged(ranges: readonly Range[]): readonly Range[] {
  const sorted = [...ranges].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  const result: Range[] = [];
  for (const range of sorted) {
    const last = result.at(-1);
    if (last === undefined || range.from > last.to + 1n) result.push(range);
    else if (range.to > last.to) result[result.length - 1] = { from: last.from, to: range.to };
  }
  return result;
}

/** An address, a prefix if the range is one, or its two ends. */
function valueOf({ from, to }: Range, family: IpFamily): Value {
  const first = ipFromBigInt(from, family);
  if (from === to) return first;
  const size = to - from + 1n;
  const isPrefix = (size & (size - 1n)) === 0n && from % size === 0n;
  if (!isPrefix) return { from: first, to: ipFromBigInt(to, family) };
  const bits = Number(widthOf(family)) - (size.toString(2).length - 1);
  return { prefix: cidr(first, bits) };
}

/**
 * `{ … }` of networks and addresses as nft keeps it: one alone stands for itself, of several those that
 * touch are merged.
 * @see nftables 1.0.6 src/evaluate.c expr_evaluate_set, src/intervals.c set_automerge
 */
export function networkSet(networks: readonly Cidr[]): Operand {
  const [first, ...rest] = networks;
  const family = first?.family ?? 'IPv4';
  const values = (ranges: readonly Range[]): readonly Value[] => ranges.map((range) => valueOf(range, family));
  if (first !== undefined && rest.length === 0) return { kind: 'values', values: values([rangeOf(first)]) };
  return { kind: 'set', elements: values(merged(networks.map(rangeOf))) };
}

export const hostNetwork = (ip: Ip): Cidr => cidr(ip, Number(widthOf(familyOf(ip))));
