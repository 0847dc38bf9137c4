import type { KubeObject } from '../kube/objects.js';
import type { Ip } from '../net/ip.js';
import type { KubeProxyConfig } from '../proxy/config.js';
import type { HostOs } from '../proxy/release.js';

export type { KubeProxyConfig };

export interface NodeConfig {
  readonly name: string;
  readonly ip: Ip;
  readonly ip6?: Ip;
  /** Further addresses on the node's eth0. */
  readonly extraIPs?: readonly Ip[];
  readonly podCIDR: string;
  readonly podCIDR6?: string;
  readonly zone: string;
  /** Linux when absent. */
  readonly os?: HostOs;
  /** Kernel modules that this node does not have, such as `ip_vs`. */
  readonly missingModules?: readonly string[];
  /** A mode for this node alone; on Windows kernelspace when absent. */
  readonly proxyMode?: string;
}

/** What kube-proxy on a node is told where it does not run in pods. */
export function nodeProxyConfig({ kubeProxy }: ClusterConfig, { os, proxyMode }: NodeConfig): KubeProxyConfig {
  const own = proxyMode ?? (os === 'windows' ? 'kernelspace' : undefined);
  return own === undefined ? kubeProxy : { ...kubeProxy, mode: own };
}

/** The cluster before any manifest: what an administrator built. Times are milliseconds. */
export interface ClusterConfig {
  readonly nodes: readonly NodeConfig[];
  readonly serviceCIDRs: readonly string[];
  readonly clusterCIDRs: readonly string[];
  readonly kubeProxy: KubeProxyConfig;
  /** kube-proxy runs as kubeadm sets it up: a DaemonSet that reads a ConfigMap. Otherwise it is just there. */
  readonly kubeProxyPods?: boolean;
  /** CoreDNS runs as kubeadm sets it up, behind the Service kube-dns. Otherwise questions are answered without a packet. */
  readonly clusterDns?: boolean;
  /** The CNI plugin masquerades pods that leave the cluster CIDR. */
  readonly ipMasq: boolean;
  readonly clusterDomain: string;
  /** Whether a cloud gives Services of type LoadBalancer their addresses; it does when absent. */
  readonly cloud?: boolean;
  /** Components that write no Event objects, such as `kubelet` where something else stands in for it. */
  readonly withoutEventsOf?: readonly string[];
  readonly router: { readonly ip: Ip };
  readonly external: { readonly name: string; readonly ip: Ip; readonly ip6?: Ip };
  /** What the API server of a real cluster had stored: the world begins with it, and controllers find it done. */
  readonly objects?: readonly KubeObject[];
  /** Backend of the Service `kubernetes`. */
  readonly apiServer: { readonly ip: Ip; readonly port: number };
}

export const defaultClusterConfig: ClusterConfig = {
  nodes: [
    { name: 'node1', ip: '192.168.10.11', podCIDR: '10.244.1.0/24', zone: 'zone-a' },
    { name: 'node2', ip: '192.168.10.12', podCIDR: '10.244.2.0/24', zone: 'zone-a' },
    { name: 'node3', ip: '192.168.10.13', podCIDR: '10.244.3.0/24', zone: 'zone-b' },
  ],
  serviceCIDRs: ['10.96.0.0/16'],
  clusterCIDRs: ['10.244.0.0/16'],
  kubeProxy: {
    mode: 'iptables',
    masqueradeAll: false,
    nodePortAddresses: [],
    localhostNodePorts: true,
    detectLocalMode: 'ClusterCIDR',
  },
  ipMasq: true,
  clusterDomain: 'cluster.local',
  router: { ip: '192.168.10.1' },
  external: { name: 'client', ip: '192.168.10.200' },
  apiServer: { ip: '192.168.10.2', port: 6443 },
};
