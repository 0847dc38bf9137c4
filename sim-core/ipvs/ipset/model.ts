import type { Cidr } from '../../net/cidr.js';
import type { Ip, IpFamily } from '../../net/ip.js';
import type { ServiceProtocol } from '../../net/packet.js';
import type { Origin } from '../../kube/key.js';

/** What one element of a set holds, by the set's type. */
export type IpsetElement =
  | { readonly type: 'hash:ip'; readonly ip: Ip }
  | { readonly type: 'hash:ip,port'; readonly ip: Ip; readonly protocol: ServiceProtocol; readonly port: number }
  | {
      readonly type: 'hash:ip,port,ip';
      readonly ip: Ip;
      readonly protocol: ServiceProtocol;
      readonly port: number;
      readonly ip2: Ip;
    }
  | {
      readonly type: 'hash:ip,port,net';
      readonly ip: Ip;
      readonly protocol: ServiceProtocol;
      readonly port: number;
      readonly net: Cidr;
    }
  | { readonly type: 'bitmap:port'; readonly port: number };

export type IpsetType = IpsetElement['type'];

/** One named set of the kernel's. */
export interface Ipset {
  readonly name: string;
  readonly type: IpsetType;
  readonly family: IpFamily;
  /** By the text of `ipset save`; each with what made it necessary. */
  readonly entries: ReadonlyMap<string, IpsetEntry>;
}

export interface IpsetEntry {
  readonly element: IpsetElement;
  readonly origin?: Origin;
}

/** The sets of one node by name. */
export type Ipsets = ReadonlyMap<string, Ipset>;
