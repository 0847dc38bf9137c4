/** kube-proxy's configuration, fields named as in KubeProxyConfiguration (kubeproxy.config.k8s.io/v1alpha1). */
export interface KubeProxyConfig {
  readonly mode: string;
  readonly masqueradeAll: boolean;
  /** CIDRs, or the one word `primary`; empty for the mode's default. */
  readonly nodePortAddresses: readonly string[];
  readonly localhostNodePorts: boolean;
  readonly detectLocalMode: DetectLocalMode;
  readonly detectLocal?: DetectLocalConfig;
  readonly ipvs?: IpvsConfig;
  readonly winkernel?: WinkernelConfig;
  /** Which kube-proxy it is that reads this, `v1.34` when absent. Not a field of the file: the image says it. */
  readonly release?: string;
}

/** How kube-proxy tells what local pods send. `None` is no word of the file: it stands for no way at all. */
export const detectLocalModes = ['ClusterCIDR', 'NodeCIDR', 'BridgeInterface', 'InterfaceNamePrefix', 'None'] as const;
export type DetectLocalMode = (typeof detectLocalModes)[number];

/** DetectLocalConfiguration: what two of the ways need to know. */
export interface DetectLocalConfig {
  readonly bridgeInterface?: string;
  readonly interfaceNamePrefix?: string;
}

/** KubeProxyIPVSConfiguration: what ipvs mode alone asks for. */
export interface IpvsConfig {
  /** rr when empty. */
  readonly scheduler?: string;
  readonly strictARP?: boolean;
}

/** KubeProxyWinkernelConfiguration: what kernelspace mode alone asks for. */
export interface WinkernelConfig {
  /** The HNS network of the node's pods. */
  readonly networkName?: string;
  /** The address that stands in for clients on an overlay network. */
  readonly sourceVip?: string;
  readonly enableDSR?: boolean;
  /** Of that network: what a host-gw plugin makes, or one with VXLAN. L2Bridge when absent. */
  readonly networkType?: 'L2Bridge' | 'Overlay';
}
