import type { Destination, Scheduled, Scheduler, SchedulerState, ServerSet } from './definition.js';
import { connectionOverhead, leastLoaded } from './overhead.js';

/** More active connections than weight, while another has not even half as many. @see ip_vs_lblc.c is_overloaded */
const isOverloaded = (one: Destination, all: readonly Destination[]): boolean =>
  one.active > one.weight && all.some(({ active, weight }) => active * 2 < weight);

/** lblcr_expiration: a set that has not changed for a day loses its busiest member. */
const expirationMs = 24 * 60 * 60 * 1000;

const chosen = (destination: Destination | undefined, state: SchedulerState): Scheduled =>
  destination === undefined
    ? { choice: { by: 'locality' }, state }
    : { destination, choice: { by: 'locality' }, state };

const withOnly = <T>(
  entries: Readonly<Record<string, T>>,
  keep: (entry: T) => T | undefined,
): Readonly<Record<string, T>> =>
  Object.fromEntries(
    Object.entries(entries).flatMap(([address, entry]) => {
      const kept = keep(entry);
      return kept === undefined ? [] : [[address, kept]];
    }),
  );

/** Stays with one destination for an address, until it has too much to do. */
export const localityLeastConnection: Scheduler = {
  cite: 'net/netfilter/ipvs/ip_vs_lblc.c ip_vs_lblc_schedule',
  initial: { kind: 'locality', entries: {} },
  changed: (state, _before, after) => {
    if (state.kind !== 'locality') return state;
    const there = new Set(after.map(({ key }) => key));
    return { kind: 'locality', entries: withOnly(state.entries, (key) => (there.has(key) ? key : undefined)) };
  },
  schedule: (state, { virtual, destinations }) => {
    const entries = state.kind === 'locality' ? state.entries : {};
    const known = destinations.find(({ key }) => key === entries[virtual]);
    if (known !== undefined && known.weight > 0 && !isOverloaded(known, destinations)) return chosen(known, state);
    const least = leastLoaded(destinations, connectionOverhead);
    if (least === undefined) return chosen(undefined, state);
    return chosen(least, { kind: 'locality', entries: { ...entries, [virtual]: least.key } });
  },
};

/** The member with most to do for its weight. @see ip_vs_dest_set_max */
const mostLoaded = (members: readonly Destination[]): Destination | undefined =>
  members
    .filter(({ weight }) => weight > 0)
    .reduce<Destination | undefined>(
      (most, d) =>
        most === undefined || connectionOverhead(most) * d.weight < connectionOverhead(d) * most.weight ? d : most,
      undefined,
    );

/** The same with a set of destinations for an address: it grows when all are busy, and shrinks with time. */
export const replicatedLocality: Scheduler = {
  cite: 'net/netfilter/ipvs/ip_vs_lblcr.c ip_vs_lblcr_schedule',
  initial: { kind: 'replicated-locality', entries: {} },
  changed: (state, _before, after) => {
    if (state.kind !== 'replicated-locality') return state;
    const there = new Set(after.map(({ key }) => key));
    const keep = ({ members, lastModified }: ServerSet): ServerSet => ({
      members: members.filter((key) => there.has(key)),
      lastModified,
    });
    return { kind: 'replicated-locality', entries: withOnly(state.entries, keep) };
  },
  schedule: (state, { virtual, destinations, now }) => {
    const entries = state.kind === 'replicated-locality' ? state.entries : {};
    const remember = (set: ServerSet): SchedulerState => ({
      kind: 'replicated-locality',
      entries: { ...entries, [virtual]: set },
    });
    const set = entries[virtual] ?? { members: [], lastModified: now };
    const members = set.members.flatMap((key) => destinations.find((d) => d.key === key) ?? []);
    const best = leastLoaded(members, connectionOverhead);
    const isStale = members.length > 1 && now > set.lastModified + expirationMs;
    const most = isStale ? mostLoaded(members) : undefined;
    const kept =
      most === undefined ? set : { members: set.members.filter((key) => key !== most.key), lastModified: now };
    if (best !== undefined && !isOverloaded(best, destinations)) return chosen(best, remember(kept));
    const least = leastLoaded(destinations, connectionOverhead);
    if (least === undefined) return chosen(undefined, state);
    if (kept.members.includes(least.key)) return chosen(least, remember(kept));
    return chosen(least, remember({ members: [least.key, ...kept.members], lastModified: now }));
  },
};
