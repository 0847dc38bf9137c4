import { stateless, unchanged, type Choice, type Destination, type Scheduled, type Scheduler } from './definition.js';
import { connectionOverhead, expectedConnections, leastLoaded } from './overhead.js';

/** A scheduler that remembers nothing: it looks at the destinations as they are now. */
const looking = (
  cite: string,
  pick: (destinations: readonly Destination[]) => readonly [Destination, Choice] | undefined,
): Scheduler => ({
  cite,
  initial: stateless,
  changed: unchanged,
  schedule: (state, { destinations }): Scheduled => {
    const picked = pick(destinations);
    if (picked === undefined) return { choice: { by: 'least-connections', overhead: 0 }, state };
    const [destination, choice] = picked;
    return { destination, choice, state };
  },
});

const byConnections = (destination: Destination | undefined): readonly [Destination, Choice] | undefined =>
  destination && [destination, { by: 'least-connections', overhead: connectionOverhead(destination) }];

const byDelay = (destination: Destination | undefined): readonly [Destination, Choice] | undefined =>
  destination && [
    destination,
    { by: 'shortest-delay', expected: expectedConnections(destination) / destination.weight },
  ];

const alike = (destinations: readonly Destination[]): readonly Destination[] =>
  destinations.flatMap((d) => (d.weight > 0 ? [{ ...d, weight: 1 }] : []));

/** Fewest connections; the weight only says whether a destination takes part. */
export const leastConnection = looking('net/netfilter/ipvs/ip_vs_lc.c ip_vs_lc_schedule', (destinations) => {
  const least = leastLoaded(alike(destinations), connectionOverhead);
  return byConnections(destinations.find(({ key }) => key === least?.key));
});

/** Fewest connections for its weight. */
export const weightedLeastConnection = looking('net/netfilter/ipvs/ip_vs_wlc.c ip_vs_wlc_schedule', (destinations) =>
  byConnections(leastLoaded(destinations, connectionOverhead)),
);

/** Shortest expected delay: active connections with the new one, for its weight. */
export const shortestExpectedDelay = looking('net/netfilter/ipvs/ip_vs_sed.c ip_vs_sed_schedule', (destinations) =>
  byDelay(leastLoaded(destinations, expectedConnections)),
);

/** Never queue: the first idle destination, else the shortest expected delay. */
export const neverQueue = looking('net/netfilter/ipvs/ip_vs_nq.c ip_vs_nq_schedule', (destinations) => {
  const idle = destinations.find(({ weight, active }) => weight > 0 && active === 0);
  return idle === undefined ? byDelay(leastLoaded(destinations, expectedConnections)) : [idle, { by: 'idle' }];
});
