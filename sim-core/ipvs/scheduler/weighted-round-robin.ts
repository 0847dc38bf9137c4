import type { Destination, Scheduled, Scheduler, SchedulerState } from './definition.js';
import { gcdOfWeights, maxWeight } from './weights.js';

const initial: SchedulerState = { kind: 'weighted-turn', currentWeight: 0 };

/** The step by which the required weight falls, and where it starts from. */
function range(destinations: readonly Destination[]): { readonly step: number; readonly most: number } {
  const step = gcdOfWeights(destinations) || 1;
  return { step, most: maxWeight(destinations) - (step - 1) };
}

const weightOf = (state: SchedulerState): number => (state.kind === 'weighted-turn' ? state.currentWeight : 0);
const lastOf = (state: SchedulerState): string | undefined => (state.kind === 'weighted-turn' ? state.last : undefined);

/**
 * In turn those whose weight reaches the one required at the moment, which falls from the greatest weight to the
 * least and starts again: heavier destinations take part in more rounds.
 */
export const weightedRoundRobin: Scheduler = {
  cite: 'net/netfilter/ipvs/ip_vs_wrr.c ip_vs_wrr_schedule, ip_vs_wrr_dest_changed',
  initial,
  changed: (state, _before, after) => {
    const { step, most } = range(after);
    const current = weightOf(state);
    if (current > most || current === 0) return { kind: 'weighted-turn', currentWeight: most };
    return {
      kind: 'weighted-turn',
      currentWeight: step > 1 ? Math.floor(current / step) * step + 1 : current,
    };
  },
  schedule: (state, { destinations }) => {
    const { step, most } = range(destinations);
    const nobody: Scheduled = { choice: { by: 'turn' }, state };
    if (most <= 0 || destinations.length === 0) return nobody;
    let required = weightOf(state);
    let at = destinations.findIndex(({ key }) => key === lastOf(state));
    // Every weight from the greatest to the least is tried over the whole list at most once, and the first twice.
    for (let rounds = 0; rounds <= Math.ceil(most / step) + 1; rounds++) {
      for (at += 1; at < destinations.length; at++) {
        const destination = destinations[at];
        if (destination !== undefined && destination.weight >= required)
          return {
            destination,
            choice: { by: 'turn' },
            state: { kind: 'weighted-turn', last: destination.key, currentWeight: required },
          };
      }
      at = -1;
      required -= step;
      if (required <= 0) required = most;
    }
    return nobody;
  },
};
