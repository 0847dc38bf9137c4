import type { Origin } from '../kube/key.js';
import type { Ip } from '../net/ip.js';
import type { ServiceProtocol } from '../net/packet.js';

/**
 * What the Host Networking Service of a Windows node keeps, as far as kube-proxy deals with it. HNS turns
 * it into rules of the virtual switch's extension, VFP.
 * @see https://github.com/microsoft/hcsshim hcn/hcnendpoint.go, hcnloadbalancer.go, hcnnetwork.go
 */
export interface HnsEndpoint {
  readonly id: string;
  readonly ip: Ip;
  readonly mac: string;
  /** On another node: made by kube-proxy, so that a load balancer can name it. Local ones are the CNI plugin's. */
  readonly remote: boolean;
  /** The node behind which it is, on an overlay network. */
  readonly providerAddress?: Ip;
}

/** @see hcn.LoadBalancerPortMappingFlags; the bit of each is its place from 0 */
export const portMappingFlags = ['ILB', 'LocalRoutedVIP', 'UseMux', 'PreserveDIP', 'VipExternalIP'] as const;
export type PortMappingFlag = (typeof portMappingFlags)[number];

/** @see hcn.LoadBalancerFlags */
export const loadBalancerFlags = ['DSR', 'IPv6'] as const;
export type LoadBalancerFlag = (typeof loadBalancerFlags)[number];

/** One policy: this address and port go to one of these endpoints. */
export interface HnsLoadBalancer {
  readonly id: string;
  /** `namespace/name:port`; HNS itself does not know it. */
  readonly servicePort: string;
  /** What stands in for the client's address, unless the policy is DSR. */
  readonly sourceVip: Ip;
  /** Empty for a node port: any address of the node. */
  readonly frontendVips: readonly Ip[];
  readonly protocol: ServiceProtocol;
  readonly internalPort: number;
  readonly externalPort: number;
  /** Whether a flow is hashed whole or by its client's address alone. */
  readonly distribution: 'None' | 'SourceIP';
  readonly mappingFlags: readonly PortMappingFlag[];
  readonly flags: readonly LoadBalancerFlag[];
  /** Ids of endpoints. */
  readonly endpoints: readonly string[];
  readonly origin: Origin;
}

export interface HnsPolicies {
  readonly network: { readonly name: string; readonly type: 'L2Bridge' | 'Overlay' };
  /** By id. */
  readonly endpoints: ReadonlyMap<string, HnsEndpoint>;
  readonly loadBalancers: readonly HnsLoadBalancer[];
}

export const emptyHns: HnsPolicies = {
  network: { name: '', type: 'L2Bridge' },
  endpoints: new Map(),
  loadBalancers: [],
};
