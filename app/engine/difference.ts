import type { Delta, Items } from './delta.js';

const same: Delta = { same: true };

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** What `patched` needs in order to make `after` of `before`. Where both share an object, it is not looked into. */
export function difference(before: unknown, after: unknown): Delta {
  if (Object.is(before, after)) return same;
  if (!isObject(before) || !isObject(after)) return { value: after };
  if (Array.isArray(before) !== Array.isArray(after)) return { value: after };
  if (Array.isArray(before) && Array.isArray(after)) return itemsDifference(before, after);
  // Views are plain data: what is no list is a record.
  return fieldsDifference(before as Fields, after as Fields);
}

function fieldsDifference(before: Fields, after: Fields): Delta {
  const fields: Record<string, Delta> = {};
  const names = Object.keys(after);
  let changed = 0;
  let kept = 0;
  for (const name of names) {
    const known = Object.hasOwn(before, name);
    if (known) kept += 1;
    const delta = known ? difference(before[name], after[name]) : { value: after[name] };
    if (delta === same) continue;
    fields[name] = delta;
    changed += 1;
  }
  const gone =
    Object.keys(before).length === kept ? [] : Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  if (changed === 0 && gone.length === 0) return same;
  return gone.length === 0 ? { fields } : { fields, gone };
}

/** Adds to the last part where it goes on. */
class Parts {
  readonly list: Items[] = [];
  /** Items taken over as they are, at the place they had. */
  still = 0;
  #run: { from: number; count: number } | undefined;
  #values: unknown[] | undefined;

  keep(from: number, at: number): void {
    if (from === at) this.still += 1;
    if (this.#run !== undefined && this.#run.from + this.#run.count === from) this.#run.count += 1;
    else this.list.push((this.#run = { from, count: 1 }));
    this.#values = undefined;
  }

  change(from: number, delta: Delta): void {
    this.list.push({ from, delta });
    this.#run = undefined;
    this.#values = undefined;
  }

  add(value: unknown): void {
    if (this.#values === undefined) this.list.push({ values: (this.#values = []) });
    this.#values.push(value);
    this.#run = undefined;
  }
}

/** Items are found again by identity, wherever they went; the others are compared with what stands in their place. */
function itemsDifference(before: readonly unknown[], after: readonly unknown[]): Delta {
  const places = new Map<unknown, number>();
  before.forEach((item, at) => {
    if (isObject(item)) places.set(item, at);
  });
  const staying = new Set<unknown>();
  for (const item of after) if (isObject(item) && places.has(item)) staying.add(item);
  const parts = new Parts();
  let next = 0;
  after.forEach((item, at) => {
    const place = isObject(item) ? places.get(item) : undefined;
    if (place !== undefined) {
      parts.keep(place, at);
      next = place + 1;
      return;
    }
    while (next < before.length && staying.has(before[next])) next += 1;
    const delta = next < before.length ? difference(before[next], item) : { value: item };
    if (delta === same) parts.keep(next, at);
    else if ('value' in delta) parts.add(item);
    else parts.change(next, delta);
    next += 1;
  });
  return parts.still === after.length && before.length === after.length ? same : { items: parts.list };
}
