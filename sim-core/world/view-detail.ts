import type { Ip } from '../net/ip.js';
import type { ServiceProtocol } from '../net/packet.js';
import type { ObjectKey } from '../kube/key.js';
import type { DnsRecord } from '../dns/record.js';
import type { ServicePortView, ServiceView } from './view.js';

/** An endpoint as its slice lists it. */
export interface SliceEndpointView {
  readonly ip: Ip;
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  readonly pod?: ObjectKey;
  readonly node?: string;
  readonly zone?: string;
  /** Zones or nodes that the endpoint is meant for. */
  readonly hints: readonly string[];
}

export interface SliceView {
  readonly name: string;
  readonly addressType: string;
  /** `http 8080/TCP` */
  readonly ports: readonly string[];
  readonly endpoints: readonly SliceEndpointView[];
}

export interface ServiceDetail {
  readonly kind: 'Service';
  readonly object: ObjectKey;
  readonly type: ServiceView['type'];
  readonly headless: boolean;
  readonly clusterIPs: readonly Ip[];
  readonly externalIPs: readonly Ip[];
  readonly loadBalancerIPs: readonly string[];
  readonly externalName?: string;
  readonly ports: readonly ServicePortView[];
  readonly selector: Readonly<Record<string, string>>;
  readonly sessionAffinity: string;
  readonly internalTrafficPolicy?: string;
  readonly externalTrafficPolicy?: string;
  readonly trafficDistribution?: string;
  readonly slices: readonly SliceView[];
  readonly dns: readonly DnsRecord[];
  readonly moreDns: number;
  /** Rules that exist because of it, on each node. */
  readonly rules: readonly { readonly node: string; readonly count: number }[];
  /** As `kubectl describe` prints it. */
  readonly describe: string;
}

export interface PodDetail {
  readonly kind: 'Pod';
  readonly object: ObjectKey;
  readonly ips: readonly Ip[];
  readonly node?: string;
  readonly hostNetwork: boolean;
  readonly phase: string;
  readonly ready: boolean;
  readonly terminating: boolean;
  readonly conditions: readonly { readonly type: string; readonly status: string }[];
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly name?: string; readonly port: number; readonly protocol: ServiceProtocol }[];
  readonly owner?: ObjectKey;
  /** Services whose selector it matches, and whether they send it anything now. */
  readonly services: readonly { readonly object: ObjectKey; readonly serves: boolean }[];
  readonly environment: readonly (readonly [name: string, value: string])[];
  readonly resolvConf: string;
  readonly describe: string;
}

export interface NodeDetail {
  readonly kind: 'Node';
  readonly object: ObjectKey;
  readonly ips: readonly Ip[];
  readonly podCIDRs: readonly string[];
  readonly zone: string;
  readonly kubeProxyMode: string;
  readonly interfaces: readonly { readonly name: string; readonly addresses: readonly Ip[] }[];
  /** As `ip route` prints them. */
  readonly routes: readonly string[];
  readonly rulesRevision: number;
  /** Rules by ruleset (`iptables`, `ip6tables`) and table. */
  readonly rules: readonly { readonly ruleset: string; readonly table: string; readonly count: number }[];
  readonly connections: number;
  readonly pods: readonly { readonly object: ObjectKey; readonly ip?: Ip; readonly ready: boolean }[];
  readonly describe: string;
}

export type DetailView = ServiceDetail | PodDetail | NodeDetail;
