import type { Millis } from '../../base/time.js';
import type { Relay } from '../../proxy/dataplane.js';
import type { BalancerState } from './round-robin.js';

/** The socket through which a known sender's datagrams go on. */
export interface UdpSession {
  readonly endpoint: Relay['endpoints'][number];
  readonly sport: number;
  readonly lastUsed: Millis;
}

/** What kube-proxy's process on one node remembers between connections; a restart forgets it all. */
export interface ProcessState {
  /** By Service port. */
  readonly balancers: ReadonlyMap<string, BalancerState>;
  /** By Service port and sender. */
  readonly udpSessions: ReadonlyMap<string, UdpSession>;
}

export const emptyProcessState: ProcessState = { balancers: new Map(), udpSessions: new Map() };

/** The process for the length of a walk. */
export class ProcessTx {
  #state: ProcessState;

  constructor(base: ProcessState) {
    this.#state = base;
  }

  get state(): ProcessState {
    return this.#state;
  }

  setBalancer(servicePort: string, balancer: BalancerState): void {
    if (this.#state.balancers.get(servicePort) === balancer) return;
    this.#state = { ...this.#state, balancers: new Map(this.#state.balancers).set(servicePort, balancer) };
  }

  setUdpSession(key: string, session: UdpSession): void {
    this.#state = { ...this.#state, udpSessions: new Map(this.#state.udpSessions).set(key, session) };
  }
}
