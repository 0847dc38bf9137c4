import type { Millis } from '../../../sim-core/index.js';
import type { Catalogue } from '../../i18n/text.js';
import type { Tick, WorkTick } from './ticks.js';

export function tickText(tick: Tick, { timeline }: Catalogue): string {
  const [event] = tick.events;
  const name = event?.object?.name ?? '';
  switch (tick.kind) {
    case 'cluster-up':
      return timeline.clusterUp;
    case 'apply':
      return timeline.apply(event?.revision ?? 0);
    case 'rejected':
      // The revision that the edit would have made: the event tells of the one that stays.
      return timeline.rejected((event?.revision ?? 0) + 1);
    case 'packet':
      return timeline.packet(event?.traceId ?? 0);
    case 'unready':
      return timeline.unready(name, tick.events.length);
    default: {
      const kind = event?.kind;
      const isKnown =
        kind === 'delete' || kind === 'scale' || kind === 'label' || kind === 'annotate' || kind === 'ready';
      return `${name} ${isKnown ? timeline.kinds[kind] : ''}`.trim();
    }
  }
}

/** `+950 ms`, `+1.2 s`: how long after the mark before it. */
export const delayText = (delay: Millis): string =>
  delay < 1000 ? `+${delay} ms` : `+${Math.round(delay / 100) / 10} s`;

/** What controllers or kube-proxy did, and how long it took them. A controller's reason is its own word. */
export function workText({ kind, events, delay }: WorkTick, { timeline: { work } }: Catalogue): string {
  const [first] = events;
  if (kind === 'rules') return work.rules(new Set(events.map(({ object }) => object?.name)).size, delayText(delay));
  const reason = first?.text.split(':')[0] ?? '';
  return work.controller(`${first?.object?.kind ?? ''} ${reason}`.trim(), events.length, delayText(delay));
}
