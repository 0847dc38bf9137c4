import type { Packet } from '../net/packet.js';
import type { Hop, Place, Step } from './trace.js';
import type { Reason } from './reason.js';

/** What a hop may add to its place, step and reason. */
export interface HopDetails {
  readonly before: Packet;
  readonly after?: Packet;
  readonly mark?: number;
  readonly rule?: Hop['rule'];
  readonly origin?: Hop['origin'];
  readonly conntrack?: Hop['conntrack'];
}

/** More steps than any way through a sane network takes; a loop ends here if its TTL does not end it before. */
const maxHops = 2000;

/** Writes down one packet's way, or only counts its steps when nobody wants to read them. */
export class Journey {
  readonly hops: Hop[] = [];
  readonly recording: boolean;
  #steps = 0;

  constructor(recording: boolean) {
    this.recording = recording;
  }

  /** True once the packet took more steps than the simulation allows. */
  get exhausted(): boolean {
    return this.#steps > maxHops;
  }

  record(place: Place, step: Step, reason: Reason, details: HopDetails): void {
    this.#steps += 1;
    if (!this.recording) return;
    const { before, after = before, mark = 0, rule, origin, conntrack } = details;
    this.hops.push({
      index: this.hops.length,
      place,
      step,
      before,
      after,
      mark,
      reason,
      ...(rule && { rule }),
      ...(origin && { origin }),
      ...(conntrack && { conntrack }),
    });
  }
}
