import type { Millis } from '../base/time.js';
import type { ApiObjects } from '../kube/store.js';
import type { Ip } from '../net/ip.js';
import type { KubeProxyConfig } from './config.js';

/** What kube-proxy learns about the machine it runs on. */
export interface ProxyNode {
  readonly name: string;
  /** Every address on the node's interfaces; loopback is implied. */
  readonly ips: readonly Ip[];
  /** The node IPs, at most one per family. Rules are written for these families only. */
  readonly primaryIPs: readonly Ip[];
  readonly zone: string;
  readonly podCIDRs: readonly string[];
  readonly clusterCIDRs: readonly string[];
  /** The ranges of the cluster's ServiceCIDR objects. */
  readonly serviceCIDRs?: readonly string[];
}

/** Everything a mode compiles from. */
export interface NodeView {
  readonly objects: ApiObjects;
  readonly node: ProxyNode;
  readonly config: KubeProxyConfig;
  /** When kube-proxy writes; without it nothing that was there before is on its way out. */
  readonly now?: Millis;
}
