import type { Packet, Tuple } from '../../net/packet.js';

export type TupleKey = string;

export const tupleKey = (t: Tuple): TupleKey => `${t.protocol} ${t.src} ${t.sport} ${t.dst} ${t.dport}`;

export const sameTuple = (a: Tuple, b: Tuple): boolean => tupleKey(a) === tupleKey(b);

/** The direction of the answer. @see net/netfilter/nf_conntrack_core.c nf_ct_invert_tuple */
export const invertTuple = ({ protocol, src, dst, sport, dport }: Tuple): Tuple => ({
  protocol,
  src: dst,
  dst: src,
  sport: dport,
  dport: sport,
});

/** The tuple of a packet; none for an ICMP error, which belongs to the connection of the packet it quotes. */
export function tupleOf(packet: Packet): Tuple | undefined {
  const { protocol, src, dst, sport, dport, icmp } = packet;
  if (icmp === undefined) return { protocol, src, dst, sport, dport };
  return icmp.type === 'destination-unreachable' ? undefined : { protocol, src, dst, sport: icmp.id, dport: icmp.id };
}
