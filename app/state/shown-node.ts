import { useClusterView } from './cluster-view.js';
import { useLayout } from './layout.js';
import { useCurrentHop } from './playback.js';

/** The node that per-node lists are about: the chosen one, else where the packet is, else the first. */
export function useShownNode(): string | undefined {
  const names = useClusterView((state) => state.cluster?.nodes);
  const chosen = useLayout((state) => state.node);
  const place = useCurrentHop()?.place;
  const here = place !== undefined && 'node' in place ? place.node : undefined;
  const exists = (name: string | undefined) => names?.some((node) => node.name === name) === true;
  if (exists(chosen)) return chosen;
  return exists(here) ? here : names?.[0]?.name;
}
