import { familyOf, type Ip } from '../net/ip.js';
import type { Packet } from '../net/packet.js';
import type { RejectWith } from '../netfilter/iptables/model.js';
import type { Outcome } from './trace.js';

export const defaultTtl = 64;

type Unreachable = 'network' | 'host' | 'port' | 'prohibited';

/** RFC 792 codes of type 3 and RFC 4443 codes of type 1. */
const codes: Readonly<Record<Unreachable, { readonly IPv4: number; readonly IPv6: number }>> = {
  network: { IPv4: 0, IPv6: 0 },
  host: { IPv4: 1, IPv6: 3 },
  port: { IPv4: 3, IPv6: 4 },
  prohibited: { IPv4: 13, IPv6: 1 },
};

const icmpHeaderLength = 28;

/** An ICMP (or ICMPv6) destination-unreachable about a packet, sent by the holder of `from`. */
export function unreachable(what: Unreachable, about: Packet, from: Ip): Packet {
  return {
    protocol: 'ICMP',
    src: from,
    dst: about.src,
    sport: 0,
    dport: 0,
    icmp: { type: 'destination-unreachable', code: codes[what][familyOf(from)], inner: about },
    ttl: defaultTtl,
    length: about.length + icmpHeaderLength,
  };
}

/** The segment that says that nobody is there. */
export const tcpReset = (about: Packet): Packet => ({
  protocol: 'TCP',
  src: about.dst,
  dst: about.src,
  sport: about.dport,
  dport: about.sport,
  tcp: 'RST',
  ttl: defaultTtl,
  length: familyOf(about.src) === 'IPv4' ? 40 : 60,
});

/** What an iptables REJECT sends. */
export function rejection(how: RejectWith, about: Packet, from: Ip): Packet {
  if (how === 'tcp-reset') return tcpReset(about);
  return unreachable(
    how === 'icmp-admin-prohibited' || how === 'icmp6-adm-prohibited' ? 'prohibited' : 'port',
    about,
    from,
  );
}

/** An error says nothing about another error, nor about a reset (RFC 1122, 3.2.2). */
export const mayRefuse = (packet: Packet): boolean =>
  packet.icmp?.type !== 'destination-unreachable' && packet.tcp !== 'RST';

/** How the client tells what came back: `tcp-rst`, or `icmp type 3 code 3 from X`. */
export function describeRefusal(packet: Packet): { readonly outcome: Outcome; readonly how: string } {
  if (packet.icmp?.type !== 'destination-unreachable') return { outcome: 'refused', how: 'tcp-rst' };
  const family = familyOf(packet.src);
  const { code } = packet.icmp;
  const type = family === 'IPv4' ? 3 : 1;
  return {
    outcome: code === codes.port[family] ? 'refused' : 'unreachable',
    how: `icmp type ${type} code ${code} from ${packet.src}`,
  };
}
