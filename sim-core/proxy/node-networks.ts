import { parseCidr, type Cidr } from '../net/cidr.js';
import { familyOf, type Ip, type IpFamily } from '../net/ip.js';
import type { KubeProxyConfig } from './config.js';
import type { ProxyNode } from './node.js';

/** The network of one address, as iptables prints `-s` and `-d` without a mask. */
export const host = (ip: Ip): Cidr => {
  const family = familyOf(ip);
  return { family, address: ip, prefix: family === 'IPv4' ? 32 : 128 };
};

export const parseCidrs = (texts: readonly string[], family: IpFamily): readonly Cidr[] =>
  texts.flatMap((text) => {
    const cidr = parseCidr(text);
    return cidr?.family === family ? [cidr] : [];
  });

/**
 * The networks whose addresses take node ports; none means that all do.
 * @see pkg/proxy/util/nodeport_addresses.go (v1.34) NewNodePortAddresses
 */
export const nodePortNetworks = (node: ProxyNode, config: KubeProxyConfig, family: IpFamily): readonly Cidr[] =>
  config.nodePortAddresses.length === 1 && config.nodePortAddresses[0] === 'primary'
    ? node.primaryIPs.filter((ip) => familyOf(ip) === family).map(host)
    : parseCidrs(config.nodePortAddresses, family);
