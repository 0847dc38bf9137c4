import { resources } from '../../kube/resource.js';
import type { Kind } from '../../kube/key.js';
import { listObjects } from '../../kube/store.js';
import { toYaml } from '../../shell/kubectl/structured.js';
import type { Snapshot } from '../snapshot.js';

/** Every object as `kubectl get … -A -o yaml` prints it: one List, kind after kind. */
export function manifestView({ objects }: Snapshot): string {
  const kinds = Object.keys(resources) as Kind[];
  const items = kinds.flatMap((kind) => [...listObjects(objects, kind)]);
  return toYaml({ apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } });
}
