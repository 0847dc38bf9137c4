import { cidrContains, type Cidr } from '../../net/cidr.js';
import { familyOf, type Ip, type IpFamily } from '../../net/ip.js';
import type { KubeProxyConfig } from '../config.js';
import type { ProxyNode } from '../node.js';
import { localPods, type LocalPods } from '../local-pods.js';
import { nodePortNetworks } from '../node-networks.js';

/** What the rules of one family depend on besides Services and EndpointSlices. */
export interface FamilySettings {
  readonly family: IpFamily;
  readonly nodeName: string;
  readonly zone: string;
  readonly nodeIP: Ip | undefined;
  readonly masqueradeAll: boolean;
  /** What local pods send; undefined when kube-proxy has no way to tell. */
  readonly localPods: LocalPods | undefined;
  /** Do node ports answer on 127.0.0.1? Never so for IPv6. */
  readonly localhostNodePorts: boolean;
  /** The node's addresses that take node ports; undefined means all of them. */
  readonly nodePortIPs: readonly Ip[] | undefined;
}

export function familySettings(node: ProxyNode, config: KubeProxyConfig, family: IpFamily): FamilySettings {
  const networks = nodePortNetworks(node, config, family);
  const all = networks.length === 0 || networks.some((network) => network.prefix === 0);
  const loopback = all || networks.some((network) => cidrContains(network, '127.0.0.0') || isLoopback(network.address));
  const localhostNodePorts = family === 'IPv4' && config.localhostNodePorts && loopback;
  return {
    family,
    nodeName: node.name,
    zone: node.zone,
    nodeIP: node.primaryIPs.find((ip) => familyOf(ip) === family),
    masqueradeAll: config.masqueradeAll,
    localPods: localPods(node, config, family),
    localhostNodePorts,
    nodePortIPs: all ? undefined : nodePortIPs(node, networks, family, localhostNodePorts),
  };
}

const isLoopback = (ip: Ip): boolean => ip === '::1' || ip.startsWith('127.');

/** @see pkg/proxy/util/nodeport_addresses.go (v1.34) GetNodeIPs */
function nodePortIPs(
  node: ProxyNode,
  networks: readonly Cidr[],
  family: IpFamily,
  localhostNodePorts: boolean,
): readonly Ip[] {
  const addresses = new Set([family === 'IPv4' ? '127.0.0.1' : '::1', ...node.ips]);
  return [...addresses].filter(
    (ip) => networks.some((network) => cidrContains(network, ip)) && (localhostNodePorts || !isLoopback(ip)),
  );
}
