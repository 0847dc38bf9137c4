import type { Query } from '../../sim-core/index.js';
import { patched, type Delta } from './delta.js';
import type { Answers } from './protocol.js';

/** The page's side of a host's looks: what was told last is what the next deltas are made from. */
export class HeldAnswers {
  #held: ReadonlyMap<string, unknown> = new Map();

  take(queries: readonly Query[], deltas: readonly Delta[]): Answers {
    const held = new Map<string, unknown>();
    queries.forEach((query, i) => {
      const key = JSON.stringify(query);
      held.set(key, patched(this.#held.get(key), deltas[i] ?? { same: true }));
    });
    this.#held = held;
    // Only the host says which kind of query has which answer, and its deltas come untyped.
    return queries.map((query) => held.get(JSON.stringify(query))) as unknown as Answers;
  }

  /** A new host has told nothing yet. */
  forget(): void {
    this.#held = new Map();
  }
}
