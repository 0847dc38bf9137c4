import type { Ip } from '../net/ip.js';
import type { Outcome, Place } from '../network/trace.js';

/** A way that packets went. */
export interface FlightRoute {
  /** The first packet that went it. */
  readonly trace: number;
  /** `external/client`, `node/node1`, `pod/default/web`, `router`: places in order. */
  readonly places: readonly string[];
  readonly outcome: Outcome;
  readonly backend?: { readonly place: Place; readonly ip: Ip; readonly port: number };
}

/** Many packets in few words: the ways there were, and which of them each packet went. */
export interface Flights {
  /** Id of the first packet; the others follow it. */
  readonly first: number;
  readonly routes: readonly FlightRoute[];
  /** Index into `routes`, packet by packet. */
  readonly packets: readonly number[];
}
