import { stateless, unchanged, type Destination, type Scheduler } from './definition.js';
import { foldAddress, hsiphash } from './hash.js';
import { gcdOfWeights, maxWeight } from './weights.js';

/** The prime for CONFIG_IP_VS_MH_TAB_INDEX 12, and the bits that a weight may fill. */
const tableSize = 4093;
const tableBits = 6;

const keys = { offset: 2654435761n, skip: 2654446892n } as const;

/** @see ip_vs_mh_hashkey */
const hashKey = (ip: string, port: number, key: bigint): number => hsiphash((port + foldAddress(ip)) >>> 0, key);

interface Preference {
  readonly destination: Destination;
  readonly skip: number;
  readonly turns: number;
  position: number;
}

/** @see ip_vs_mh_permutate, ip_vs_mh_shift_weight */
function preferences(destinations: readonly Destination[]): readonly Preference[] {
  const gcd = gcdOfWeights(destinations);
  if (gcd < 1) return [];
  const bits = 32 - Math.clz32(Math.floor(maxWeight(destinations) / gcd));
  const shift = Math.max(0, bits - tableBits);
  return destinations.map((destination) => {
    const { address, port, weight } = destination;
    return {
      destination,
      position: hashKey(address, port, keys.offset) % tableSize,
      skip: (hashKey(address, port, keys.skip) % (tableSize - 1)) + 1,
      turns: Math.floor(weight / gcd) >> shift || (weight === 0 ? 0 : 1),
    };
  });
}

/** Each destination in turn takes the first free place of its own order. @see ip_vs_mh_populate */
function lookupTable(destinations: readonly Destination[]): readonly (Destination | undefined)[] {
  const table = new Array<Destination | undefined>(tableSize).fill(undefined);
  const takers = preferences(destinations).filter(({ turns }) => turns > 0);
  let free = takers.length === 0 ? 0 : tableSize;
  while (free > 0) {
    for (const taker of takers) {
      for (let turn = 0; turn < taker.turns && free > 0; turn++) {
        while (table[taker.position] !== undefined) taker.position = (taker.position + taker.skip) % tableSize;
        table[taker.position] = taker.destination;
        free -= 1;
      }
    }
  }
  return table;
}

/** A table depends on nothing but addresses, ports, weights and their order. */
const tables = new Map<string, readonly (string | undefined)[]>();
const rememberedTables = 256;

function tableFor(destinations: readonly Destination[]): readonly (string | undefined)[] {
  const name = destinations.map(({ key, weight }) => `${key} ${weight}`).join();
  const known = tables.get(name);
  if (known !== undefined) return known;
  const table = lookupTable(destinations).map((destination) => destination?.key);
  if (tables.size >= rememberedTables) tables.clear();
  tables.set(name, table);
  return table;
}

/** Maglev: when a destination comes or goes, few clients of the others move. */
export const maglevHashing: Scheduler = {
  cite: 'net/netfilter/ipvs/ip_vs_mh.c ip_vs_mh_schedule',
  initial: stateless,
  changed: unchanged,
  schedule: (state, { client, clientPort, destinations, hashesPort }) => {
    const bucket = hashKey(client, hashesPort ? clientPort : 0, keys.offset) % tableSize;
    const choice = { by: 'source-hash', bucket, buckets: tableSize } as const;
    const key = tableFor(destinations)[bucket];
    const destination = destinations.find((d) => d.key === key);
    return destination === undefined || destination.weight <= 0 ? { choice, state } : { destination, choice, state };
  },
};
