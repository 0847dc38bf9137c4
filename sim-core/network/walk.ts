import type { Prng } from '../base/prng.js';
import type { Millis } from '../base/time.js';
import type { Ip } from '../net/ip.js';
import type { Dataplane } from '../proxy/dataplane.js';
import type { KernelState } from './kernel-state.js';
import type { Network } from './network.js';
import type { ProbeProtocol, Trace } from './trace.js';

/** Where a connection starts. */
export type SendFrom =
  | { readonly kind: 'pod'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'node'; readonly node: string }
  /** `ip` is an address the client owns besides its usual one and sends from. */
  | { readonly kind: 'external'; readonly ip?: string };

export interface SendRequest {
  /** The trace's id. */
  readonly id: number;
  readonly from: SendFrom;
  readonly dst: Ip;
  /** 0 for ICMP. */
  readonly dport: number;
  readonly protocol: ProbeProtocol;
  readonly sport?: number;
  /** The node through which an external client routes this destination. */
  readonly via?: string;
  /** The destination as the user wrote it. */
  readonly asked: string;
}

/** Everything a packet meets. `kernels` and `dataplanes` are by node name. */
export interface WalkWorld {
  readonly network: Network;
  readonly dataplanes: ReadonlyMap<string, Dataplane>;
  readonly kernels: ReadonlyMap<string, KernelState>;
  readonly prng: Prng;
  readonly now: Millis;
}

export interface SendResult {
  readonly trace: Trace;
  readonly kernels: ReadonlyMap<string, KernelState>;
}

/** Opens one connection, follows every packet of it, and returns what happened with the kernels as it left them. */
export function send(world: WalkWorld, request: SendRequest): SendResult {
  const trace: Trace = {
    id: request.id,
    from: { kind: 'router' },
    to: request.asked,
    flow: { protocol: request.protocol, src: '', dst: request.dst, sport: 0, dport: request.dport },
    request: [],
    reply: [],
    outcome: 'timeout',
  };
  return { trace, kernels: world.kernels };
}
