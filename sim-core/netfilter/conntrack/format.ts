import type { Millis } from '../../base/time.js';
import { familyOf } from '../../net/ip.js';
import type { Protocol, Tuple } from '../../net/packet.js';
import type { ConntrackEntry, Direction } from './entry.js';

const protocols: Readonly<Record<Protocol, string>> = { TCP: 'tcp 6', UDP: 'udp 17', SCTP: 'sctp 132', ICMP: 'icmp 1' };

const protocolText = ({ protocol, src }: Tuple): string =>
  protocol === 'ICMP' && familyOf(src) === 'IPv6' ? 'icmpv6 58' : protocols[protocol];

/** Echo request and echo reply, as each family numbers them. */
function icmpType(tuple: Tuple, direction: Direction): number {
  const [request, reply] = familyOf(tuple.src) === 'IPv6' ? [128, 129] : [8, 0];
  return direction === 'original' ? request : reply;
}

function formatTuple(tuple: Tuple, direction: Direction): string {
  const addresses = `src=${tuple.src} dst=${tuple.dst}`;
  return tuple.protocol === 'ICMP'
    ? `${addresses} type=${icmpType(tuple, direction)} code=0 id=${tuple.sport}`
    : `${addresses} sport=${tuple.sport} dport=${tuple.dport}`;
}

/** The entry as a line of `conntrack -L`, with one blank wherever it pads. */
export function formatEntry(entry: ConntrackEntry, now: Millis): string {
  const state = entry.tcp ?? entry.sctp;
  return [
    protocolText(entry.original),
    String(Math.max(0, Math.floor((entry.expiresAt - now) / 1000))),
    ...(state === undefined ? [] : [state]),
    formatTuple(entry.original, 'original'),
    ...(entry.seenReply ? [] : ['[UNREPLIED]']),
    formatTuple(entry.reply, 'reply'),
    ...(entry.assured ? ['[ASSURED]'] : []),
    'mark=0 use=1',
  ].join(' ');
}
