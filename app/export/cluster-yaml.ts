import { ask } from '../state/cluster-view.js';

/** Every object of the cluster at the moment in view, as one `kubectl get … -o yaml` prints them. */
export const clusterYaml = (): Promise<string> => ask({ kind: 'manifest' });
