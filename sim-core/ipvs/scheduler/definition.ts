import type { Millis } from '../../base/time.js';
import type { Ip } from '../../net/ip.js';

/** A real server as a scheduler sees it. */
export interface Destination {
  /** Its address and port. */
  readonly key: string;
  readonly address: Ip;
  readonly port: number;
  readonly weight: number;
  readonly active: number;
  readonly inactive: number;
}

/** What the first packet of a connection brings along. */
export interface ScheduleRequest {
  readonly client: Ip;
  readonly clientPort: number;
  /** The address of the virtual server. */
  readonly virtual: Ip;
  /** In the kernel's order: the one added last comes first. */
  readonly destinations: readonly Destination[];
  /** The client's port goes into the hash. */
  readonly hashesPort: boolean;
  readonly now: Millis;
}

/** What a scheduler remembers about one virtual server (`svc->sched_data`). Plain data. */
export type SchedulerState =
  | { readonly kind: 'none' }
  /** The destination that took the last connection; absent at the head of the list. */
  | { readonly kind: 'turn'; readonly last?: string }
  | { readonly kind: 'weighted-turn'; readonly last?: string; readonly currentWeight: number }
  /** Destinations by the virtual address asked for. */
  | { readonly kind: 'locality'; readonly entries: Readonly<Record<Ip, string>> }
  | { readonly kind: 'replicated-locality'; readonly entries: Readonly<Record<Ip, ServerSet>> };

export interface ServerSet {
  /** The one added last comes first. */
  readonly members: readonly string[];
  readonly lastModified: Millis;
}

/** Why this destination. */
export type Choice =
  | { readonly by: 'turn' }
  | { readonly by: 'least-connections'; readonly overhead: number }
  | { readonly by: 'shortest-delay'; readonly expected: number }
  | { readonly by: 'idle' }
  | { readonly by: 'source-hash' | 'destination-hash'; readonly bucket: number; readonly buckets: number }
  | { readonly by: 'locality' };

export interface Scheduled {
  /** Absent when no destination takes the connection. */
  readonly destination?: Destination;
  readonly choice: Choice;
  readonly state: SchedulerState;
}

/** One of IPVS's schedulers. */
export interface Scheduler {
  readonly cite: string;
  readonly initial: SchedulerState;
  /** A destination came, went, or changed its weight. */
  changed(state: SchedulerState, before: readonly Destination[], after: readonly Destination[]): SchedulerState;
  schedule(state: SchedulerState, request: ScheduleRequest): Scheduled;
}

export const stateless: SchedulerState = { kind: 'none' };
export const unchanged = (state: SchedulerState): SchedulerState => state;
