import type { Destination } from './definition.js';

/** An active connection is as much work as 256 inactive ones. @see include/net/ip_vs.h ip_vs_dest_conn_overhead */
export const connectionOverhead = ({ active, inactive }: Destination): number => active * 256 + inactive;

/** The connections there would be with the new one. @see net/netfilter/ipvs/ip_vs_sed.c ip_vs_sed_dest_overhead */
export const expectedConnections = ({ active }: Destination): number => active + 1;

/** Least overhead for its weight among those of some weight; of equals the first in the list. */
export function leastLoaded(
  destinations: readonly Destination[],
  overhead: (d: Destination) => number,
): Destination | undefined {
  let least: Destination | undefined;
  for (const destination of destinations) {
    if (destination.weight <= 0) continue;
    if (least === undefined || overhead(least) * destination.weight > overhead(destination) * least.weight)
      least = destination;
  }
  return least;
}
