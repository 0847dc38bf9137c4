import type { Hook } from '../net/hook.js';
import type { Ip } from '../net/ip.js';
import type { Packet, ServiceProtocol } from '../net/packet.js';
import type { Origin } from '../kube/key.js';
import type { RuleRef } from '../netfilter/iptables/model.js';
import type { RuleVisit } from '../netfilter/verdict.js';
import type { Reason } from './reason.js';

/** Where a packet can be. */
export type Place =
  | { readonly kind: 'pod'; readonly namespace: string; readonly name: string; readonly node: string }
  | { readonly kind: 'node'; readonly node: string }
  | { readonly kind: 'external'; readonly name: string }
  | { readonly kind: 'router' };

/** One step of a packet's way, as typed data. Interfaces are named as on a real node: eth0, cbr0, veth… */
export type Step =
  /** A process opens a connection or answers on one. */
  | { readonly kind: 'socket-send' }
  /** A Windows node's virtual switch applies a policy, or what its flow table says. */
  | {
      readonly kind: 'vfp';
      readonly layer: 'load-balancer' | 'source-vip' | 'flow' | 'outbound-nat';
      /** The HNS policy's id, where there is one. */
      readonly policy?: string;
    }
  /** A process on the node decides something about a connection it took. */
  | { readonly kind: 'process'; readonly name: string }
  /** The packet crosses a link: pod eth0 → node veth, node eth0 → wire → node eth0. */
  | { readonly kind: 'link'; readonly from: string; readonly to: string }
  /** The bridge hands the frame to a port (or back through the same one: hairpin). */
  | { readonly kind: 'bridge'; readonly bridge: string; readonly port: string; readonly hairpin: boolean }
  | {
      readonly kind: 'route';
      /** The route as `ip route` prints it, or the local table's entry. */
      readonly route: string;
      readonly decision: 'local' | 'forward' | 'output' | 'unreachable';
      readonly outInterface?: string;
      readonly nextHop?: Ip;
    }
  /** A table at a hook went through its rules; each rule that mattered is a `rule` step of its own, before this. */
  | {
      readonly kind: 'hook';
      readonly hook: Hook;
      readonly table: string;
      /** nftables: the base chain. */
      readonly chain?: string;
      readonly ruleset: string;
      readonly examined: number;
      /** How often its rules asked a set or map. */
      readonly lookups?: number;
      readonly verdict: 'accept' | 'drop' | 'reject' | 'dnat' | 'snat' | 'masquerade';
    }
  /** A rule met: it matched, or its dice said no. */
  | {
      readonly kind: 'rule';
      readonly hook: Hook;
      readonly table: string;
      readonly chain?: string;
      readonly ruleset: string;
      readonly visit: RuleVisit;
      /** The rule exactly as iptables-save or `nft list ruleset` prints it. */
      readonly text: string;
      /** nftables: the element of a map by which the rule decided, as it is printed. */
      readonly element?: string;
    }
  /** Conntrack translates a later packet of a connection, or a reply, without asking the rules. */
  | {
      readonly kind: 'conntrack';
      readonly hook: Hook;
      readonly action: 'new' | 'established' | 'translate' | 'untranslate' | 'confirm' | 'invalid';
    }
  /** IPVS sends a packet for a virtual server on, refuses it, or gives an answer the virtual server's address. */
  | {
      readonly kind: 'ipvs';
      readonly hook: Hook;
      readonly action: 'forward' | 'refuse' | 'answer';
      /** `ip:port`. */
      readonly virtual: string;
    }
  | { readonly kind: 'deliver'; readonly to: 'process' | 'kernel' }
  | { readonly kind: 'drop' }
  /** An ICMP error or a TCP reset starts its way back from here. */
  | { readonly kind: 'refuse'; readonly how: 'icmp' | 'tcp-rst' };

export interface Hop {
  /** Position in the trace, from 0. */
  readonly index: number;
  readonly place: Place;
  readonly step: Step;
  readonly before: Packet;
  /** Equal to `before` (same object) when nothing on the wire changed. */
  readonly after: Packet;
  /** skb->mark after the step. */
  readonly mark: number;
  readonly reason: Reason;
  /** The rule that decided, its identity and where it comes from. */
  readonly rule?: RuleRef & { readonly node: string; readonly ruleset: string };
  readonly origin?: Origin;
  /** The conntrack entry as `conntrack -L` prints it, once it exists. */
  readonly conntrack?: { readonly text: string; readonly isNew: boolean };
}

export type Outcome = 'answered' | 'connected' | 'refused' | 'unreachable' | 'timeout' | 'reset' | 'dns-failure';

/** One connection attempt from its first packet to its answer (or to its end). */
export interface Trace {
  readonly id: number;
  readonly from: Place;
  /** As asked: `myservice.default:80`, `10.96.0.1:443`. */
  readonly to: string;
  readonly flow: {
    readonly protocol: 'TCP' | 'UDP' | 'SCTP' | 'ICMP';
    readonly src: Ip;
    readonly dst: Ip;
    readonly sport: number;
    readonly dport: number;
  };
  readonly request: readonly Hop[];
  /** The way back of the answer, or of the error. Empty when nothing comes back. */
  readonly reply: readonly Hop[];
  readonly outcome: Outcome;
  /** The pod, or host process, that answered. */
  readonly backend?: {
    readonly place: Place;
    readonly local: { readonly ip: Ip; readonly port: number };
    readonly sawSource: { readonly ip: Ip; readonly port: number };
  };
  /** Connections that a proxy opened in the client's name, in order; the last is the one it stayed with. */
  readonly relayed?: readonly {
    readonly by: Place;
    readonly flow: Trace['flow'];
    readonly outcome: Outcome;
    /** Where its hops begin in `request` and `reply`. */
    readonly requestFrom: number;
    readonly replyFrom: number;
  }[];
  /** `tcp-rst`, or `icmp type 3 code 3 from X`. */
  readonly refusedHow?: string;
}

export type ProbeProtocol = ServiceProtocol | 'ICMP';
