import { useSyncExternalStore } from 'react';

/** Less than a map needs for a node's hooks side by side. */
const list = window.matchMedia('(max-width: 579px)');

function subscribe(listener: () => void): () => void {
  list.addEventListener('change', listener);
  return () => list.removeEventListener('change', listener);
}

export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => list.matches);
