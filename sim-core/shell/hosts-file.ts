import { getObject } from '../kube/store.js';
import type { Sys } from './sys.js';

const loopback = [
  ['127.0.0.1', 'localhost'],
  ['::1', 'localhost ip6-localhost ip6-loopback'],
  ['fe00::', 'ip6-localnet'],
  ['fe00::', 'ip6-mcastprefix'],
  ['fe00::1', 'ip6-allnodes'],
  ['fe00::2', 'ip6-allrouters'],
];

/** /etc/hosts; a kubelet writes that of a pod. @see pkg/kubelet/kubelet_pods.go (v1.34) managedHostsFileContent */
export function hostsFile(sys: Sys): string {
  const { place } = sys;
  if (place.kind !== 'pod') return `${loopback.map((line) => line.join('\t')).join('\n')}\n`;
  const pod = getObject(sys.objects(), 'Pod', place.namespace, place.name);
  if (pod?.spec.hostNetwork === true) return hostsFile(sys.at({ kind: 'node', node: pod.spec.nodeName ?? '' }));
  const { hostname = place.name, subdomain } = pod?.spec ?? {};
  const names =
    subdomain === undefined
      ? [hostname]
      : [`${hostname}.${subdomain}.${place.namespace}.svc.${sys.clusterDomain}`, hostname];
  const own = (pod?.status?.podIPs ?? []).map(({ ip }) => [ip, ...names]);
  const lines = ['# Kubernetes-managed hosts file.', ...[...loopback, ...own].map((line) => line.join('\t'))];
  return `${lines.join('\n')}\n`;
}
