/**
 * Remembers, for an object, what a loop read when it last found nothing to do for it. The objects of the store are
 * immutable: as long as it would read the very same ones, there is nothing to do.
 */
export class SettledInputs<K extends object> {
  readonly #inputs = new WeakMap<K, readonly (readonly unknown[])[]>();

  isSettled(key: K, inputs: readonly (readonly unknown[])[]): boolean {
    const known = this.#inputs.get(key);
    return known !== undefined && known.every((list, i) => isSameList(list, inputs[i] ?? []));
  }

  settle(key: K, inputs: readonly (readonly unknown[])[]): void {
    this.#inputs.set(key, inputs);
  }
}

const isSameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a === b || (a.length === b.length && a.every((item, i) => item === b[i]));
