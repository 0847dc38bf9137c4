import type { Place, Trace } from '../network/trace.js';
import type { FlightRoute, Flights } from './view-flights.js';

const placeId = (place: Place): string => {
  switch (place.kind) {
    case 'pod':
      return `pod/${place.namespace}/${place.name}`;
    case 'node':
      return `node/${place.node}`;
    case 'external':
      return `external/${place.name}`;
    case 'router':
      return 'router';
  }
};

/** The places a packet comes through, one after the other, each named once in a row. */
function placesOf(trace: Trace): readonly string[] {
  const places: string[] = [];
  for (const { place } of trace.request) {
    const id = placeId(place);
    if (places.at(-1) !== id) places.push(id);
  }
  return places;
}

/** Gathers packets that went the same way and ended alike. */
export class FlightLog {
  readonly #routes = new Map<string, FlightRoute>();
  readonly #indexes = new Map<string, number>();
  readonly #packets: number[] = [];

  /** Whether it is the first one on its way. */
  add(trace: Trace): boolean {
    const places = placesOf(trace);
    const { outcome, backend } = trace;
    const key = JSON.stringify([places, outcome, backend?.local]);
    const known = this.#indexes.get(key);
    this.#packets.push(known ?? this.#indexes.size);
    if (known !== undefined) return false;
    this.#indexes.set(key, this.#indexes.size);
    const end = backend && { backend: { place: backend.place, ...backend.local } };
    this.#routes.set(key, { trace: trace.id, places, outcome, ...end });
    return true;
  }

  /** @param first id of the first packet */
  summary(first: number): Flights {
    return { first, routes: [...this.#routes.values()], packets: this.#packets };
  }

  /** `1000 packets: 990 answered, 10 timeout`. */
  get text(): string {
    const counts = new Map<string, number>();
    const routes = [...this.#routes.values()];
    for (const packet of this.#packets) {
      const outcome = routes[packet]?.outcome ?? '';
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    }
    const parts = [...counts].map(([outcome, count]) => `${count} ${outcome}`);
    return `${this.#packets.length} packets: ${parts.join(', ')}`;
  }
}
