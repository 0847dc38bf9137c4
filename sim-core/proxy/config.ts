/** kube-proxy's configuration, fields named as in KubeProxyConfiguration (kubeproxy.config.k8s.io/v1alpha1). */
export interface KubeProxyConfig {
  readonly mode: string;
  readonly masqueradeAll: boolean;
  /** CIDRs, or the one word `primary`; empty for the mode's default. */
  readonly nodePortAddresses: readonly string[];
  readonly localhostNodePorts: boolean;
  readonly detectLocalMode: 'ClusterCIDR' | 'NodeCIDR' | 'None';
}
