import { cidrContains, type Cidr } from '../../net/cidr.js';
import { familyOf, type Ip, type IpFamily } from '../../net/ip.js';
import type { NftFamily } from '../../netfilter/nftables/model.js';
import type { KubeProxyConfig } from '../config.js';
import type { ProxyNode } from '../node.js';
import { localPods, type LocalPods } from '../local-pods.js';
import { nodePortNetworks, parseCidrs } from '../node-networks.js';

/** What the rules of one family depend on besides Services and EndpointSlices. */
export interface FamilySettings {
  readonly family: IpFamily;
  /** The same in nft's words. */
  readonly nft: NftFamily;
  readonly nodeName: string;
  readonly zone: string;
  readonly nodeIP: Ip | undefined;
  readonly masqueradeAll: boolean;
  /** What local pods send; undefined when kube-proxy has no way to tell. */
  readonly localPods: LocalPods | undefined;
  readonly serviceCIDRs: readonly Cidr[];
  /** The node's addresses that take node ports; undefined means all but loopback. */
  readonly nodePortIPs: readonly Ip[] | undefined;
}

export function familySettings(node: ProxyNode, config: KubeProxyConfig, family: IpFamily): FamilySettings {
  return {
    family,
    nft: family === 'IPv4' ? 'ip' : 'ip6',
    nodeName: node.name,
    zone: node.zone,
    nodeIP: node.primaryIPs.find((ip) => familyOf(ip) === family),
    masqueradeAll: config.masqueradeAll,
    localPods: localPods(node, config, family),
    serviceCIDRs: parseCidrs(node.serviceCIDRs ?? [], family),
    nodePortIPs: nodePortIPs(node, config, family),
  };
}

/**
 * Unlike iptables mode, this one takes node ports at the node's primary addresses unless told otherwise,
 * and never at loopback.
 * @see pkg/proxy/apis/config/v1alpha1/defaults.go (v1.34) SetDefaults_KubeProxyConfiguration
 * @see pkg/proxy/util/nodeport_addresses.go (v1.34) GetNodeIPs, MatchAll
 */
function nodePortIPs(node: ProxyNode, config: KubeProxyConfig, family: IpFamily): readonly Ip[] | undefined {
  const asked = config.nodePortAddresses.length === 0 ? ['primary'] : config.nodePortAddresses;
  const networks = nodePortNetworks(node, { ...config, nodePortAddresses: asked }, family);
  if (networks.length === 0 || networks.some(({ prefix }) => prefix === 0)) return undefined;
  return [...new Set(node.ips)].filter((ip) => networks.some((network) => cidrContains(network, ip)));
}
