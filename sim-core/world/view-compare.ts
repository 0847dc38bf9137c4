import type { Origin } from '../kube/key.js';
import type { Ip } from '../net/ip.js';
import type { Reason } from '../network/reason.js';
import type { Outcome, Place, ProbeProtocol } from '../network/trace.js';
import type { HostOs } from '../proxy/release.js';
import type { SourceRef } from './command.js';

/** One packet, and the modes whose ways with it are to be compared. The first mode is what the others are held against. */
export interface ComparedPacket {
  readonly modes: readonly string[];
  readonly from: SourceRef;
  readonly to: string;
  readonly protocol: ProbeProtocol;
  readonly sport?: number;
  readonly via?: string;
  /** Of all that is left to chance; 1 when absent. */
  readonly seed?: number;
}

/** How a mode can be had for the comparison. */
export interface ComparedMode {
  readonly mode: string;
  /** The release of kube-proxy whose rules are shown: the cluster's own where that takes the mode. */
  readonly release: string;
  readonly os: HostOs;
  /** What the cluster's own release says to the mode, when it does not take it. */
  readonly refusal?: string;
  /** Why there is nothing to see: kube-proxy does not start in this mode here. */
  readonly failure?: string;
}

/** What a packet cost on its way to where it went, or to where it ended. */
export interface LookupCounts {
  /** Rules of iptables or nftables that were asked, matching or not. */
  readonly rules: number;
  /** Sets and maps of nftables. */
  readonly maps: number;
  /** ipsets. */
  readonly sets: number;
  /** Virtual servers found in IPVS's table. */
  readonly servers: number;
  /** Policies of a Windows node's virtual switch that decided. */
  readonly policies: number;
  /** Times that kube-proxy's own process took a connection. */
  readonly crossings: number;
}

export type CompareTitle =
  | 'find-service'
  | 'list-node-ports'
  | 'find-port'
  | 'look-up'
  | 'verdict'
  | 'local-policy'
  | 'short-circuit'
  | 'source-range'
  | 'in-set'
  | 'mark'
  | 'mark-by-set'
  | 'dice'
  | 'numgen'
  | 'only-endpoint'
  | 'affinity'
  | 'rewrite'
  | 'masquerade'
  | 'keeps-source'
  | 'local-address'
  | 'find-server'
  | 'pick-server'
  | 'to-proxy'
  | 'proxy-picks'
  | 'proxy-retries'
  | 'policy'
  | 'no-endpoints'
  | 'refuse'
  | 'drop'
  | 'no-route'
  | 'nobody-listens'
  | 'answers-echo';

/** A step that decided something. */
export interface CompareHop {
  readonly title: CompareTitle;
  /** Of dice: the chances that were rolled, one after the other. */
  readonly chances?: readonly number[];
  /** How many there were to choose from. */
  readonly of?: number;
  /** Where it happened: a hook, a table, or what the step is to the mode; empty outside of them. Never translated. */
  readonly badge: string;
  /** The rule, element, virtual server or route as its own tool prints it; empty where there is none. */
  readonly text: string;
  /** The part of `text` that rewrites the destination. */
  readonly lit?: string;
  readonly node?: string;
  readonly reason: Reason;
  readonly origin?: Origin;
  /** Its place in the packet's way. */
  readonly index: number;
}

export interface Rewriting {
  /** `ip:port`. */
  readonly before: string;
  readonly after: string;
}

/** How a result stands to the first mode's. */
export type Likeness = 'first' | 'same' | 'other-endpoint' | 'other-source' | 'only-here' | 'only-there' | 'other-end';

export type DivergenceWhy =
  | 'other-hook'
  | 'local-delivery'
  | 'other-route'
  | 'other-endpoint'
  | 'virtual-switch'
  | 'source-kept'
  | 'source-rewritten'
  | 'user-space'
  | 'refused'
  | 'dropped'
  | 'answered-here'
  | 'goes-on';

export interface CompareWalk {
  readonly hops: readonly CompareHop[];
  readonly counts: LookupCounts;
  /** Rules asked on each node, in the order of the way. */
  readonly rulesByNode: readonly { readonly node: string; readonly rules: number }[];
  /** What became of the destination and, as the backend saw it, of the source. */
  readonly nat?: { readonly destination: Rewriting; readonly source: Rewriting };
  readonly likeness: Likeness;
  readonly outcome: Outcome;
  readonly refusedHow?: string;
  readonly backend?: Place;
  /** Where the way parts from the first mode's: a place in `hops`. */
  readonly divergence?: { readonly hop: number; readonly why: DivergenceWhy };
}

export interface CompareColumn extends ComparedMode {
  readonly walk?: CompareWalk;
}

interface Asked {
  /** Why no packet can be sent like this, in the words of the `send` command; then there are no columns. */
  readonly problem?: string;
}

export interface CompareView extends Asked {
  readonly seed: number;
  readonly flow?: { readonly src: Ip; readonly sport: number; readonly dst: Ip; readonly dport: number };
  readonly columns: readonly CompareColumn[];
}

/** How connections come to their endpoints. */
export type SpreadMethod = 'random' | 'turn' | 'least' | 'hash' | 'sticky' | 'one' | 'none';

export interface SpreadBar {
  /** `ip:port`. */
  readonly endpoint: string;
  readonly observed: number;
  readonly expected: number;
}

export interface Spread {
  readonly method: SpreadMethod;
  /** Of IPVS. */
  readonly scheduler?: string;
  readonly bars: readonly SpreadBar[];
  readonly reached: number;
  /** Connections that reached no endpoint, by how they ended. */
  readonly failed: readonly { readonly outcome: Outcome; readonly count: number }[];
  /** Every endpoint has its turn: no more than one connection between the most and the least. */
  readonly exact: boolean;
  readonly chiSquare?: {
    readonly value: number;
    readonly freedom: number;
    /** How often chance alone differs at least as much. */
    readonly p: number;
  };
  /** Between these counts lie 95 of 100 endpoints that chance alone fills. */
  readonly band?: readonly [number, number];
}

export interface SpreadColumn extends ComparedMode {
  readonly spread?: Spread;
}

export interface CompareSpreadView extends Asked {
  readonly seed: number;
  readonly count: number;
  readonly columns: readonly SpreadColumn[];
}

/** What the same packet costs in a cluster with so many Services. */
export interface GrowthPoint {
  readonly services: number;
  readonly counts: LookupCounts;
  /** Rules, elements, servers or policies that kube-proxy writes on a node when one endpoint changes. */
  readonly rewritten: number;
}

export interface GrowthColumn extends ComparedMode {
  readonly points?: readonly GrowthPoint[];
}

export interface CompareGrowthView extends Asked {
  readonly columns: readonly GrowthColumn[];
}

export interface CompareQueries {
  readonly compare: ComparedPacket & { readonly kind: 'compare' };
  /** `count` connections, at most 1,000, one after the other. */
  readonly compareSpread: ComparedPacket & { readonly kind: 'compareSpread'; readonly count: number };
  /** The same packet with so many Services in the cluster. */
  readonly compareGrowth: ComparedPacket & { readonly kind: 'compareGrowth'; readonly services: readonly number[] };
}
