import type { Hook } from '../net/hook.js';
import type { HnsLoadBalancer } from '../hns/model.js';
import type { Packet } from '../net/packet.js';
import type { SkBuff } from '../net/skb.js';
import type { RejectWith } from '../netfilter/iptables/model.js';
import type { Verdict } from '../netfilter/verdict.js';
import { masqueradeAddress } from './host/linux.js';
import type { NodeStack } from './node-stack.js';
import type { Reason } from './reason.js';
import type { TrackedPacket } from './tracking.js';

/** A packet inside one host: what is on the wire and what its kernel attached to it. Lives for one walk. */
export interface Flight {
  packet: Packet;
  mark: number;
  tracked: TrackedPacket | undefined;
  /** skb->ipvs_property: IPVS has translated it. */
  ipvs?: true;
  /** The policy that the virtual switch of a Windows node applied. */
  policy?: HnsLoadBalancer;
}

/** Which hook a packet passes, and the interfaces known there. */
export interface HookPoint {
  readonly hook: Hook;
  readonly inInterface?: string;
  readonly outInterface?: string;
  /** The bridge port by which it came. */
  readonly physicalIn?: string;
}

export type HookVerdict =
  | { readonly kind: 'pass' }
  /** The packet goes out from here as if the node had made it: routed again, by way of OUTPUT. */
  | { readonly kind: 'send' }
  | { readonly kind: 'drop'; readonly reason: Reason }
  | { readonly kind: 'reject'; readonly with: RejectWith; readonly reason: Reason };

export const pass: HookVerdict = { kind: 'pass' };

const untracked: SkBuff['ct'] = { state: 'UNTRACKED', direction: 'original', dnat: false, snat: false };

/** The packet as rules at a hook see it. */
export const skbAt = (flight: Flight, point: HookPoint): SkBuff => ({
  packet: flight.packet,
  mark: flight.mark,
  hook: point.hook,
  ct: flight.tracked?.info ?? untracked,
  ...(point.inInterface !== undefined && { inInterface: point.inInterface }),
  ...(point.outInterface !== undefined && { outInterface: point.outInterface }),
  ...(point.physicalIn !== undefined && { physicalIn: point.physicalIn }),
});

/** Sets up and carries out the translation that a nat table asked for. MASQUERADE looks its address up only now. */
export function applyNat(node: NodeStack, flight: Flight, point: HookPoint, verdict: Verdict): void {
  if (verdict.kind !== 'dnat' && verdict.kind !== 'snat' && verdict.kind !== 'masquerade') return;
  const { packet, tracked } = flight;
  const address = masqueradeAddress(node.host, point.outInterface ?? 'lo', packet.dst);
  if (tracked === undefined || address === undefined) return;
  tracked.bind(verdict, address);
  flight.packet = tracked.translate(packet, point.hook);
}
