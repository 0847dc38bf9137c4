import { compareCodeUnits } from '../../base/order.js';
import type { Chain } from '../../netfilter/iptables/model.js';

/** Long enough to tell the first two hash characters of `KUBE-SVC-XY…` apart. */
const shardKey = (name: string): string => name.slice(0, 11);

type Shard = ReadonlyMap<string, Chain>;

/**
 * A table's chains: an immutable map that shares what did not change with the one it was made from.
 * Names are spread over shards by their first characters, so an update copies a few small shards and
 * iterating shard by shard gives the order of iptables-save without sorting everything at once.
 */
export class ChainMap implements ReadonlyMap<string, Chain> {
  readonly #builtIn: ReadonlyMap<string, Chain>;
  readonly #shards: ReadonlyMap<string, Shard>;
  readonly size: number;

  private constructor(builtIn: ReadonlyMap<string, Chain>, shards: ReadonlyMap<string, Shard>, size: number) {
    this.#builtIn = builtIn;
    this.#shards = shards;
    this.size = size;
  }

  /** A map of built-in chains only, which keep the order given. */
  static of(builtIn: readonly Chain[]): ChainMap {
    return new ChainMap(new Map(builtIn.map((chain) => [chain.name, chain])), new Map(), builtIn.length);
  }

  /** A new map without the removed chains and with the added ones, which replace those of the same name. */
  with(removed: Iterable<Chain>, added: Iterable<Chain>): ChainMap {
    const shards = new Map(this.#shards);
    const copied = new Map<string, Map<string, Chain>>();
    let size = this.size;
    const writable = (name: string): Map<string, Chain> => {
      const key = shardKey(name);
      let shard = copied.get(key);
      if (shard === undefined) {
        shard = new Map(shards.get(key));
        copied.set(key, shard);
        shards.set(key, shard);
      }
      return shard;
    };
    for (const { name } of removed) if (writable(name).delete(name)) size -= 1;
    for (const chain of added) {
      const shard = writable(chain.name);
      if (!shard.has(chain.name)) size += 1;
      shard.set(chain.name, chain);
    }
    return new ChainMap(this.#builtIn, shards, size);
  }

  get(name: string): Chain | undefined {
    return this.#shards.get(shardKey(name))?.get(name) ?? this.#builtIn.get(name);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  *entries(): Generator<[string, Chain], undefined> {
    yield* this.#builtIn;
    for (const key of [...this.#shards.keys()].sort(compareCodeUnits)) {
      const shard = [...(this.#shards.get(key) ?? [])];
      yield* shard.sort(([a], [b]) => compareCodeUnits(a, b));
    }
    return undefined;
  }

  *keys(): Generator<string, undefined> {
    for (const [name] of this.entries()) yield name;
    return undefined;
  }

  *values(): Generator<Chain, undefined> {
    for (const [, chain] of this.entries()) yield chain;
    return undefined;
  }

  [Symbol.iterator](): Generator<[string, Chain], undefined> {
    return this.entries();
  }

  forEach(visit: (chain: Chain, name: string, map: ReadonlyMap<string, Chain>) => void): void {
    for (const [name, chain] of this.entries()) visit(chain, name, this);
  }
}
