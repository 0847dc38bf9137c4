import type { Place } from './trace.js';

/** What a place is called: `namespace/name` for pods, else the machine's name. */
export function placeName(place: Place): string {
  switch (place.kind) {
    case 'pod':
      return `${place.namespace}/${place.name}`;
    case 'node':
      return place.node;
    case 'external':
      return place.name;
    case 'router':
      return 'router';
  }
}
