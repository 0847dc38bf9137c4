/** The two patches that know nothing of types. @see RFC 6902, RFC 6901, RFC 7386 */
import { isJsonList, isJsonObject, sameJson, type JsonObject } from '../../kube/json.js';
import type { Json } from '../../kube/objects.js';

/** A JSON merge patch: null removes, maps merge, all else replaces. */
export function applyMergePatch(target: Json, patch: Json): Json {
  if (!isJsonObject(patch)) return patch;
  const result = new Map(Object.entries(isJsonObject(target) ? target : {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key);
    else result.set(key, applyMergePatch(result.get(key) ?? null, value));
  }
  return Object.fromEntries(result);
}

type Patched = { readonly value: Json } | undefined;

const segments = (pointer: string): readonly string[] | undefined => {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) return undefined;
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
};

function valueAt(document: Json, path: readonly string[]): Json | undefined {
  let value: Json | undefined = document;
  for (const key of path) {
    if (isJsonList(value)) value = /^(0|[1-9]\d*)$/.test(key) ? value[Number(key)] : undefined;
    else value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    if (value === undefined) return undefined;
  }
  return value;
}

/** Changes the container that a path leads to; undefined when it leads nowhere. */
function within(document: Json, path: readonly string[], change: (parent: Json, key: string) => Patched): Patched {
  const [key = '', ...rest] = path;
  if (rest.length === 0) return change(document, key);
  const child = valueAt(document, [key]);
  const changed = child === undefined ? undefined : within(child, rest, change);
  if (changed === undefined) return undefined;
  if (isJsonList(document)) return { value: document.with(Number(key), changed.value) };
  return { value: { ...(document as JsonObject), [key]: changed.value } };
}

function put(document: Json, path: readonly string[], value: Json): Patched {
  if (path.length === 0) return { value };
  return within(document, path, (parent, key) => {
    if (isJsonObject(parent)) return { value: { ...parent, [key]: value } };
    if (!isJsonList(parent)) return undefined;
    const at = key === '-' ? parent.length : Number(key);
    return Number.isInteger(at) && at >= 0 && at <= parent.length
      ? { value: parent.toSpliced(at, 0, value) }
      : undefined;
  });
}

function remove(document: Json, path: readonly string[]): Patched {
  if (path.length === 0 || valueAt(document, path) === undefined) return undefined;
  return within(document, path, (parent, key) => {
    if (isJsonList(parent)) return { value: parent.toSpliced(Number(key), 1) };
    if (!isJsonObject(parent)) return undefined;
    const { [key]: _gone, ...rest } = parent;
    return { value: rest };
  });
}

const replace = (document: Json, path: readonly string[], value: Json): Patched => {
  if (path.length === 0) return { value };
  if (valueAt(document, path) === undefined) return undefined;
  return within(document, path, (parent, key) =>
    isJsonList(parent)
      ? { value: parent.with(Number(key), value) }
      : { value: { ...(parent as JsonObject), [key]: value } },
  );
};

function operate(document: Json, operation: JsonObject): Patched {
  const { op, path: pointer, from: source } = operation;
  const path = segments(typeof pointer === 'string' ? pointer : '?');
  const from = segments(typeof source === 'string' ? source : '?');
  const value = operation['value'] ?? null;
  if (path === undefined) return undefined;
  switch (op) {
    case 'add':
      return put(document, path, value);
    case 'replace':
      return replace(document, path, value);
    case 'remove':
      return remove(document, path);
    case 'test':
      return sameJson(valueAt(document, path) ?? null, value) ? { value: document } : undefined;
    case 'copy':
    case 'move': {
      const found = from === undefined ? undefined : valueAt(document, from);
      if (from === undefined || found === undefined) return undefined;
      const left = op === 'move' ? remove(document, from) : { value: document };
      return left === undefined ? undefined : put(left.value, path, found);
    }
    default:
      return undefined;
  }
}

/** The document after all operations; undefined when one of them cannot be done, and then none is. */
export function applyJsonPatch(document: Json, operations: readonly Json[]): Json | undefined {
  let value = document;
  for (const operation of operations) {
    const next = isJsonObject(operation) ? operate(value, operation) : undefined;
    if (next === undefined) return undefined;
    ({ value } = next);
  }
  return value;
}
