import type { Millis } from '../../base/time.js';
import type { Tuple } from '../../net/packet.js';

/** @see include/uapi/linux/netfilter/nf_conntrack_tcp.h enum tcp_conntrack */
export type TcpState =
  | 'SYN_SENT'
  | 'SYN_RECV'
  | 'ESTABLISHED'
  | 'FIN_WAIT'
  | 'CLOSE_WAIT'
  | 'LAST_ACK'
  | 'TIME_WAIT'
  | 'CLOSE'
  | 'SYN_SENT2';

/** @see include/uapi/linux/netfilter/nf_conntrack_sctp.h enum sctp_conntrack; shutdown is not simulated. */
export type SctpState = 'COOKIE_WAIT' | 'COOKIE_ECHOED' | 'ESTABLISHED';

export type Direction = 'original' | 'reply';

/** One connection that a node's kernel remembers. Immutable: every packet that changes it makes a new value. */
export interface ConntrackEntry {
  /** Counts up in the order of first packets. */
  readonly id: number;
  /** What the first packet looked like when it came in, and what the answer will look like when it does. */
  readonly original: Tuple;
  readonly reply: Tuple;
  /** In the table, that is: its first packet got through to the last hook. */
  readonly confirmed: boolean;
  readonly seenReply: boolean;
  readonly assured: boolean;
  /** IPS_DST_NAT and IPS_SRC_NAT: the address or port of that side is translated. */
  readonly dnat: boolean;
  readonly snat: boolean;
  /** IPS_DST_NAT_DONE and IPS_SRC_NAT_DONE: decided, be it for no translation. */
  readonly dnatDone: boolean;
  readonly snatDone: boolean;
  readonly tcp?: TcpState;
  readonly sctp?: SctpState;
  readonly createdAt: Millis;
  readonly expiresAt: Millis;
}

export const tupleIn = (entry: ConntrackEntry, direction: Direction): Tuple =>
  direction === 'original' ? entry.original : entry.reply;

export const opposite = (direction: Direction): Direction => (direction === 'original' ? 'reply' : 'original');
