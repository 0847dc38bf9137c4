import type { Hook } from '../net/hook.js';
import type { Ip } from '../net/ip.js';
import type { Ruleset, TableName } from '../netfilter/iptables/model.js';
import type { HnsPolicies } from '../hns/model.js';
import type { Ipset } from '../ipvs/ipset/model.js';
import type { VirtualServer } from '../ipvs/model.js';
import type { NftTable } from '../netfilter/nftables/model.js';
import type { Millis } from '../base/time.js';
import type { Origin } from '../kube/key.js';
import type { ServiceProtocol } from '../net/packet.js';

/** `ruleset` names whose rules they are: kube-proxy's or the CNI plugin's. */
export interface IptablesRef {
  readonly engine: 'iptables';
  readonly ruleset: string;
  readonly table: TableName;
}

/** A base chain of a table, which is named as in `Dataplane.nftables`. */
export interface NftablesRef {
  readonly engine: 'nftables';
  readonly table: string;
  readonly chain: string;
}

/** IPVS: `in` takes packets for virtual servers, `out` gives their answers the address that was asked. */
export interface IpvsRef {
  readonly engine: 'ipvs';
  readonly direction: 'in' | 'out';
}

/** Which engine a hook entry enters. */
export type EngineRef = IptablesRef | NftablesRef | IpvsRef;

/** Registers an engine at a netfilter hook; the walker sorts entries by priority and never asks for the mode. */
export interface HookEntry {
  readonly hook: Hook;
  /** NF_IP_PRI_*. */
  readonly priority: number;
  readonly enter: EngineRef;
}

/** A socket that kube-proxy itself opens on the node, such as a health check server. */
export interface Listener {
  readonly protocol: ServiceProtocol;
  readonly port: number;
  readonly purpose:
    | {
        readonly kind: 'healthCheckNodePort';
        readonly namespace: string;
        readonly service: string;
        readonly localEndpoints: number;
      }
    /** kube-proxy takes each connection itself and opens another one to an endpoint. */
    | { readonly kind: 'relay'; readonly relay: Relay }
    /** Held open so that nobody else takes the port; nothing reads from it. */
    | { readonly kind: 'reserved'; readonly servicePort: string };
}

/** What kube-proxy does with the connections it takes for one Service port. */
export interface Relay {
  /** `namespace/name:port`. */
  readonly servicePort: string;
  readonly endpoints: readonly { readonly ip: Ip; readonly port: number }[];
  /** Set when a client keeps its endpoint. */
  readonly affinitySeconds?: number;
  /** How long each attempt to reach an endpoint may take; there are as many attempts as times. */
  readonly dialTimeoutsMs: readonly Millis[];
  /** How long a datagram's sender is remembered. */
  readonly udpIdleMs: Millis;
  readonly origin?: Origin;
}

/** What kube-proxy gave to IPVS. */
export interface IpvsTable {
  readonly virtualServers: readonly VirtualServer[];
  /** The addresses of kube-ipvs0, each with what asked for it. */
  readonly boundAddresses: readonly { readonly address: Ip; readonly origin: Origin }[];
}

/** What kube-proxy has programmed on one node. Rules only: counters, conntrack and affinity live in the kernel state. */
export interface Dataplane {
  readonly node: string;
  readonly mode: string;
  readonly hooks: readonly HookEntry[];
  /** Rule sets by name, one per IP family: `kube-proxy/IPv4`. */
  readonly iptables: ReadonlyMap<string, Ruleset>;
  /** Tables by name and family: `kube-proxy/ip`. */
  readonly nftables?: ReadonlyMap<string, NftTable>;
  /** What `ipset` holds, by name. */
  readonly ipsets?: ReadonlyMap<string, Ipset>;
  readonly ipvs?: IpvsTable;
  /** A Windows node has this and nothing of the above. */
  readonly hns?: HnsPolicies;
  readonly listeners: readonly Listener[];
  /** Addresses that the mode adds to the node (ipvs: kube-ipvs0). */
  readonly addresses: readonly Ip[];
  /** Kernel settings that the mode makes, such as route_localnet. */
  readonly sysctls: { readonly routeLocalnet: boolean };
}
