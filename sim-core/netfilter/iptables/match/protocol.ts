import { err, ok } from '../../../base/result.js';
import type { IpFamily } from '../../../net/ip.js';
import type { Protocol } from '../../../net/packet.js';
import type { MatchDef } from '../definition.js';
import type { Match } from '../model.js';
import { negated } from '../words.js';

/** IANA protocol numbers and the names iptables prints; ICMP is another protocol in each family. */
const numbers: Readonly<Record<Protocol, number>> = { TCP: 6, UDP: 17, SCTP: 132, ICMP: 1 };
const icmp6 = { number: 58, name: 'ipv6-icmp' } as const;
const isIcmp6 = (protocol: Protocol, family: IpFamily): boolean => protocol === 'ICMP' && family === 'IPv6';

export const protocolNumber = (protocol: Protocol, family: IpFamily): number =>
  isIcmp6(protocol, family) ? icmp6.number : numbers[protocol];

export const protocolName = (protocol: Protocol, family: IpFamily): string =>
  isIcmp6(protocol, family) ? icmp6.name : protocol.toLowerCase();

function readProtocol(text: string, family: IpFamily): Protocol | undefined {
  const known: readonly Protocol[] = ['TCP', 'UDP', 'SCTP', 'ICMP'];
  const wanted = text.toLowerCase() === 'icmpv6' ? icmp6.name : text.toLowerCase();
  return known.find((p) => protocolName(p, family) === wanted || String(protocolNumber(p, family)) === wanted);
}

export const protocol: MatchDef<Extract<Match, { kind: 'protocol' }>> = {
  cite: 'net/ipv4/netfilter/ip_tables.c ip_packet_match, net/ipv6/netfilter/ip6_tables.c ip6_packet_match',
  options: ['-p', '--protocol', '--proto'],
  write: (m, family) => [...negated(m.not), '-p', protocolName(m.protocol, family)],
  read: (words, { not, family }) => {
    const text = words.next();
    if (!not && (text === 'all' || text === '0')) return ok(undefined);
    const value = readProtocol(text, family);
    if (value === undefined) return err(`protocol "${text}" is not modelled`);
    return ok(not ? { kind: 'protocol', not: true, protocol: value } : { kind: 'protocol', protocol: value });
  },
  evaluate: (m, { skb }) => (skb.packet.protocol === m.protocol) !== (m.not === true),
  list: (m, family) => ({ column: 'prot', not: m.not === true, text: String(protocolNumber(m.protocol, family)) }),
  summarize: (m) => [...negated(m.not), m.protocol.toLowerCase()].join(' '),
};
