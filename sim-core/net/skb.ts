import type { Hook } from './hook.js';
import type { Packet } from './packet.js';

/** Conntrack's view of a packet, as `-m conntrack --ctstate` tests it. */
export interface CtInfo {
  readonly state: 'NEW' | 'ESTABLISHED' | 'RELATED' | 'INVALID' | 'UNTRACKED';
  readonly direction: 'original' | 'reply';
  /** The connection's status bits IPS_DST_NAT and IPS_SRC_NAT. */
  readonly dnat: boolean;
  readonly snat: boolean;
}

/** A packet inside one host's stack: the wire format and what the kernel attaches to it. */
export interface SkBuff {
  readonly packet: Packet;
  /** skb->mark: never leaves the host. */
  readonly mark: number;
  readonly hook: Hook;
  readonly inInterface?: string;
  readonly outInterface?: string;
  /** The port of the bridge by which the packet came in, where a bridge shows its packets to netfilter. */
  readonly physicalIn?: string;
  readonly ct: CtInfo;
}
