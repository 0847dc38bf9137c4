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

/** Writes down one packet's way, unless nobody wants to read it. */
export class Journey {
  readonly hops: Hop[] = [];
  readonly recording: boolean;

  constructor(recording: boolean) {
    this.recording = recording;
  }

  /** Adds hops told elsewhere, in their order. */
  append(hops: readonly Hop[]): void {
    if (this.recording) this.hops.push(...hops.map((hop, i) => ({ ...hop, index: this.hops.length + i })));
  }

  record(place: Place, step: Step, reason: Reason, details: HopDetails): void {
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
