import type { HnsEndpoint, HnsLoadBalancer } from '../hns/model.js';
import type { Millis } from '../base/time.js';
import type { Origin } from '../kube/key.js';
import type { ServiceProtocol } from '../net/packet.js';

/** A socket of kube-proxy's own process. */
export interface ProxyListenerView {
  readonly protocol: ServiceProtocol;
  readonly port: number;
  readonly kind: 'relay' | 'healthCheckNodePort' | 'reserved';
  /** `namespace/name:port`, or the Service of a health check. */
  readonly service: string;
  /** Of a relay, in the order of its turns where it has begun to take turns. */
  readonly endpoints: readonly { readonly address: string; readonly next: boolean }[];
  readonly affinitySeconds?: number;
  /** Clients and the endpoints they keep. */
  readonly sticky: readonly { readonly client: string; readonly endpoint: string }[];
  /** How long each attempt to reach an endpoint may take. */
  readonly dialTimeoutsMs: readonly Millis[];
  readonly origin?: Origin;
}

/** What kube-proxy's process on a node listens to, and what it remembers. */
export interface ProxyProcessView {
  readonly node: string;
  readonly revision: number;
  readonly listeners: readonly ProxyListenerView[];
}

/** What a Windows node's Host Networking Service was told. */
export interface HnsView {
  readonly node: string;
  readonly revision: number;
  readonly network: { readonly name: string; readonly type: string };
  readonly endpoints: readonly HnsEndpoint[];
  readonly loadBalancers: readonly HnsLoadBalancer[];
  /** What the commands print, by command line; `before`: with the policies before the last change. */
  readonly listings: readonly { readonly command: string; readonly text: string; readonly before?: string }[];
}
