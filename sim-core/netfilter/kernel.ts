import type { Ip } from '../net/ip.js';
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
  readonly recent: RecentTx;
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

/** xt_recent state: list name → address → time of its last stamp. */
export type RecentState = ReadonlyMap<string, ReadonlyMap<Ip, Millis>>;

export interface Counter {
  readonly packets: number;
  readonly bytes: number;
}
