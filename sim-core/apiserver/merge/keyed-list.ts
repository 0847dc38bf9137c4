/** Lists whose items have a key. */
import { isJsonObject, type JsonObject } from '../../kube/json.js';
import type { Json } from '../../kube/objects.js';

/** The key as text, by which items are compared; undefined for what is no item of such a list. */
export function keyText(item: Json | undefined, mergeKey: string): string | undefined {
  if (!isJsonObject(item) || !Object.hasOwn(item, mergeKey)) return undefined;
  return String(item[mergeKey]);
}

/**
 * Go's sort of short lists with a comparison that calls equal keys less: equal items end up in
 * reverse. What an apply does to two ports with one number depends on it.
 */
export function insertionSort<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return sortWith(items, (a, b) => key(a) <= key(b));
}

function sortWith<T>(items: readonly T[], before: (a: T, b: T) => boolean): readonly T[] {
  const sorted: T[] = [];
  for (const item of items) {
    let at = sorted.length;
    while (at > 0 && before(item, sorted[at - 1] as T)) at -= 1;
    sorted.splice(at, 0, item);
  }
  return sorted;
}

const indexIn = (list: readonly Json[], item: Json, mergeKey: string): number =>
  list.findIndex((other) => keyText(other, mergeKey) === keyText(item, mergeKey));

const isDeletion = (item: Json): boolean => isJsonObject(item) && item['$patch'] === 'delete';

/** Items in the order of a list, deletions last. */
export function orderByList(items: readonly Json[], order: readonly Json[], mergeKey: string): readonly Json[] {
  const kept = items.filter((item) => !isDeletion(item));
  const sorted = sortWith(kept, (a, b) => {
    const [i, j] = [indexIn(order, a, mergeKey), indexIn(order, b, mergeKey)];
    return i >= 0 && j >= 0 ? i < j : true;
  });
  return [...sorted, ...items.filter(isDeletion)];
}

/** Merges a patch's items into live ones, then puts the named ones in order and the rest among them. */
export function mergeKeyed(
  live: readonly Json[],
  patch: readonly Json[],
  mergeKey: string,
  order: readonly Json[],
  merge: (a: JsonObject, b: JsonObject) => JsonObject,
  final: boolean,
): readonly Json[] {
  const gone = final ? patch.filter(isDeletion).map((item) => keyText(item, mergeKey)) : [];
  const merged = live.filter((item) => !gone.includes(keyText(item, mergeKey)));
  for (const item of patch) {
    if (final && isDeletion(item)) continue;
    const at = indexIn(merged, item, mergeKey);
    const found = at < 0 || isDeletion(merged[at] ?? null) !== isDeletion(item) ? undefined : merged[at];
    if (isJsonObject(found) && isJsonObject(item)) merged[at] = merge(found, item);
    else merged.push(item);
  }
  const named = merged.filter((item) => indexIn(order, item, mergeKey) >= 0);
  const others = merged.filter((item) => indexIn(order, item, mergeKey) < 0);
  return interleave(orderByList(others, live, mergeKey), orderByList(named, order, mergeKey), live, mergeKey);
}

/** Items the patch does not name go before the first named one that they preceded. */
function interleave(
  others: readonly Json[],
  named: readonly Json[],
  live: readonly Json[],
  mergeKey: string,
): readonly Json[] {
  const result: Json[] = [];
  let i = 0;
  for (const item of named) {
    const at = indexIn(live, item, mergeKey);
    while (i < others.length) {
      const other = indexIn(live, others[i] ?? null, mergeKey);
      if (other < 0 || at < 0 || other >= at) break;
      result.push(others[i] ?? null);
      i += 1;
    }
    result.push(item);
  }
  return [...result, ...others.slice(i)];
}
