import type { TcpFlags } from '../../net/packet.js';
import type { ConntrackEntry, Direction, TcpState } from './entry.js';
import type { Progress } from './progress.js';

/** A kernel's state, or: IV makes the packet invalid, IG lets it pass and changes nothing. */
type Next = TcpState | 'IV' | 'IG';
type Segment = 'syn' | 'synack' | 'fin' | 'ack' | 'rst';

const segmentOf: Readonly<Record<TcpFlags, Segment>> = {
  SYN: 'syn',
  'SYN-ACK': 'synack',
  ACK: 'ack',
  'PSH-ACK': 'ack',
  'FIN-ACK': 'fin',
  RST: 'rst',
};

const states = [
  'NONE',
  'SYN_SENT',
  'SYN_RECV',
  'ESTABLISHED',
  'FIN_WAIT',
  'CLOSE_WAIT',
  'LAST_ACK',
  'TIME_WAIT',
  'CLOSE',
  'SYN_SENT2',
] as const;

const abbreviations: Readonly<Record<string, Next>> = {
  SS: 'SYN_SENT',
  SR: 'SYN_RECV',
  ES: 'ESTABLISHED',
  FW: 'FIN_WAIT',
  CW: 'CLOSE_WAIT',
  LA: 'LAST_ACK',
  TW: 'TIME_WAIT',
  CL: 'CLOSE',
  S2: 'SYN_SENT2',
  IV: 'IV',
  IG: 'IG',
};

/**
 * By direction and segment, the next state for each state in the order above.
 * @see net/netfilter/nf_conntrack_proto_tcp.c tcp_conntracks
 */
const transitions: Readonly<Record<Direction, Readonly<Record<Segment, string>>>> = {
  original: {
    syn: 'SS SS IG IG IG IG IG SS SS S2',
    synack: 'IV IV SR IV IV IV IV IV IV SR',
    fin: 'IV IV FW FW LA LA LA TW CL IV',
    ack: 'ES IV ES ES CW CW TW TW CL IV',
    rst: 'IV CL CL CL CL CL CL CL CL CL',
  },
  reply: {
    syn: 'IV S2 IV IV IV IV IV SS IV S2',
    synack: 'IV SR IG IG IG IG IG IG IG SR',
    fin: 'IV IV FW FW LA LA LA TW CL IV',
    ack: 'IV IG SR ES CW CW TW TW CL IG',
    rst: 'IV CL CL CL CL CL CL CL CL CL',
  },
};

const next = (direction: Direction, segment: Segment, state: TcpState | undefined): Next =>
  abbreviations[transitions[direction][segment].split(' ')[states.indexOf(state ?? 'NONE')] ?? 'IV'] ?? 'IV';

/** @see net/netfilter/nf_conntrack_proto_tcp.c tcp_timeouts, in seconds */
const timeouts: Readonly<Record<TcpState, number>> = {
  SYN_SENT: 120,
  SYN_RECV: 60,
  ESTABLISHED: 432000,
  FIN_WAIT: 120,
  CLOSE_WAIT: 60,
  LAST_ACK: 30,
  TIME_WAIT: 120,
  CLOSE: 10,
  SYN_SENT2: 120,
};

/** An established connection of which only one side was ever heard. */
const unacknowledgedTimeout = 300;

/** @see net/netfilter/nf_conntrack_proto_tcp.c nf_conntrack_tcp_packet */
export function progressTcp(entry: ConntrackEntry, direction: Direction, flags: TcpFlags): Progress {
  const state = next(direction, segmentOf[flags], entry.tcp);
  if (state === 'IV') return { kind: 'invalid' };
  if (state === 'IG') return { kind: 'ignored' };
  if (state === 'SYN_SENT' && (entry.tcp === 'TIME_WAIT' || entry.tcp === 'CLOSE')) return { kind: 'reopened' };
  // A refusal is all that was ever answered: nothing is left to remember.
  if (flags === 'RST' && !entry.seenReply) return { kind: 'ended' };
  const established = state === 'ESTABLISHED';
  const assured = established && entry.seenReply && (entry.tcp === 'SYN_RECV' || entry.tcp === 'ESTABLISHED');
  return {
    kind: 'changed',
    change: { tcp: state, assured: entry.assured || assured },
    timeoutSeconds:
      established && !entry.seenReply && direction === 'original' ? unacknowledgedTimeout : timeouts[state],
  };
}
