import type { NftChain } from '../../netfilter/nftables/model.js';
import { isServiceChain, serviceOfChain } from './names.js';

/** The chains of one Service; indexed when one is first asked for. */
export class OwnChains {
  readonly chains: readonly NftChain[];
  #index: ReadonlyMap<string, NftChain> | undefined;

  constructor(chains: readonly NftChain[]) {
    this.chains = chains;
  }

  get(name: string): NftChain | undefined {
    this.#index ??= new Map(this.chains.map((chain) => [chain.name, chain]));
    return this.#index.get(name);
  }
}

/**
 * A table's chains as a map: those that are always there, those of each Service, and those on their way
 * out. A Service's chain is found through the Service's name, which its own name holds, so that nothing
 * has to be copied when another Service changes.
 */
export class TableChains implements ReadonlyMap<string, NftChain> {
  readonly #fixed: ReadonlyMap<string, NftChain>;
  readonly #services: ReadonlyMap<string, { readonly own: OwnChains }>;
  readonly #stale: ReadonlyMap<string, NftChain>;

  constructor(
    fixed: readonly NftChain[],
    services: ReadonlyMap<string, { readonly own: OwnChains }>,
    stale: readonly NftChain[],
  ) {
    this.#fixed = new Map(fixed.map((chain) => [chain.name, chain]));
    this.#services = services;
    this.#stale = new Map(stale.map((chain) => [chain.name, chain]));
  }

  get size(): number {
    let size = this.#fixed.size + this.#stale.size;
    for (const { own } of this.#services.values()) size += own.chains.length;
    return size;
  }

  get(name: string): NftChain | undefined {
    if (!isServiceChain(name)) return this.#fixed.get(name);
    return this.#services.get(serviceOfChain(name))?.own.get(name) ?? this.#stale.get(name);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  *values(): Generator<NftChain, undefined> {
    yield* this.#fixed.values();
    for (const { own } of this.#services.values()) yield* own.chains;
    yield* this.#stale.values();
    return undefined;
  }

  *entries(): Generator<[string, NftChain], undefined> {
    for (const chain of this.values()) yield [chain.name, chain];
    return undefined;
  }

  *keys(): Generator<string, undefined> {
    for (const chain of this.values()) yield chain.name;
    return undefined;
  }

  [Symbol.iterator](): Generator<[string, NftChain], undefined> {
    return this.entries();
  }

  forEach(visit: (chain: NftChain, name: string, map: ReadonlyMap<string, NftChain>) => void): void {
    for (const chain of this.values()) visit(chain, chain.name, this);
  }
}
