import type { Ip } from '../../net/ip.js';
import type { NftChain, NftElement, NftSet, NftVerdict } from '../../netfilter/nftables/model.js';
import { PortReach } from '../port-reach.js';
import type { ServicePortInfo } from '../service-view.js';
import type { SharedElements } from './fixed-objects.js';
import { lowerCase, portBase, prefixed, type PortPrefix } from './names.js';
import type { FamilySettings } from './settings.js';

/** An element, and the text by which it is found. */
export type Entry = readonly [text: string, element: NftElement];

/** What one Service puts into the shared sets and maps, and the chains and sets of its own. */
export interface ServiceRules {
  readonly chains: NftChain[];
  readonly sets: NftSet[];
  readonly entries: Readonly<Record<keyof SharedElements, Entry[]>>;
}

/** One Service port on its way into rules. */
export class PortScope extends PortReach {
  readonly settings: FamilySettings;
  readonly out: ServiceRules;
  readonly protocol: string;
  /** Do source ranges guard the load-balancer addresses? */
  readonly firewalled: boolean;
  readonly #base: string;

  constructor(port: ServicePortInfo, settings: FamilySettings, out: ServiceRules) {
    super(port, settings.nodeName, settings.zone);
    this.settings = settings;
    this.out = out;
    this.protocol = lowerCase[port.protocol];
    this.firewalled = port.loadBalancerVips.length > 0 && port.sourceRanges.length > 0;
    this.#base = portBase(port);
  }

  /** The name of one of the port's own chains. */
  chain(prefix: PortPrefix): string {
    return prefixed(prefix, this.#base);
  }

  /** An element of a map that is looked up by address, protocol and port. */
  atAddress(ip: Ip, field: string, verdict: NftVerdict, comment?: string): Entry {
    const { port } = this.port;
    return this.#entry([ip, this.protocol, port], `${ip} . ${this.protocol} . ${port}`, field, verdict, comment);
  }

  /** An element of a map that is looked up by protocol and port. */
  atPort(port: number, field: string, verdict: NftVerdict, comment?: string): Entry {
    return this.#entry([this.protocol, port], `${this.protocol} . ${port}`, field, verdict, comment);
  }

  #entry(key: NftElement['key'], text: string, field: string, verdict: NftVerdict, comment?: string): Entry {
    const element = { key, verdict, origin: this.origin(field) };
    return [text, comment === undefined ? element : { ...element, comment }];
  }
}
