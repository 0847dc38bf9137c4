import { useClusterView } from '../../state/cluster-view.js';
import { keptCluster } from './steady.js';
import type { ClusterView } from '../../../sim-core/index.js';

let newest: { readonly shown: ClusterView | undefined; readonly kept: ClusterView | undefined } | undefined;

function steady(shown: ClusterView | undefined): ClusterView | undefined {
  if (newest?.shown !== shown) newest = { shown, kept: keptCluster(newest?.kept, shown) };
  return newest?.kept;
}

/** The cluster as a map shows it: the same object for as long as nothing on the map changes, whatever the time. */
export const useMapCluster = (): ClusterView | undefined => useClusterView((state) => steady(state.cluster));
