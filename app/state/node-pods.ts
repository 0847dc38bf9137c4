import type { ClusterView, PodView, SourceRef, TargetView } from '../../sim-core/index.js';

/** kube-proxy's own pods: they are the node's gate, not something that packets are sent from or to. */
const isKubeProxy = ({ namespace, hostNetwork, labels }: PodView): boolean =>
  namespace === 'kube-system' && hostNetwork && labels['k8s-app']?.startsWith('kube-proxy') === true;

/** What views show of the cluster: kubectl and the timeline tell of kube-proxy's pods, the map does not. */
export function withoutKubeProxyPods(cluster: ClusterView): ClusterView {
  const own = [...cluster.nodes.flatMap(({ pods }) => pods), ...cluster.unscheduled].filter(isKubeProxy);
  if (own.length === 0) return cluster;
  const names = new Set(own.map(({ name }) => name));
  const isOther = (pod: PodView): boolean => !own.includes(pod);
  const isOtherSource = (source: SourceRef): boolean =>
    source.kind !== 'pod' || source.namespace !== 'kube-system' || !names.has(source.name);
  const isOtherTarget = ({ kind, object }: TargetView): boolean =>
    kind !== 'pod' || object?.namespace !== 'kube-system' || !names.has(object.name);
  return {
    ...cluster,
    nodes: cluster.nodes.map((node) => ({ ...node, pods: node.pods.filter(isOther) })),
    unscheduled: cluster.unscheduled.filter(isOther),
    sources: cluster.sources.filter(isOtherSource),
    targets: cluster.targets.filter(isOtherTarget),
  };
}
