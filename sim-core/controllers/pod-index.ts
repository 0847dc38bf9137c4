import type { Labels, Pod } from '../kube/objects.js';
import type { ApiObjects } from '../kube/store.js';
import { matchesLabels } from './selector.js';

interface NamespaceIndex {
  readonly pods: Pod[];
  /** By one label: its key, then its value. */
  readonly byLabel: Map<string, Map<string, Pod[]>>;
}

type PodIndex = ReadonlyMap<string, NamespaceIndex>;

/** By the store's map, which no write changes once it is stored. */
const indexes = new WeakMap<ApiObjects['kinds']['Pod'], PodIndex>();

function indexOf(pods: ApiObjects['kinds']['Pod']): PodIndex {
  const known = indexes.get(pods);
  if (known !== undefined) return known;
  const index = new Map<string, NamespaceIndex>();
  for (const pod of pods.values()) enter(index, pod);
  indexes.set(pods, index);
  return index;
}

function enter(index: Map<string, NamespaceIndex>, pod: Pod): void {
  const { namespace = '', labels = {} } = pod.metadata;
  const own = index.get(namespace) ?? { pods: [], byLabel: new Map<string, Map<string, Pod[]>>() };
  index.set(namespace, own);
  own.pods.push(pod);
  for (const [key, value] of Object.entries(labels)) {
    const values = own.byLabel.get(key) ?? new Map<string, Pod[]>();
    own.byLabel.set(key, values);
    const alike = values.get(value);
    if (alike === undefined) values.set(value, [pod]);
    else alike.push(pod);
  }
}

const none: readonly Pod[] = [];

/** Pods of a namespace with all labels of a selector, in creation order. Takes stored objects, none amid a transaction. */
export function selectedPods(objects: ApiObjects, namespace: string, selector: Labels): readonly Pod[] {
  const own = indexOf(objects.kinds.Pod).get(namespace);
  const [first, ...others] = Object.entries(selector);
  if (own === undefined || first === undefined) return own?.pods ?? none;
  const found = own.byLabel.get(first[0])?.get(first[1]) ?? none;
  return others.length === 0 ? found : found.filter((pod) => matchesLabels(selector, pod.metadata.labels));
}
