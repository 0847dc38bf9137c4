import type { Origin } from '../kube/key.js';
import type { Ip } from '../net/ip.js';
import type { ServiceProtocol } from '../net/packet.js';

export interface RealServerView {
  readonly address: Ip;
  readonly port: number;
  /** 0: it keeps the connections it has and gets no more. */
  readonly weight: number;
  readonly activeConnections: number;
  readonly inactiveConnections: number;
  readonly origin?: Origin;
}

export interface VirtualServerView {
  readonly protocol: ServiceProtocol;
  readonly address: Ip;
  readonly port: number;
  readonly scheduler: string;
  readonly persistentSeconds?: number;
  readonly origin?: Origin;
  readonly realServers: readonly RealServerView[];
}

export interface IpsetView {
  readonly name: string;
  readonly type: string;
  /** What kube-proxy says it is for. */
  readonly comment: string;
  readonly entries: readonly { readonly text: string; readonly origin?: Origin }[];
}

/** What a node's kube-proxy gave to IPVS, and what the kernel made of it. */
export interface IpvsView {
  readonly revision: number;
  readonly node: string;
  readonly virtualServers: readonly VirtualServerView[];
  readonly ipsets: readonly IpsetView[];
  /** Of kube-ipvs0. */
  readonly addresses: readonly { readonly address: Ip; readonly origin: Origin }[];
  /** What the commands print, by command line; `before`: with what there was before the last change. */
  readonly listings: readonly { readonly command: string; readonly text: string; readonly before?: string }[];
}
