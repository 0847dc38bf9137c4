import { useState } from 'react';

/**
 * Tells rows that came while the list was open from those that were there when it was opened. `list` names what
 * is listed: another list begins anew.
 */
export function useArrivals(list: string, keys: readonly string[]): (key: string) => boolean {
  const [seen, setSeen] = useState(() => ({ list, first: new Set(keys) }));
  if (seen.list !== list) setSeen({ list, first: new Set(keys) });
  return (key) => seen.list === list && !seen.first.has(key);
}
