import type { Ip } from './ip.js';

/** Transport protocols as Kubernetes writes them, and ICMP. */
export type ServiceProtocol = 'TCP' | 'UDP' | 'SCTP';
export type Protocol = ServiceProtocol | 'ICMP';

/** TCP segments the simulation tells apart: the handshake, a data exchange, its end, and a refusal. */
export type TcpFlags = 'SYN' | 'SYN-ACK' | 'ACK' | 'PSH-ACK' | 'FIN-ACK' | 'RST';

/** ICMP and ICMPv6 messages, named as RFC 792 and RFC 4443 name them. */
export type IcmpMessage =
  | { readonly type: 'echo-request'; readonly id: number }
  | { readonly type: 'echo-reply'; readonly id: number }
  | {
      readonly type: 'destination-unreachable';
      /** RFC 792 code for IPv4 (3 = port), RFC 4443 code for IPv6 (4 = port). */
      readonly code: number;
      /** The header that the error quotes. */
      readonly inner: Packet;
    };

/** One end of a packet. */
export type PacketSide = 'src' | 'dst';

/** What is on the wire. Immutable: a NAT makes a new packet. */
export interface Packet {
  readonly protocol: Protocol;
  readonly src: Ip;
  readonly dst: Ip;
  /** 0 for ICMP. */
  readonly sport: number;
  /** 0 for ICMP. */
  readonly dport: number;
  readonly tcp?: TcpFlags;
  readonly icmp?: IcmpMessage;
  readonly ttl: number;
  /** Bytes of the whole IP packet, for counters. */
  readonly length: number;
}

/** One direction of a connection, conntrack's tuple. */
export interface Tuple {
  readonly protocol: Protocol;
  readonly src: Ip;
  readonly dst: Ip;
  /** For ICMP the echo id. */
  readonly sport: number;
  /** For ICMP the echo id. */
  readonly dport: number;
}
