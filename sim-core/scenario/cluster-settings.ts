import { parseCidr } from '../net/cidr.js';
import { ipFromBigInt, ipToBigInt } from '../net/ip.js';
import type { IpvsConfig } from '../proxy/config.js';
import { defaultClusterConfig, type ClusterConfig, type KubeProxyConfig, type NodeConfig } from '../world/config.js';

/** kube-proxy's settings, under the names of KubeProxyConfiguration. */
export interface KubeProxySettings extends Partial<Omit<KubeProxyConfig, 'mode'>> {
  readonly iptables?: { readonly masqueradeAll?: boolean; readonly localhostNodePorts?: boolean };
}

/** What a `cluster.yaml` says: how the cluster differs from the usual one. */
export interface ClusterSettings {
  readonly mode?: string;
  readonly seed?: number;
  readonly nodes?: readonly NodeConfig[];
  readonly serviceCIDRs?: readonly string[];
  readonly dualStack?: boolean;
  readonly ipMasq?: boolean;
  readonly cloud?: boolean;
  readonly kubeProxy?: KubeProxySettings;
}

/** The parts of a cluster's configuration that its settings decide. */
export type SettledConfig = Pick<
  ClusterConfig,
  'nodes' | 'serviceCIDRs' | 'clusterCIDRs' | 'kubeProxy' | 'ipMasq' | 'cloud' | 'external'
>;

const ipv6Services = 'fd00:10:96::/112';
const ipv6Pods = 'fd00:10:244::/56';

/** The usual cluster, changed as the settings say. */
export function configOf(settings: ClusterSettings): SettledConfig {
  const base = defaultClusterConfig;
  const dualStack = settings.dualStack ?? false;
  const nodes = (settings.nodes ?? base.nodes).map((node, index) => (dualStack ? withIpv6(node, index + 1) : node));
  return {
    nodes,
    serviceCIDRs: settings.serviceCIDRs ?? [...base.serviceCIDRs, ...(dualStack ? [ipv6Services] : [])],
    clusterCIDRs: [...base.clusterCIDRs, ...(dualStack ? [ipv6Pods] : [])],
    kubeProxy: kubeProxyOf(settings),
    ipMasq: settings.ipMasq ?? base.ipMasq,
    cloud: settings.cloud ?? base.cloud ?? true,
    external: dualStack ? { ...base.external, ip6: clientIp6(nodes) } : base.external,
  };
}

const withIpv6 = (node: NodeConfig, ordinal: number): NodeConfig => ({
  ip6: `fd00:192:168:10::1${ordinal}`,
  podCIDR6: `fd00:10:244:${ordinal}::/64`,
  ...node,
});

/** The client's address ends in ::200, on the nodes' own network. */
function clientIp6(nodes: readonly NodeConfig[]): string {
  const network = parseCidr(`${nodes[0]?.ip6 ?? 'fd00:192:168:10::11'}/64`)?.address ?? '::';
  return ipFromBigInt(ipToBigInt(network) + 0x200n, 'IPv6');
}

function kubeProxyOf({ mode, kubeProxy = {} }: ClusterSettings): KubeProxyConfig {
  const { iptables, ...own } = kubeProxy;
  const base = defaultClusterConfig.kubeProxy;
  return {
    ...base,
    ...own,
    mode: mode ?? base.mode,
    masqueradeAll: own.masqueradeAll ?? iptables?.masqueradeAll ?? base.masqueradeAll,
    localhostNodePorts: own.localhostNodePorts ?? iptables?.localhostNodePorts ?? base.localhostNodePorts,
  };
}

/** Several sources of settings in one: what an earlier one says stands. */
export function firstSettings(all: readonly ClusterSettings[]): ClusterSettings {
  const [first = {}, ...others] = all;
  return others.reduce<ClusterSettings>(
    (merged, next) => ({
      ...next,
      ...merged,
      kubeProxy: { ...next.kubeProxy, ...merged.kubeProxy, ipvs: mergedIpvs(merged.kubeProxy, next.kubeProxy) },
    }),
    first,
  );
}

const mergedIpvs = (a: KubeProxySettings | undefined, b: KubeProxySettings | undefined): IpvsConfig => ({
  ...b?.ipvs,
  ...a?.ipvs,
});
