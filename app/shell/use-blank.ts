import { useClusterView } from '../state/cluster-view.js';
import { isBlank, manifestFiles } from '../state/cluster-text.js';
import { useDocument } from '../state/document.js';
import { useLayout } from '../state/layout.js';

/** Pods or Services of the learner's. Unknown while the simulator starts. */
export const useNothingRuns = (): boolean =>
  useClusterView(
    ({ cluster }) =>
      cluster !== undefined &&
      cluster.unscheduled.length === 0 &&
      cluster.services.every((service) => service.name === 'kubernetes') &&
      cluster.nodes.every((node) => node.pods.length === 0),
  );

/**
 * A lab in which nothing was ever done: there is no time to look back on and nothing to look into. It is told by its
 * texts before there is a cluster, so that what it does not need never comes up. Whoever calls the terminal gets it.
 */
export function useBlank(): boolean {
  const unwritten = useDocument(
    ({ files }) => files.length > 0 && manifestFiles(files).every(({ applied }) => isBlank(applied)),
  );
  const starting = useClusterView((state) => state.phase === 'starting');
  const untouched = useClusterView(({ present }) => present.timeline.every(({ kind }) => untouching.has(kind)));
  const nothing = useNothingRuns();
  const called = useLayout((state) => state.dockCalled);
  return unwritten && !called && (starting || (nothing && untouched));
}

/** What happens by itself while a cluster comes up. */
const untouching: ReadonlySet<string> = new Set(['cluster-up', 'controller', 'rules']);
