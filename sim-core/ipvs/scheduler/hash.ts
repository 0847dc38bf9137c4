import { ipToBigInt, ipv4ToNumber, type Ip } from '../../net/ip.js';

/** An address in 32 bits; the words of an IPv6 address are laid over each other. */
export function foldAddress(ip: Ip): number {
  if (!ip.includes(':')) return ipv4ToNumber(ip);
  let rest = ipToBigInt(ip);
  let folded = 0;
  for (; rest > 0n; rest >>= 32n) folded ^= Number(rest & 0xffffffffn);
  return folded >>> 0;
}

/** @see include/linux/hash.h hash_32, GOLDEN_RATIO_32 */
export const hash32 = (value: number, bits: number): number => Math.imul(value, 0x61c88647) >>> (32 - bits);

const mask = 0xffffffffffffffffn;
const rotate = (value: bigint, by: bigint): bigint => ((value << by) | (value >> (64n - by))) & mask;

type Lanes = [bigint, bigint, bigint, bigint];

function round([a, b, c, d]: Lanes): Lanes {
  let [v0, v1, v2, v3] = [a, b, c, d];
  v0 = (v0 + v1) & mask;
  v1 = rotate(v1, 13n) ^ v0;
  v0 = rotate(v0, 32n);
  v2 = (v2 + v3) & mask;
  v3 = rotate(v3, 16n) ^ v2;
  v0 = (v0 + v3) & mask;
  v3 = rotate(v3, 21n) ^ v0;
  v2 = (v2 + v1) & mask;
  v1 = rotate(v1, 17n) ^ v2;
  return [v0, v1, rotate(v2, 32n), v3];
}

/**
 * SipHash-1-3 of one 32-bit word, which is what hsiphash is on 64-bit machines; both halves of the key are the same.
 * @see lib/siphash.c hsiphash_1u32
 */
export function hsiphash(word: number, key: bigint): number {
  const block = (4n << 56n) | BigInt(word);
  let lanes: Lanes = [
    0x736f6d6570736575n ^ key,
    0x646f72616e646f6dn ^ key,
    0x6c7967656e657261n ^ key,
    0x7465646279746573n ^ key ^ block,
  ];
  lanes = round(lanes);
  lanes = round(round(round([lanes[0] ^ block, lanes[1], lanes[2] ^ 0xffn, lanes[3]])));
  return Number((lanes[0] ^ lanes[1] ^ lanes[2] ^ lanes[3]) & 0xffffffffn);
}
