import type { Chain } from './model.js';

/** Names of chains that are not the very same object in both tables: those of the earlier one first, each in order. */
export function unsharedChains(
  before: ReadonlyMap<string, Chain>,
  after: ReadonlyMap<string, Chain>,
): ReadonlySet<string> {
  if (before === after) return new Set();
  const old = new Set(before.values());
  const fresh = [...after.values()].filter((chain) => !old.delete(chain));
  return new Set([...old, ...fresh].map(({ name }) => name));
}
