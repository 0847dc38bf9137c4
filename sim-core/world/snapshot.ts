import type { PrngState } from '../base/prng.js';
import type { Millis } from '../base/time.js';
import type { ObjectKey } from '../kube/key.js';
import type { ApiObjects } from '../kube/store.js';
import type { KernelState } from '../network/kernel-state.js';
import type { Trace } from '../network/trace.js';
import type { CompiledNode } from '../proxy/compile.js';
import type { Dataplane } from '../proxy/dataplane.js';
import type { ClusterConfig } from './config.js';
import type { ProxyProcess } from './kube-proxy/process.js';
import type { Schedule } from './scheduler.js';
import type { TimelineEvent } from './view.js';
import type { DnsQueryView } from './view-dns.js';

/** One node's rules and what they were made from. */
export interface NodeRules {
  readonly dataplane: Dataplane;
  /** What kube-proxy keeps in order to compile only what changed. */
  readonly compiled: CompiledNode;
  /** What former modes wrote and nobody removed, oldest first; `dataplane` holds it too. */
  readonly leftovers?: readonly Dataplane[];
  /** The rules before the last sync that changed them. */
  readonly previous?: Dataplane;
  /** The revision whose objects the rules were made from. */
  readonly revision: number;
  /** Those objects. */
  readonly objects?: ApiObjects;
  /** What `previous` was made from. */
  readonly before?: { readonly revision: number; readonly objects: ApiObjects };
  /** kube-proxy came up in another mode and has written none of its rules yet: `previous` are those of the former. */
  readonly unwritten?: true;
}

/** What a file of the editor last put into the cluster. */
export interface AppliedFile {
  readonly text: string;
  readonly keys: readonly ObjectKey[];
}

/**
 * The whole world at one moment. Immutable: a step makes a new one that shares whatever it did not
 * touch. A cache of the command log, never the truth itself.
 */
export interface Snapshot {
  readonly config: ClusterConfig;
  /** How many accepted commands changed the API objects so far. */
  readonly revision: number;
  readonly time: Millis;
  readonly prng: PrngState;
  readonly objects: ApiObjects;
  readonly rules: ReadonlyMap<string, NodeRules>;
  /** kube-proxy's processes by node, where it runs in pods. */
  readonly proxies?: ReadonlyMap<string, ProxyProcess>;
  /** Conntrack, affinity and counters, by node. */
  readonly kernels: ReadonlyMap<string, KernelState>;
  readonly schedule: Schedule;
  readonly files: ReadonlyMap<string, AppliedFile>;
  /** The newest marks, oldest first. */
  readonly timeline: readonly TimelineEvent[];
  readonly nextEvent: number;
  /** The newest traces by id, oldest first. */
  readonly traces: ReadonlyMap<number, Trace>;
  readonly nextTrace: number;
  /** The newest questions to the cluster's DNS, oldest first; absent until there is one. */
  readonly dnsLog?: readonly DnsQueryView[];
}

/** What a world keeps at most, so that no input can make it grow or run without end. */
export const limits = {
  /** Tasks that one command may run. */
  tasksPerCommand: 20_000,
  /** How far one `settle` may move the clock. */
  settleMs: 24 * 3600_000,
  /** How far one `advance` may move the clock. */
  advanceMs: 30 * 24 * 3600_000,
  manifestCharacters: 2_000_000,
  packetsPerSend: 500,
  /** Of a send whose packets are only summed up, and how many of those keep their hops. */
  packetsPerSummary: 1000,
  tracesPerSummary: 24,
  timelineEvents: 2000,
  traces: 500,
  dnsQueries: 500,
} as const;
