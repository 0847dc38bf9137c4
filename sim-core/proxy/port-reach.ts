import type { Origin } from '../kube/key.js';
import { isReachableFromOutside, type ServicePortInfo } from './service-view.js';
import { categorizeEndpoints, type Reachable } from './topology.js';

/**
 * A Service port as one node has it: where its traffic can be sent, whatever rules are made of that.
 * @see pkg/proxy/iptables/proxier.go, pkg/proxy/nftables/proxier.go (v1.34) syncProxyRules
 */
export class PortReach {
  readonly port: ServicePortInfo;
  readonly reachable: Reachable;
  /** Can traffic to the cluster IP be sent anywhere? */
  readonly internal: boolean;
  /** Can traffic from outside the cluster be sent anywhere? */
  readonly external: boolean;
  /** Is there a chain for traffic to external addresses and node ports? */
  readonly hasExternalChain: boolean;

  constructor(port: ServicePortInfo, nodeName: string, zone: string) {
    const reachable = categorizeEndpoints(port, nodeName, zone);
    const { anywhere } = reachable;
    const here = reachable.local.length > 0;
    this.port = port;
    this.reachable = reachable;
    this.internal = anywhere && (!port.internalPolicyLocal || here);
    this.external = anywhere && (!port.externalPolicyLocal || here);
    this.hasExternalChain = anywhere && isReachableFromOutside(port);
  }

  origin(field: string): Origin {
    return { object: this.port.service, field };
  }
}

/** A field of a port as the Service's spec has it: `spec.ports[2].nodePort`. */
export const portField = (port: ServicePortInfo, field: 'port' | 'targetPort' | 'nodePort'): string =>
  `spec.ports[${port.index}].${field}`;
