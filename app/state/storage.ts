/**
 * The browser's storage, which may be blocked, full or hold something else's data:
 * reading gives nothing then, writing says no, and nothing throws.
 */
export type WriteResult = 'saved' | 'blocked' | 'full';

function storage(): Storage | undefined {
  try {
    return typeof localStorage === 'undefined' ? undefined : localStorage;
  } catch {
    return undefined;
  }
}

/** What was stored, if it is an object at all; its fields are the caller's to check. */
export function readStored<T extends object>(key: string): Partial<T> | undefined {
  try {
    const text = storage()?.getItem(key);
    if (text === null || text === undefined) return undefined;
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Partial<T>) : undefined;
  } catch {
    return undefined;
  }
}

export function writeStored(key: string, value: object): WriteResult {
  const place = storage();
  if (place === undefined) return 'blocked';
  try {
    place.setItem(key, JSON.stringify(value));
    return 'saved';
  } catch (error) {
    return error instanceof DOMException && error.name === 'QuotaExceededError' ? 'full' : 'blocked';
  }
}

export function removeStored(key: string): void {
  try {
    storage()?.removeItem(key);
  } catch {
    // A storage that cannot be written holds nothing of ours.
  }
}
