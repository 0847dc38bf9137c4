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
    const stored = {
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(this.#resourceVersion) },
    };
    this.#writable(object.kind).set(storeKey(object.metadata.namespace, object.metadata.name), stored);
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
