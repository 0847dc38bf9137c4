import type { Millis } from '../../base/time.js';
import type { Tuple } from '../../net/packet.js';
import type { ConntrackEntry } from './entry.js';
import { tupleKey, type TupleKey } from './tuple.js';

type Shard = ReadonlyMap<TupleKey, ConntrackEntry>;

/**
 * The connections of one node: every entry stands under the keys of both its tuples. Split into shards, so that
 * a state shares with the one before it all shards that no packet touched.
 */
export interface ConntrackState {
  readonly shards: readonly Shard[];
  /** How many keys the shards hold. */
  readonly keys: number;
  /** The id of the next entry. */
  readonly nextId: number;
}

const shardCount = 256;

export const emptyConntrack: ConntrackState = {
  shards: new Array<Shard>(shardCount).fill(new Map()),
  keys: 0,
  nextId: 1,
};

/** FNV-1a, folded to a shard's number. */
function shardOf(key: TupleKey): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) h = Math.imul(h ^ key.charCodeAt(i), 0x01000193);
  return ((h >>> 16) ^ h) & (shardCount - 1);
}

/** A state being changed: copies a shard when it is first written. */
export class ConntrackTable {
  readonly #base: ConntrackState;
  readonly #now: Millis;
  readonly #written = new Map<number, Map<TupleKey, ConntrackEntry>>();
  #keys: number;
  #nextId: number;

  constructor(base: ConntrackState, now: Millis) {
    this.#base = base;
    this.#now = now;
    this.#keys = base.keys;
    this.#nextId = base.nextId;
  }

  /** About how many connections there are; those expired but not yet swept count too. */
  get size(): number {
    return Math.ceil(this.#keys / 2);
  }

  takeId(): number {
    return this.#nextId++;
  }

  get(tuple: Tuple): ConntrackEntry | undefined {
    const key = tupleKey(tuple);
    const number = shardOf(key);
    const entry = (this.#written.get(number) ?? this.#base.shards[number])?.get(key);
    return entry && entry.expiresAt > this.#now ? entry : undefined;
  }

  put(entry: ConntrackEntry): void {
    for (const tuple of [entry.original, entry.reply]) {
      const key = tupleKey(tuple);
      const shard = this.#writable(shardOf(key));
      if (!shard.has(key)) this.#keys++;
      shard.set(key, entry);
    }
  }

  delete(entry: ConntrackEntry): void {
    for (const tuple of [entry.original, entry.reply]) {
      const key = tupleKey(tuple);
      if (this.#writable(shardOf(key)).delete(key)) this.#keys--;
    }
  }

  /** Every connection still alive, oldest first. */
  entries(): readonly ConntrackEntry[] {
    return liveEntries(
      this.#base.shards.map((shard, number) => this.#written.get(number) ?? shard),
      this.#now,
    );
  }

  /** Forgets what has expired, everywhere. */
  sweep(): void {
    for (let number = 0; number < shardCount; number++) {
      const shard = this.#written.get(number) ?? this.#base.shards[number];
      if (shard && [...shard.values()].some((entry) => entry.expiresAt <= this.#now)) {
        const before = shard.size;
        const kept = withoutExpired(shard, this.#now);
        this.#written.set(number, kept);
        this.#keys -= before - kept.size;
      }
    }
  }

  commit(): ConntrackState {
    if (this.#written.size === 0) return { ...this.#base, nextId: this.#nextId };
    const shards = this.#base.shards.map((shard, number) => this.#written.get(number) ?? shard);
    return { shards, keys: this.#keys, nextId: this.#nextId };
  }

  #writable(number: number): Map<TupleKey, ConntrackEntry> {
    const open = this.#written.get(number);
    if (open) return open;
    const shard = this.#base.shards[number] ?? new Map<TupleKey, ConntrackEntry>();
    // Copying is the occasion to sweep; an expired entry's other key goes when its own shard is copied.
    const copy = withoutExpired(shard, this.#now);
    this.#keys -= shard.size - copy.size;
    this.#written.set(number, copy);
    return copy;
  }
}

const withoutExpired = (shard: Shard, now: Millis): Map<TupleKey, ConntrackEntry> =>
  new Map([...shard].filter(([, entry]) => entry.expiresAt > now));

function liveEntries(shards: readonly Shard[], now: Millis): readonly ConntrackEntry[] {
  const found = new Map<number, ConntrackEntry>();
  for (const shard of shards) for (const entry of shard.values()) if (entry.expiresAt > now) found.set(entry.id, entry);
  return [...found.values()].sort((a, b) => a.id - b.id);
}

/** Every connection alive at a time, oldest first. */
export const conntrackEntries = (state: ConntrackState, now: Millis): readonly ConntrackEntry[] =>
  liveEntries(state.shards, now);
