/**
 * Randomness as data. Every consumer draws from a stream of its own, named by a label such as
 * `kube-proxy/node1/statistic`, so that an unrelated edit changes no other choice.
 */
export interface PrngState {
  readonly seed: number;
  /** How many draws each stream has made so far. */
  readonly draws: Readonly<Record<string, number>>;
}

export const createPrng = (seed: number): PrngState => ({ seed: seed >>> 0, draws: {} });

/** 32-bit FNV-1a over UTF-16 code units. */
function hashLabel(label: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < label.length; i++) {
    h ^= label.charCodeAt(i);
    h = Math.imul(h, 0x01000193);
  }
  return h >>> 0;
}

/** The murmur3 finaliser: spreads every input bit over the whole word. */
function mix(x: number): number {
  let h = x >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The n-th unsigned 32-bit number of a stream; a pure function, so any draw can be repeated. */
export function draw(seed: number, label: string, n: number): number {
  const stream = mix(seed ^ hashLabel(label));
  return mix(mix(stream + Math.imul(n + 1, 0x9e3779b9)) ^ stream);
}

/** A mutable view over a PrngState for the length of one transaction. */
export class Prng {
  readonly #seed: number;
  readonly #draws: Map<string, number>;

  constructor(state: PrngState) {
    this.#seed = state.seed;
    this.#draws = new Map(Object.entries(state.draws));
  }

  /** Uniform in [0, 2^32). */
  u32(label: string): number {
    const n = this.#draws.get(label) ?? 0;
    this.#draws.set(label, n + 1);
    return draw(this.#seed, label, n);
  }

  /** Uniform in [0, bound). */
  below(label: string, bound: number): number {
    return Math.floor((this.u32(label) / 0x1_0000_0000) * bound);
  }

  /** The next of 0, 1, 2 … of a label: a count that outlives what it counted. */
  ordinal(label: string): number {
    const n = this.#draws.get(label) ?? 0;
    this.#draws.set(label, n + 1);
    return n;
  }

  state(): PrngState {
    return { seed: this.#seed, draws: Object.fromEntries(this.#draws) };
  }
}
