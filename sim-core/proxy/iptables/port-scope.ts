import type { Origin } from '../../kube/key.js';
import type { Ip } from '../../net/ip.js';
import type { Chain, Match, Rule } from '../../netfilter/iptables/model.js';
import { isReachableFromOutside, type ServicePortInfo } from '../service-view.js';
import { categorizeEndpoints, type Reachable } from '../topology.js';
import { prefixed, servicePortHash, type ChainPrefix } from './names.js';
import type { FamilySettings } from './settings.js';
import { comment, destinationPort, protocols, toHost } from './vocabulary.js';

/** What one Service adds to the chains that all Services share, and the chains of its own. */
export interface ServiceRules {
  readonly natServices: Rule[];
  readonly natNodePorts: Rule[];
  readonly natChains: Chain[];
  readonly filterServices: Rule[];
  readonly filterExternalServices: Rule[];
  readonly filterNodePorts: Rule[];
  readonly filterProxyFirewall: Rule[];
}

/** One Service port on its way into rules. */
export class PortScope {
  readonly port: ServicePortInfo;
  readonly settings: FamilySettings;
  readonly reachable: Reachable;
  /** Large clusters leave the comments of endpoint rules out. */
  readonly brief: boolean;
  readonly out: ServiceRules;
  /** Can traffic to the cluster IP be sent anywhere? */
  readonly internal: boolean;
  /** Can traffic from outside the cluster be sent anywhere? */
  readonly external: boolean;
  /** Is there a chain for traffic to external addresses and node ports? */
  readonly hasExternalChain: boolean;
  /** Do source ranges guard the load-balancer addresses? */
  readonly firewalled: boolean;
  readonly #hash: string;

  constructor(port: ServicePortInfo, settings: FamilySettings, brief: boolean, out: ServiceRules) {
    const reachable = categorizeEndpoints(port, settings.nodeName, settings.zone);
    const { anywhere } = reachable;
    const here = reachable.local.length > 0;
    this.port = port;
    this.settings = settings;
    this.reachable = reachable;
    this.brief = brief;
    this.out = out;
    this.internal = anywhere && (!port.internalPolicyLocal || here);
    this.external = anywhere && (!port.externalPolicyLocal || here);
    this.hasExternalChain = anywhere && isReachableFromOutside(port);
    this.firewalled = anywhere && port.loadBalancerVips.length > 0 && port.sourceRanges.length > 0;
    this.#hash = servicePortHash(port.name, port.protocol);
  }

  /** The name of one of the port's own chains. */
  chain(prefix: ChainPrefix): string {
    return prefixed(prefix, this.#hash);
  }

  origin(field: string): Origin {
    return { object: this.port.service, field };
  }
}

/** A field of this port as the Service's spec has it: `spec.ports[2].nodePort`. */
export const portField = (port: ServicePortInfo, field: 'port' | 'targetPort' | 'nodePort'): string =>
  `spec.ports[${port.index}].${field}`;

/** The tests of a rule that captures traffic to an address and the Service port. */
export const toAddress = ({ port }: PortScope, ip: Ip, text: string): Match[] => [
  toHost(ip),
  protocols[port.protocol].protocol,
  comment(text),
  destinationPort(port.protocol, port.port),
];
