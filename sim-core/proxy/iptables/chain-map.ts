import { compareCodeUnits } from '../../base/order.js';
import type { Chain } from '../../netfilter/iptables/model.js';

/** Long enough to tell the first two hash characters of `KUBE-SVC-XY…` apart. */
const shardKey = (name: string): string => name.slice(0, 11);

const byName = (a: Chain, b: Chain): number => compareCodeUnits(a.name, b.name);

/** Chains whose names begin alike, in any order; indexed when one is first asked for. */
class Shard {
  readonly chains: Chain[];
  #index: ReadonlyMap<string, Chain> | undefined;
  #sorted: readonly Chain[] | undefined;

  constructor(chains: Chain[]) {
    this.chains = chains;
  }

  get(name: string): Chain | undefined {
    this.#index ??= new Map(this.chains.map((chain) => [chain.name, chain]));
    return this.#index.get(name);
  }

  /** In the order of their names. */
  get sorted(): readonly Chain[] {
    this.#sorted ??= this.chains.length < 2 ? this.chains : this.chains.toSorted(byName);
    return this.#sorted;
  }
}

/**
 * A table's chains: an immutable map that shares what did not change with the one it was made from.
 * Names are spread over shards by their first characters, so an update copies a few small shards and
 * iterating shard by shard gives the order of iptables-save without sorting everything at once.
 */
export class ChainMap implements ReadonlyMap<string, Chain> {
  readonly #builtIn: ReadonlyMap<string, Chain>;
  readonly #shards: ReadonlyMap<string, Shard>;
  readonly size: number;
  #order: readonly string[] | undefined;
  #ordered: readonly Chain[] | undefined;

  private constructor(
    builtIn: ReadonlyMap<string, Chain>,
    shards: ReadonlyMap<string, Shard>,
    size: number,
    order?: readonly string[],
  ) {
    this.#order = order;
    this.#builtIn = builtIn;
    this.#shards = shards;
    this.size = size;
  }

  /** A map of built-in chains only, which keep the order given. */
  static of(builtIn: readonly Chain[]): ChainMap {
    return new ChainMap(new Map(builtIn.map((chain) => [chain.name, chain])), new Map(), builtIn.length);
  }

  /**
   * A new map without the removed chains and with the added ones. No name may be in it twice: a chain
   * that replaces another comes with the other among the removed.
   */
  with(removed: readonly (readonly Chain[])[], added: readonly (readonly Chain[])[]): ChainMap {
    const shards = new Map(this.#shards);
    let size = this.size;
    for (const [key, gone] of groupByShard(removed)) {
      const kept = (shards.get(key)?.chains ?? []).filter((chain) => !gone.includes(chain));
      size -= (shards.get(key)?.chains.length ?? 0) - kept.length;
      if (kept.length > 0) shards.set(key, new Shard(kept));
      else shards.delete(key);
    }
    for (const [key, fresh] of groupByShard(added)) {
      const present = shards.get(key)?.chains;
      shards.set(key, new Shard(present === undefined ? fresh : [...present, ...fresh]));
      size += fresh.length;
    }
    const isSameOrder = shards.size === this.#shards.size && [...shards.keys()].every((key) => this.#shards.has(key));
    return new ChainMap(this.#builtIn, shards, size, isSameOrder ? this.#order : undefined);
  }

  get(name: string): Chain | undefined {
    return this.#shards.get(shardKey(name))?.get(name) ?? this.#builtIn.get(name);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** All of them in order, put together once. */
  get #list(): readonly Chain[] {
    if (this.#ordered !== undefined) return this.#ordered;
    this.#order ??= [...this.#shards.keys()].sort(compareCodeUnits);
    const list = [...this.#builtIn.values()];
    for (const key of this.#order) list.push(...(this.#shards.get(key)?.sorted ?? []));
    this.#ordered = list;
    return list;
  }

  values(): ArrayIterator<Chain> {
    return this.#list.values();
  }

  *entries(): Generator<[string, Chain], undefined> {
    for (const chain of this.#list) yield [chain.name, chain];
    return undefined;
  }

  *keys(): Generator<string, undefined> {
    for (const chain of this.#list) yield chain.name;
    return undefined;
  }

  [Symbol.iterator](): Generator<[string, Chain], undefined> {
    return this.entries();
  }

  forEach(visit: (chain: Chain, name: string, map: ReadonlyMap<string, Chain>) => void): void {
    for (const chain of this.#list) visit(chain, chain.name, this);
  }
}

function groupByShard(lists: readonly (readonly Chain[])[]): ReadonlyMap<string, Chain[]> {
  const groups = new Map<string, Chain[]>();
  for (const list of lists) {
    for (const chain of list) {
      const key = shardKey(chain.name);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [chain]);
      else group.push(chain);
    }
  }
  return groups;
}
