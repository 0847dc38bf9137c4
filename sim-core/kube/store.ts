import type { Kind, ObjectKey } from './key.js';
import type { KubeObject, ObjectsByKind } from './objects.js';
import { kinds } from './resource.js';

/** All API objects, immutable. Maps are keyed by `namespace/name` and keep creation order. */
export interface ApiObjects {
  readonly resourceVersion: number;
  readonly kinds: { readonly [K in Kind]: ReadonlyMap<string, ObjectsByKind[K]> };
}

const storeKey = (namespace: string | undefined, name: string): string => `${namespace ?? ''}/${name}`;

export const emptyApiObjects: ApiObjects = {
  resourceVersion: 1,
  // Object.fromEntries forgets the keys' type; the map of every kind starts empty.
  kinds: Object.fromEntries(kinds.map((kind) => [kind, new Map()])) as unknown as ApiObjects['kinds'],
};

export const getObject = <K extends Kind>(
  api: ApiObjects,
  kind: K,
  namespace: string | undefined,
  name: string,
): ObjectsByKind[K] | undefined => api.kinds[kind].get(storeKey(namespace, name));

/** Objects of a kind in creation order, optionally of one namespace. */
export function listObjects<K extends Kind>(api: ApiObjects, kind: K, namespace?: string): readonly ObjectsByKind[K][] {
  const all: readonly ObjectsByKind[K][] = [...api.kinds[kind].values()];
  return namespace === undefined ? all : all.filter((o) => o.metadata.namespace === namespace);
}

export const keyOf = (object: KubeObject): ObjectKey => ({
  kind: object.kind,
  namespace: object.metadata.namespace ?? '',
  name: object.metadata.name,
});

/** A name for ever: the same world gives the same object the same one. Shaped like a random UUID, RFC 9562. */
function uidOf(key: string, resourceVersion: number): string {
  let hash = 0x811c9dc5;
  const next = (): string => {
    for (const c of `${key}#${resourceVersion}`) hash = Math.imul(hash ^ (c.codePointAt(0) ?? 0), 0x01000193);
    return (hash >>> 0).toString(16).padStart(8, '0');
  };
  const hex = next() + next() + next() + next();
  const variant = '89ab'.charAt(parseInt(hex.charAt(16), 16) % 4);
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20),
  ];
  return parts.join('-');
}

/**
 * Collects writes and yields a new ApiObjects; the old one stays as it was. A kind's map is copied
 * at its first write only. Each write takes the next resourceVersion.
 */
export class ApiTx {
  #kinds: { -readonly [K in Kind]: ReadonlyMap<string, ObjectsByKind[K]> };
  readonly #copied = new Set<Kind>();
  #resourceVersion: number;

  constructor(base: ApiObjects) {
    this.#kinds = { ...base.kinds };
    this.#resourceVersion = base.resourceVersion;
  }

  /** The state including all writes so far. Cheap; do not keep across later writes. */
  view(): ApiObjects {
    return { resourceVersion: this.#resourceVersion, kinds: this.#kinds };
  }

  /** Stores the object under its key with a fresh resourceVersion and returns what was stored. */
  put<K extends Kind>(object: ObjectsByKind[K]): ObjectsByKind[K] {
    this.#resourceVersion += 1;
    const key = storeKey(object.metadata.namespace, object.metadata.name);
    const all = this.#writable(object.kind);
    const uid =
      object.metadata.uid ?? all.get(key)?.metadata.uid ?? uidOf(`${object.kind}/${key}`, this.#resourceVersion);
    const stored = { ...object, metadata: { ...object.metadata, uid, resourceVersion: String(this.#resourceVersion) } };
    all.set(key, stored);
    return stored;
  }

  delete(key: ObjectKey): void {
    this.#resourceVersion += 1;
    this.#writable(key.kind).delete(storeKey(key.namespace, key.name));
  }

  commit(): ApiObjects {
    const state = { resourceVersion: this.#resourceVersion, kinds: { ...this.#kinds } };
    this.#copied.clear();
    return state;
  }

  #writable(kind: Kind): Map<string, KubeObject> {
    const current: ReadonlyMap<string, KubeObject> = this.#kinds[kind];
    if (this.#copied.has(kind)) return current as Map<string, KubeObject>;
    const copy = new Map<string, KubeObject>(current);
    // The kind's own map type: put() only ever stores an object under its own kind.
    (this.#kinds as Record<Kind, ReadonlyMap<string, KubeObject>>)[kind] = copy;
    this.#copied.add(kind);
    return copy;
  }
}
