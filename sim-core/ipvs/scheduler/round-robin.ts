import type { Destination, Scheduler, SchedulerState } from './definition.js';

const initial: SchedulerState = { kind: 'turn' };

const lastOf = (state: SchedulerState): string | undefined => (state.kind === 'turn' ? state.last : undefined);

/** The cursor of a destination that goes moves to the one before it. @see ip_vs_rr_del_dest */
function afterRemoval(
  last: string | undefined,
  before: readonly Destination[],
  after: readonly Destination[],
): string | undefined {
  const left = new Set(after.map(({ key }) => key));
  for (let i = before.findIndex(({ key }) => key === last); i >= 0; i--) {
    const key = before[i]?.key;
    if (key !== undefined && left.has(key)) return key;
  }
  return undefined;
}

/** Each destination of some weight in turn, whatever the weight. */
export const roundRobin: Scheduler = {
  cite: 'net/netfilter/ipvs/ip_vs_rr.c ip_vs_rr_schedule',
  initial,
  changed: (state, before, after) => {
    const last = afterRemoval(lastOf(state), before, after);
    return last === undefined ? initial : { kind: 'turn', last };
  },
  schedule: (state, { destinations }) => {
    const at = destinations.findIndex(({ key }) => key === lastOf(state));
    const inTurn = [...destinations.slice(at + 1), ...destinations.slice(0, at + 1)];
    const destination = inTurn.find(({ weight }) => weight > 0);
    if (destination === undefined) return { choice: { by: 'turn' }, state };
    return { destination, choice: { by: 'turn' }, state: { kind: 'turn', last: destination.key } };
  },
};
