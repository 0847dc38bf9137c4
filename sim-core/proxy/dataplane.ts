import type { Hook } from '../net/hook.js';
import type { Ip } from '../net/ip.js';
import type { Ruleset, TableName } from '../netfilter/iptables/model.js';
import type { ServiceProtocol } from '../net/packet.js';

/** Which engine a hook entry enters. `ruleset` names whose rules they are: kube-proxy's or the CNI plugin's. */
export interface EngineRef {
  readonly engine: 'iptables';
  readonly ruleset: string;
  readonly table: TableName;
}

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
  readonly purpose: {
    readonly kind: 'healthCheckNodePort';
    readonly namespace: string;
    readonly service: string;
    readonly localEndpoints: number;
  };
}

/** What kube-proxy has programmed on one node. Rules only: counters, conntrack and affinity live in the kernel state. */
export interface Dataplane {
  readonly node: string;
  readonly mode: string;
  readonly hooks: readonly HookEntry[];
  /** Rule sets by name, one per IP family: `kube-proxy/IPv4`. */
  readonly iptables: ReadonlyMap<string, Ruleset>;
  readonly listeners: readonly Listener[];
  /** Addresses that the mode adds to the node (ipvs: kube-ipvs0). */
  readonly addresses: readonly Ip[];
  /** Kernel settings that the mode makes, such as route_localnet. */
  readonly sysctls: { readonly routeLocalnet: boolean };
}
