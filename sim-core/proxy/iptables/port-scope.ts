import type { Ip } from '../../net/ip.js';
import type { Chain, Match, Rule } from '../../netfilter/iptables/model.js';
import { PortReach } from '../port-reach.js';
import type { ServicePortInfo } from '../service-view.js';
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
export class PortScope extends PortReach {
  readonly settings: FamilySettings;
  /** Large clusters leave the comments of endpoint rules out. */
  readonly brief: boolean;
  readonly out: ServiceRules;
  /** Do source ranges guard the load-balancer addresses? */
  readonly firewalled: boolean;
  readonly #hash: string;

  constructor(port: ServicePortInfo, settings: FamilySettings, brief: boolean, out: ServiceRules) {
    super(port, settings.nodeName, settings.zone);
    this.settings = settings;
    this.brief = brief;
    this.out = out;
    this.firewalled = this.reachable.anywhere && port.loadBalancerVips.length > 0 && port.sourceRanges.length > 0;
    this.#hash = servicePortHash(port.name, port.protocol);
  }

  /** The name of one of the port's own chains. */
  chain(prefix: ChainPrefix): string {
    return prefixed(prefix, this.#hash);
  }
}

/** The tests of a rule that captures traffic to an address and the Service port. */
export const toAddress = ({ port }: PortScope, ip: Ip, text: string): Match[] => [
  toHost(ip),
  protocols[port.protocol].protocol,
  comment(text),
  destinationPort(port.protocol, port.port),
];
