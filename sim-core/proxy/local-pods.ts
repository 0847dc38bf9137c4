import type { Cidr } from '../net/cidr.js';
import type { IpFamily } from '../net/ip.js';
import type { Match } from '../netfilter/iptables/model.js';
import type { KubeProxyConfig } from './config.js';
import type { ProxyNode } from './node.js';
import { parseCidrs } from './node-networks.js';

/** How rules tell what local pods send: by its source, or by the interface that it comes in by. */
export type LocalPods =
  | { readonly by: 'source'; readonly cidr: Cidr }
  | { readonly by: 'interface'; readonly name: string; readonly prefix?: true };

/**
 * What kube-proxy was told about pods; undefined when it has no way to tell them from others.
 * @see cmd/kube-proxy/app/server_linux.go (v1.34) getLocalDetectors
 * @see pkg/proxy/util/localdetector.go (v1.34) NewDetectLocalByCIDR, NewDetectLocalByBridgeInterface,
 *   NewDetectLocalByInterfaceNamePrefix
 */
export function localPods(node: ProxyNode, config: KubeProxyConfig, family: IpFamily): LocalPods | undefined {
  const { bridgeInterface = '', interfaceNamePrefix = '' } = config.detectLocal ?? {};
  switch (config.detectLocalMode) {
    case 'ClusterCIDR':
      return bySource(node.clusterCIDRs, family);
    case 'NodeCIDR':
      return bySource(node.podCIDRs, family);
    case 'BridgeInterface':
      return bridgeInterface === '' ? undefined : { by: 'interface', name: bridgeInterface };
    case 'InterfaceNamePrefix':
      return interfaceNamePrefix === '' ? undefined : { by: 'interface', name: interfaceNamePrefix, prefix: true };
    case 'None':
      return undefined;
  }
}

function bySource(texts: readonly string[], family: IpFamily): LocalPods | undefined {
  const [cidr] = parseCidrs(texts, family);
  return cidr && { by: 'source', cidr };
}

/** The test of iptables for what local pods send, or for what anyone else does. `+` stands for any ending. */
export function podMatch(pods: LocalPods, not?: true): Match {
  const negated = not && { not };
  if (pods.by === 'source') return { kind: 'source', ...negated, cidr: pods.cidr };
  return { kind: 'inInterface', ...negated, name: pods.prefix ? `${pods.name}+` : pods.name };
}
