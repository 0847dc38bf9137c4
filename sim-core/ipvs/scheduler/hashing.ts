import type { Ip } from '../../net/ip.js';
import { stateless, unchanged, type Destination, type Scheduled, type Scheduler } from './definition.js';
import { foldAddress, hash32 } from './hash.js';

const tableBits = 8;
const tableSize = 1 << tableBits;

/**
 * Which destination stands in a bucket: they fill the table in turn, each `span` buckets at a time.
 * @see ip_vs_sh_reassign, ip_vs_dh_reassign
 */
function destinationIn(
  bucket: number,
  destinations: readonly Destination[],
  span: (d: Destination) => number,
): Destination | undefined {
  const total = destinations.reduce((sum, d) => sum + span(d), 0);
  let at = total === 0 ? 0 : bucket % total;
  for (const destination of destinations) {
    at -= span(destination);
    if (at < 0) return destination;
  }
  return undefined;
}

const hashing = (
  cite: string,
  by: 'source-hash' | 'destination-hash',
  addressOf: (request: { readonly client: Ip; readonly virtual: Ip }) => Ip,
  span: (d: Destination) => number,
): Scheduler => ({
  cite,
  initial: stateless,
  changed: unchanged,
  schedule: (state, request): Scheduled => {
    const bucket = hash32(foldAddress(addressOf(request)), tableBits);
    const destination = destinationIn(bucket, request.destinations, span);
    const choice = { by, bucket, buckets: tableSize } as const;
    // One that has no weight keeps its buckets and takes nothing: there is no other for the same hash.
    return destination === undefined || destination.weight <= 0 ? { choice, state } : { destination, choice, state };
  },
});

/** By the client's address. A destination fills as many buckets in a row as it has weight, and one without any. */
export const sourceHashing = hashing(
  'net/netfilter/ipvs/ip_vs_sh.c ip_vs_sh_schedule, ip_vs_sh_hashkey',
  'source-hash',
  ({ client }) => client,
  ({ weight }) => Math.max(1, weight),
);

/** By the address asked for: all clients of one virtual server come to the same destination. */
export const destinationHashing = hashing(
  'net/netfilter/ipvs/ip_vs_dh.c ip_vs_dh_schedule, ip_vs_dh_hashkey',
  'destination-hash',
  ({ virtual }) => virtual,
  () => 1,
);
