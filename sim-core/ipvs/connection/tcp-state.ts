import type { TcpFlags } from '../../net/packet.js';

const states = [
  'NONE',
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'SYNACK',
] as const;

export type TcpState = (typeof states)[number];

const abbreviations: Readonly<Record<string, TcpState>> = {
  ES: 'ESTABLISHED',
  SS: 'SYN_SENT',
  SR: 'SYN_RECV',
  FW: 'FIN_WAIT',
  TW: 'TIME_WAIT',
  CL: 'CLOSE',
  CW: 'CLOSE_WAIT',
  LA: 'LAST_ACK',
  LI: 'LISTEN',
  SA: 'SYNACK',
};

type Segment = 'syn' | 'fin' | 'ack' | 'rst';

/** A segment counts by the first of RST, SYN, FIN and ACK that it bears. @see tcp_state_idx */
const segments: Readonly<Record<TcpFlags, Segment>> = {
  SYN: 'syn',
  'SYN-ACK': 'syn',
  ACK: 'ack',
  'PSH-ACK': 'ack',
  'FIN-ACK': 'fin',
  RST: 'rst',
};

/**
 * Where a segment from the client (in) or the real server (out) leads, for each state in the order above.
 * @see net/netfilter/ipvs/ip_vs_proto_tcp.c tcp_states
 */
const transitions: Readonly<Record<'in' | 'out', Readonly<Record<Segment, string>>>> = {
  in: {
    syn: 'SR ES ES SR SR SR SR SR SR SR SR',
    fin: 'CL CW SS TW TW TW CL CW LA LI TW',
    ack: 'ES ES SS ES FW TW CL CW CL LI ES',
    rst: 'CL CL CL SR CL CL CL CL LA LI SR',
  },
  out: {
    syn: 'SS ES SS SR SS SS SS SS SS LI SR',
    fin: 'TW FW SS TW FW TW CL TW LA LI TW',
    ack: 'ES ES SS ES FW TW CL CW LA ES ES',
    rst: 'CL CL SS CL CL TW CL CL CL CL CL',
  },
};

export const nextTcpState = (state: TcpState, direction: 'in' | 'out', flags: TcpFlags): TcpState =>
  abbreviations[transitions[direction][segments[flags]].split(' ')[states.indexOf(state)] ?? ''] ?? 'CLOSE';

/** @see tcp_state_active_table */
export const isActiveState = (state: TcpState): boolean =>
  state === 'ESTABLISHED' || state === 'SYN_SENT' || state === 'SYN_RECV' || state === 'SYNACK';

/** In seconds. @see net/netfilter/ipvs/ip_vs_proto_tcp.c tcp_timeouts */
export const tcpTimeouts: Readonly<Record<TcpState, number>> = {
  NONE: 2,
  ESTABLISHED: 900,
  SYN_SENT: 120,
  SYN_RECV: 60,
  FIN_WAIT: 120,
  TIME_WAIT: 120,
  CLOSE: 10,
  CLOSE_WAIT: 60,
  LAST_ACK: 30,
  LISTEN: 120,
  SYNACK: 120,
};
