import type { ClusterView, NodeView, PodView, SourceRef, TargetView } from '../../sim-core/index.js';

/** kube-proxy's own pods: they are the node's gate, not something that packets are sent from or to. */
const isKubeProxy = ({ namespace, hostNetwork, labels }: PodView): boolean =>
  namespace === 'kube-system' && hostNetwork && labels['k8s-app']?.startsWith('kube-proxy') === true;

/** The same list gives the same list again, so that views which show it need not be drawn anew. */
function keptFilter<T>(): (list: readonly T[], keep: (item: T) => boolean, reason: string) => readonly T[] {
  const known = new WeakMap<readonly T[], { readonly reason: string; readonly left: readonly T[] }>();
  return (list, keep, reason) => {
    const before = known.get(list);
    if (before?.reason === reason) return before.left;
    const left = list.every(keep) ? list : list.filter(keep);
    known.set(list, { reason, left });
    return left;
  };
}

const podsLeft = keptFilter<PodView>();
const sourcesLeft = keptFilter<SourceRef>();
const targetsLeft = keptFilter<TargetView>();
const nodesShown = new WeakMap<NodeView, NodeView>();

const isOther = (pod: PodView): boolean => !isKubeProxy(pod);

function nodeShown(node: NodeView): NodeView {
  const known = nodesShown.get(node);
  if (known !== undefined) return known;
  const pods = podsLeft(node.pods, isOther, '');
  const shown = pods === node.pods ? node : { ...node, pods };
  nodesShown.set(node, shown);
  return shown;
}

/** What views show of the cluster: kubectl and the timeline tell of kube-proxy's pods, the map does not. */
export function withoutKubeProxyPods(cluster: ClusterView): ClusterView {
  const own = [...cluster.nodes.flatMap(({ pods }) => pods), ...cluster.unscheduled].filter(isKubeProxy);
  if (own.length === 0) return cluster;
  const names = new Set(own.map(({ name }) => name));
  const isOtherSource = (source: SourceRef): boolean =>
    source.kind !== 'pod' || source.namespace !== 'kube-system' || !names.has(source.name);
  const isOtherTarget = ({ kind, object }: TargetView): boolean =>
    kind !== 'pod' || object?.namespace !== 'kube-system' || !names.has(object.name);
  const reason = [...names].join(' ');
  return {
    ...cluster,
    nodes: cluster.nodes.map(nodeShown),
    unscheduled: podsLeft(cluster.unscheduled, isOther, ''),
    sources: sourcesLeft(cluster.sources, isOtherSource, reason),
    targets: targetsLeft(cluster.targets, isOtherTarget, reason),
  };
}
