import type { Millis } from '../../base/time.js';
import type { Packet } from '../../net/packet.js';
import type { ConntrackEntry, Direction, SctpState } from './entry.js';
import type { Progress } from './progress.js';
import { progressTcp } from './tcp.js';

/** @see net/netfilter/nf_conntrack_proto_udp.c udp_timeouts; a stream is one still active two seconds after its start */
const udp = { unreplied: 30, stream: 120, streamAfter: 2000 } as const;
/** @see net/netfilter/nf_conntrack_proto_icmp.c nf_ct_icmp_timeout, nf_conntrack_proto_icmpv6.c nf_ct_icmpv6_timeout */
const icmpTimeout = 30;
/** @see net/netfilter/nf_conntrack_proto_sctp.c sctp_timeouts */
const sctpTimeouts: Readonly<Record<SctpState, number>> = { COOKIE_WAIT: 3, COOKIE_ECHOED: 3, ESTABLISHED: 210 };

function progressUdp(entry: ConntrackEntry, now: Millis): Progress {
  const stream = entry.seenReply && now > entry.createdAt + udp.streamAfter;
  return {
    kind: 'changed',
    change: { assured: entry.assured || stream },
    timeoutSeconds: stream ? udp.stream : udp.unreplied,
  };
}

/** INIT, INIT ACK, COOKIE ECHO, COOKIE ACK: the chunks follow from the order of the packets. */
function progressSctp(entry: ConntrackEntry, direction: Direction): Progress {
  const sctp: SctpState =
    entry.sctp === 'ESTABLISHED' || (entry.sctp === 'COOKIE_ECHOED' && direction === 'reply')
      ? 'ESTABLISHED'
      : entry.sctp === 'COOKIE_ECHOED' || (entry.seenReply && direction === 'original')
        ? 'COOKIE_ECHOED'
        : 'COOKIE_WAIT';
  return {
    kind: 'changed',
    change: { sctp, assured: entry.assured || sctp === 'ESTABLISHED' },
    timeoutSeconds: sctpTimeouts[sctp],
  };
}

/** Asks the connection's protocol about a packet. @see net/netfilter/nf_conntrack_core.c nf_conntrack_handle_packet */
export function progress(entry: ConntrackEntry, direction: Direction, packet: Packet, now: Millis): Progress {
  if (packet.protocol === 'TCP')
    return packet.tcp === undefined ? { kind: 'invalid' } : progressTcp(entry, direction, packet.tcp);
  if (packet.protocol === 'UDP') return progressUdp(entry, now);
  if (packet.protocol === 'SCTP') return progressSctp(entry, direction);
  // An echo request opens a connection; its answer only ever goes the other way.
  if (packet.icmp?.type !== (direction === 'original' ? 'echo-request' : 'echo-reply')) return { kind: 'invalid' };
  return { kind: 'changed', change: { assured: false }, timeoutSeconds: icmpTimeout };
}
