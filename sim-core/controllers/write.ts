import type { Kind } from '../kube/key.js';
import type { ObjectsByKind } from '../kube/objects.js';
import { ApiTx, getObject } from '../kube/store.js';
import type { ApiObjects } from '../kube/store.js';

/** Runs writes in one transaction. Without any write the very same objects come back. */
export function writeObjects(objects: ApiObjects, write: (tx: ApiTx) => void): ApiObjects {
  const tx = new ApiTx(objects);
  write(tx);
  return tx.view().resourceVersion === objects.resourceVersion ? objects : tx.commit();
}

/** Structural equality of plain data; a field that is absent and one that is undefined are the same. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => isSame(item, b[i]));
  }
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => isSame(left[key], right[key]));
}

/** Stores the object unless the stored one says the same already. */
export function putChanged<K extends Kind>(tx: ApiTx, object: ObjectsByKind[K]): void {
  const { namespace, name, resourceVersion } = object.metadata;
  const stored = getObject(tx.view(), object.kind, namespace, name);
  const same = stored !== undefined && isSame({ ...stored.metadata, resourceVersion }, object.metadata);
  if (same && isSame({ ...stored, metadata: null }, { ...object, metadata: null })) return;
  tx.put(object);
}
