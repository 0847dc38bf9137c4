/**
 * Strategic merge: what `kubectl apply` sends, and what the server makes of it. Lists of maps merge
 * by one key only, `port` for a Service's ports, and sorting by that key is not stable: two ports
 * with one number can be taken for one another.
 *
 * @see apimachinery/pkg/util/strategicpatch/patch.go (v1.34)
 */
import { isJsonList, isJsonObject, sameJson, type JsonObject } from '../../kube/json.js';
import type { Json } from '../../kube/objects.js';
import type { Schema } from '../decode/schema.js';
import { insertionSort, keyText, mergeKeyed, orderByList } from './keyed-list.js';

const orderPrefix = '$setElementOrder/';

interface DiffOptions {
  readonly deletions: boolean;
  readonly changes: boolean;
}

const childSchema = (schema: Schema, key: string): Schema => {
  if (schema.is === 'map') return schema.of;
  const field = schema.is === 'struct' && Object.hasOwn(schema.fields, key) ? schema.fields[key] : undefined;
  return field?.schema ?? { is: 'anything' };
};

const sameType = (a: Json, b: Json): boolean =>
  isJsonList(a) === isJsonList(b) &&
  isJsonObject(a) === isJsonObject(b) &&
  typeof a === typeof b &&
  (a === null) === (b === null);

/** The patch that makes `modified` of `original`, as far as the options ask. */
function diffMaps(original: JsonObject, modified: JsonObject, schema: Schema, options: DiffOptions): JsonObject {
  const patch = new Map<string, Json>();
  for (const [key, now] of Object.entries(modified)) {
    const before = Object.hasOwn(original, key) ? original[key] : undefined;
    if (before === undefined || !sameType(before, now)) {
      if (options.changes) patch.set(key, now);
    } else if (isJsonObject(before) && isJsonObject(now)) {
      const inner = diffMaps(before, now, childSchema(schema, key), options);
      if (Object.keys(inner).length > 0) patch.set(key, inner);
    } else if (isJsonList(before) && isJsonList(now)) {
      diffLists(key, before, now, childSchema(schema, key), options, patch);
    } else if (options.changes && before !== now) patch.set(key, now);
  }
  if (options.deletions)
    for (const key of Object.keys(original)) if (!Object.hasOwn(modified, key)) patch.set(key, null);
  return Object.fromEntries(patch);
}

function diffLists(
  key: string,
  before: readonly Json[],
  now: readonly Json[],
  schema: Schema,
  options: DiffOptions,
  patch: Map<string, Json>,
): void {
  const mergeKey = schema.is === 'list' ? schema.mergeKey : undefined;
  if (
    schema.is !== 'list' ||
    mergeKey === undefined ||
    ![...before, ...now].every((i) => keyText(i, mergeKey) !== undefined)
  ) {
    if (options.changes && !sameJson(before, now)) patch.set(key, now);
    return;
  }
  if (before.length === 0) {
    if (options.changes && now.length > 0) patch.set(key, now);
    return;
  }
  const changed = diffKeyed(
    before as readonly JsonObject[],
    now as readonly JsonObject[],
    schema.of,
    mergeKey,
    options,
  );
  if (changed.length > 0) patch.set(key, changed);
  const orderSame =
    before.length === now.length && before.every((item, i) => keyText(item, mergeKey) === keyText(now[i], mergeKey));
  if (changed.length > 0 || (options.changes && !orderSame)) {
    patch.set(
      `${orderPrefix}${key}`,
      now.map((item) => ({ [mergeKey]: (item as JsonObject)[mergeKey] ?? null })),
    );
  }
}

function diffKeyed(
  before: readonly JsonObject[],
  now: readonly JsonObject[],
  schema: Schema,
  mergeKey: string,
  options: DiffOptions,
): readonly Json[] {
  const text = (item: JsonObject): string => keyText(item, mergeKey) ?? '';
  const [left, right] = [insertionSort(before, text), insertionSort(now, text)];
  const patches: Json[] = [];
  const deletions: Json[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    const [a, b] = [left[i], right[j]];
    if (a !== undefined && b !== undefined && text(a) === text(b)) {
      const inner = diffMaps(a, b, schema, options);
      if (Object.keys(inner).length > 0) patches.push({ ...inner, [mergeKey]: b[mergeKey] ?? null });
      i += 1;
      j += 1;
    } else if (b !== undefined && (a === undefined || text(b) < text(a))) {
      if (options.changes) patches.push(b);
      j += 1;
    } else {
      if (options.deletions && a !== undefined) deletions.push({ $patch: 'delete', [mergeKey]: a[mergeKey] ?? null });
      i += 1;
    }
  }
  return [...orderByList(patches, now, mergeKey), ...deletions];
}

/** `final` is the server applying a patch; otherwise two patches are being joined into one. */
export function mergeMaps(original: JsonObject, patch: JsonObject, schema: Schema, final: boolean): JsonObject {
  if (patch['$patch'] === 'delete') return {};
  const result = new Map(Object.entries(original));
  const done = new Set<string>();
  for (const [key, order] of Object.entries(patch)) {
    if (!key.startsWith(orderPrefix) || !isJsonList(order)) continue;
    done.add(key);
    if (!final) {
      if (!result.has(key)) result.set(key, order);
    }
    const listKey = key.slice(orderPrefix.length);
    const listSchema = childSchema(schema, listKey);
    const live = result.get(listKey);
    const change = patch[listKey];
    if ((live !== undefined && !isJsonList(live)) || (change !== undefined && !isJsonList(change))) continue;
    if (live === undefined && change === undefined) continue;
    done.add(listKey);
    result.set(listKey, mergeOrdered(live ?? [], change, order, listSchema, final));
  }
  for (const [key, value] of Object.entries(patch)) {
    if (done.has(key)) continue;
    if (value === null) {
      if (final) result.delete(key);
      else result.set(key, null);
      continue;
    }
    const live = result.get(key);
    const inner = childSchema(schema, key);
    if (isJsonObject(live) && isJsonObject(value)) result.set(key, mergeMaps(live, value, inner, final));
    else if (isJsonList(live) && isJsonList(value) && inner.is === 'list' && inner.mergeKey !== undefined) {
      result.set(
        key,
        mergeKeyed(live, value, inner.mergeKey, value, (a, b) => mergeMaps(a, b, inner.of, final), final),
      );
    } else result.set(key, value);
  }
  return Object.fromEntries(result);
}

function mergeOrdered(
  live: readonly Json[],
  change: readonly Json[] | undefined,
  order: readonly Json[],
  schema: Schema,
  final: boolean,
): readonly Json[] {
  if (schema.is !== 'list' || schema.mergeKey === undefined) return change ?? live;
  const of = schema.of;
  return mergeKeyed(live, change ?? [], schema.mergeKey, order, (a, b) => mergeMaps(a, b, of, final), final);
}

/**
 * The patch of a client-side apply: what the manifest adds or changes of the live object, and what
 * the last manifest had that this one has no more.
 */
export function threeWayPatch(
  original: JsonObject,
  modified: JsonObject,
  current: JsonObject,
  schema: Schema,
): JsonObject {
  const delta = diffMaps(current, modified, schema, { deletions: false, changes: true });
  const deletions = diffMaps(original, modified, schema, { deletions: true, changes: false });
  return mergeMaps(deletions, delta, schema, false);
}

/** The server's side: the live object with a patch on it. */
export const applyPatch = (live: JsonObject, patch: JsonObject, schema: Schema): JsonObject =>
  mergeMaps(live, patch, schema, true);
