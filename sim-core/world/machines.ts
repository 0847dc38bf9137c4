import { isTerminal, podIps } from '../controllers/pod-state.js';
import { listeningPorts } from '../controllers/pinning.js';
import { listObjects, type ApiObjects } from '../kube/store.js';
import { nthAddress, parseCidr } from '../net/cidr.js';
import type { Ip } from '../net/ip.js';
import { createNetwork, type Network, type NetworkPod } from '../network/network.js';
import type { ProxyNode } from '../proxy/node.js';
import type { ClusterConfig, NodeConfig } from './config.js';

/** The addresses of a node's bridge: the first of each pod range. */
const bridgeAddresses = (node: NodeConfig): readonly Ip[] =>
  podCidrs(node).flatMap((text) => {
    const range = parseCidr(text);
    return (range && nthAddress(range, 1)) ?? [];
  });

const podCidrs = (node: NodeConfig): readonly string[] =>
  node.podCIDR6 === undefined ? [node.podCIDR] : [node.podCIDR, node.podCIDR6];

/** What kube-proxy on this node learns about the machine it runs on. */
export function proxyNode(config: ClusterConfig, node: NodeConfig): ProxyNode {
  const primaryIPs = node.ip6 === undefined ? [node.ip] : [node.ip, node.ip6];
  return {
    name: node.name,
    ips: [...primaryIPs, ...(node.extraIPs ?? []), ...bridgeAddresses(node)],
    primaryIPs,
    zone: node.zone,
    podCIDRs: podCidrs(node),
    clusterCIDRs: config.clusterCIDRs,
    serviceCIDRs: config.serviceCIDRs,
  };
}

/** The API server of a real cluster often is a pod on a node's own network. */
const isNodeAddress = ({ nodes }: ClusterConfig, ip: Ip): boolean =>
  nodes.some((node) => node.ip === ip || node.ip6 === ip);

/** The machines, cables and routes of the cluster, with the pods that run now. */
export function clusterNetwork(config: ClusterConfig, objects: ApiObjects): Network {
  const { ip, port } = config.apiServer;
  return createNetwork({
    nodes: config.nodes,
    pods: listObjects(objects, 'Pod').flatMap((pod): readonly NetworkPod[] => {
      const { nodeName, hostNetwork = false } = pod.spec;
      const ips = podIps(pod);
      if (nodeName === undefined || ips.length === 0 || isTerminal(pod)) return [];
      const { namespace = '', name } = pod.metadata;
      return [{ namespace, name, node: nodeName, ips, hostNetwork, listens: listeningPorts(pod) }];
    }),
    router: config.router,
    external: config.external,
    clusterCIDRs: config.clusterCIDRs,
    ipMasq: config.ipMasq,
    // It speaks TLS: a plain client gets a connection and no answer.
    hosts: isNodeAddress(config, ip)
      ? []
      : [{ name: 'apiserver', ips: [ip], listens: [{ protocol: 'TCP', port, silent: true }] }],
  });
}
