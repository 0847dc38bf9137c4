import { useEffect, useState } from 'react';
import { useClusterView } from './cluster-view.js';

/** Safari has no requestIdleCallback. */
const restMillis = 600;

/** Calls back when the page has nothing better to do; gives the way to call that off. */
export function whenIdle(callback: () => void): () => void {
  if (typeof window.requestIdleCallback !== 'function') {
    const timer = setTimeout(callback, restMillis);
    return () => clearTimeout(timer);
  }
  const handle = window.requestIdleCallback(callback, { timeout: 3000 });
  return () => window.cancelIdleCallback(handle);
}

/** True from the first quiet moment after the cluster stands: what is large may come then, not before. */
export function useCalm(): boolean {
  const starting = useClusterView((state) => state.phase === 'starting');
  const [calm, setCalm] = useState(false);
  useEffect(() => (starting ? undefined : whenIdle(() => setCalm(true))), [starting]);
  return calm;
}
