import type { Millis } from '../base/time.js';
import type { SetElements, SetElementTime, SetTx } from '../netfilter/kernel.js';

/**
 * The sets that rules fill, for the length of a walk.
 * @see net/netfilter/nft_set_hash.c nft_rhash_update, net/netfilter/nft_dynset.c nft_dynset_eval
 */
export class DynamicSets implements SetTx {
  readonly #now: Millis;
  #state: SetElements;

  constructor(state: SetElements, now: Millis) {
    this.#state = state;
    this.#now = now;
  }

  get state(): SetElements {
    return this.#state;
  }

  has(set: string, element: string): boolean {
    const end = this.#state.get(set)?.get(element);
    return end !== undefined && end > this.#now;
  }

  put(set: string, element: string, { timeoutMs = Infinity, renew, size = Infinity }: SetElementTime): boolean {
    const isThere = this.has(set, element);
    if (isThere && !renew) return true;
    const elements = new Map([...(this.#state.get(set) ?? [])].filter(([, end]) => end > this.#now));
    if (!isThere && elements.size >= size) return false;
    elements.set(element, this.#now + timeoutMs);
    this.#state = new Map(this.#state).set(set, elements);
    return true;
  }
}

/** The elements of the sets that are still there, by the names of their tables and their own. */
export function keepSets(elements: SetElements, isThere: (table: string, set: string) => boolean): SetElements {
  const kept = [...elements].filter(([name]) => {
    const [table = '', set = ''] = name.split(' ');
    return isThere(table, set);
  });
  return kept.length === elements.size ? elements : new Map(kept);
}
