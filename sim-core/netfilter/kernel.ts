import type { Ip } from '../net/ip.js';
import type { Packet, PacketSide } from '../net/packet.js';
import type { Origin } from '../kube/key.js';
import type { Millis } from '../base/time.js';

/**
 * What a rule may ask of, or change in, one node's kernel while a packet is in its hands.
 * Implemented by the walker over an immutable KernelState; committed once per walk.
 */
export interface KernelTx {
  readonly now: Millis;
  /** A 32-bit random word from the node's own stream. */
  random(purpose: string): number;
  /** True for addresses in the node's local routing table, loopback included (fib type RTN_LOCAL). */
  isLocalAddress(ip: Ip): boolean;
  /** The primary address of one of the node's interfaces, of the family that `like` has. */
  interfaceAddress(device: string, like: Ip): Ip | undefined;
  readonly recent: RecentTx;
  readonly sets: SetTx;
  readonly ipsets: IpsetTx;
  /** Adds one packet of `bytes` to a rule's counters. */
  count(ruleset: string, ruleId: string, bytes: number): void;
}

/** xt_recent's lists: /proc/net/xt_recent/NAME. */
export interface RecentTx {
  /** `--set`: stamps the address in the list, adding it if needed. Always true. */
  set(list: string, ip: Ip): boolean;
  /** `--rcheck [--seconds S] [--reap]`: is the address in the list, stamped within S seconds? */
  check(list: string, ip: Ip, seconds: number | undefined, reap: boolean): boolean;
}

/** The sets of `ipset`: rules ask for them, and never change them. */
export interface IpsetTx {
  /** The element of the set that the packet belongs to, as `ipset` prints it. */
  find(set: string, packet: Packet, sides: readonly PacketSide[]): IpsetMember | undefined;
}

export interface IpsetMember {
  readonly set: string;
  readonly element: string;
  readonly origin?: Origin;
}

/** The elements that packets put into nftables sets. A set is named `TABLE SET`, an element as `nft` prints it. */
export interface SetTx {
  /** Is the element in the set, and its time not over? */
  has(set: string, element: string): boolean;
  /**
   * Puts the element into the set, unless it is full. `renew` gives an element that is there its whole time again.
   * False when there was no room.
   */
  put(set: string, element: string, how: SetElementTime): boolean;
}

export interface SetElementTime {
  /** Absent for an element that stays. */
  readonly timeoutMs?: Millis;
  readonly renew: boolean;
  /** How many elements the set holds at most. */
  readonly size?: number;
}

/** Set name → element → when its time is over. */
export type SetElements = ReadonlyMap<string, ReadonlyMap<string, Millis>>;

/** xt_recent state: list name → address → time of its last stamp. */
export type RecentState = ReadonlyMap<string, ReadonlyMap<Ip, Millis>>;

export interface Counter {
  readonly packets: number;
  readonly bytes: number;
}
