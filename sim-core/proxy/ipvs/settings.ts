import { cidrContains } from '../../net/cidr.js';
import { familyOf, type Ip, type IpFamily } from '../../net/ip.js';
import { isSchedulerName, type SchedulerName } from '../../ipvs/model.js';
import type { KubeProxyConfig } from '../config.js';
import type { ProxyNode } from '../node.js';
import { localPods, type LocalPods } from '../local-pods.js';
import { nodePortNetworks } from '../node-networks.js';

/** What the rules of one family depend on besides Services and EndpointSlices. */
export interface IpvsSettings {
  readonly family: IpFamily;
  readonly nodeName: string;
  readonly zone: string;
  readonly nodeIP: Ip | undefined;
  readonly masqueradeAll: boolean;
  /** What local pods send; undefined when kube-proxy has no way to tell. */
  readonly localPods: LocalPods | undefined;
  readonly scheduler: SchedulerName;
  /** Addresses on the node's own interfaces: kube-ipvs0 does not get them once more. */
  readonly ownAddresses: readonly Ip[];
  /** The addresses that take node ports. */
  readonly nodePortIPs: readonly Ip[];
}

/** `--ipvs-scheduler`, when it is empty. @see pkg/proxy/ipvs/proxier.go (v1.34) defaultScheduler */
const defaultScheduler: SchedulerName = 'rr';

export function ipvsSettings(node: ProxyNode, config: KubeProxyConfig, family: IpFamily): IpvsSettings {
  const ownAddresses = node.ips.filter((ip) => familyOf(ip) === family);
  const networks = nodePortNetworks(node, config, family);
  const all = networks.length === 0 || networks.some((network) => network.prefix === 0);
  const scheduler = config.ipvs?.scheduler ?? '';
  return {
    family,
    nodeName: node.name,
    zone: node.zone,
    nodeIP: node.primaryIPs.find((ip) => familyOf(ip) === family),
    masqueradeAll: config.masqueradeAll,
    localPods: localPods(node, config, family),
    scheduler: isSchedulerName(scheduler) ? scheduler : defaultScheduler,
    ownAddresses,
    // Loopback is among neither: IPVS answers no node port on 127.0.0.1.
    nodePortIPs: all ? ownAddresses : ownAddresses.filter((ip) => networks.some((n) => cidrContains(n, ip))),
  };
}
