import type { Ip } from '../net/ip.js';

/**
 * Why a step happened: a closed union, each with what its sentence needs. Catalogues are
 * `Record<Reason['code'], …>`, so a reason without words in every language does not compile.
 */
export type Reason =
  | { readonly code: 'process-sends'; readonly to: string }
  | { readonly code: 'process-answers' }
  | { readonly code: 'crosses-veth'; readonly pod: string }
  | { readonly code: 'crosses-wire'; readonly from: string; readonly to: string }
  | { readonly code: 'bridge-forwards'; readonly port: string }
  | { readonly code: 'bridge-hairpin'; readonly port: string }
  | { readonly code: 'route-local'; readonly address: Ip }
  | { readonly code: 'route-forward'; readonly via?: Ip; readonly outInterface: string }
  | { readonly code: 'route-none'; readonly address: Ip }
  | { readonly code: 'router-no-route'; readonly address: Ip }
  | { readonly code: 'martian'; readonly address: Ip }
  | { readonly code: 'conntrack-new' }
  | { readonly code: 'conntrack-established' }
  | { readonly code: 'conntrack-undoes-dnat'; readonly from: string; readonly to: string }
  | { readonly code: 'conntrack-undoes-snat'; readonly from: string; readonly to: string }
  | { readonly code: 'conntrack-repeats-nat'; readonly from: string; readonly to: string }
  | { readonly code: 'conntrack-invalid' }
  | { readonly code: 'table-no-match'; readonly examined: number }
  | { readonly code: 'table-accepts'; readonly examined: number }
  | { readonly code: 'enters-chain'; readonly chain: string }
  | { readonly code: 'matches-cluster-ip'; readonly service: string }
  | { readonly code: 'matches-external-ip'; readonly service: string }
  | { readonly code: 'matches-load-balancer-ip'; readonly service: string }
  | { readonly code: 'enters-node-ports' }
  | { readonly code: 'matches-node-port'; readonly service: string; readonly port: number }
  | { readonly code: 'external-to-cluster-policy'; readonly service: string }
  | { readonly code: 'external-to-local-policy'; readonly service: string }
  | { readonly code: 'short-circuit-pod'; readonly service: string }
  | { readonly code: 'short-circuit-node'; readonly service: string }
  | { readonly code: 'source-range-allows'; readonly service: string; readonly range: string }
  | { readonly code: 'source-range-denies'; readonly service: string }
  | {
      readonly code: 'marks-for-masquerade';
      readonly why: 'off-cluster' | 'hairpin' | 'external' | 'masquerade-all' | 'node' | 'mark';
    }
  | { readonly code: 'affinity-found'; readonly endpoint: string; readonly seconds: number }
  | { readonly code: 'affinity-recorded'; readonly endpoint: string }
  | { readonly code: 'dice-won'; readonly endpoint: string; readonly probability: number; readonly drawn: number }
  | { readonly code: 'dice-lost'; readonly endpoint: string; readonly probability: number; readonly drawn: number }
  | { readonly code: 'last-endpoint'; readonly endpoint: string }
  /** One of `of` endpoints, counted from 0. */
  | { readonly code: 'numgen-picks'; readonly endpoint: string; readonly drawn: number; readonly of: number }
  | { readonly code: 'cluster-ip-has-no-such-port'; readonly address: Ip; readonly port: number }
  | { readonly code: 'cluster-ip-unallocated'; readonly address: Ip }
  | { readonly code: 'dnat'; readonly from: string; readonly to: string }
  | { readonly code: 'snat'; readonly from: string; readonly to: string }
  | { readonly code: 'masquerade'; readonly from: string; readonly to: string; readonly by: 'kube-proxy' | 'cni' }
  | { readonly code: 'not-marked' }
  | { readonly code: 'mark-cleared' }
  | { readonly code: 'forward-accepts-marked' }
  | { readonly code: 'forward-accepts-established' }
  | { readonly code: 'no-endpoints'; readonly service: string }
  | { readonly code: 'no-local-endpoints'; readonly service: string }
  | { readonly code: 'rule-matches' }
  | { readonly code: 'rejects'; readonly with: string }
  | { readonly code: 'drops' }
  | { readonly code: 'delivered'; readonly to: string }
  /** An answer or an error reaches the process that sent the first packet. */
  | { readonly code: 'back-at-sender'; readonly to: string }
  | { readonly code: 'nobody-listens'; readonly port: number }
  | { readonly code: 'kernel-answers-echo' }
  | { readonly code: 'kernel-refuses-port'; readonly port: number }
  /** kube-proxy's own process, in userspace mode. */
  | { readonly code: 'redirects-to-proxy'; readonly service: string; readonly port: number }
  | { readonly code: 'proxy-takes-next'; readonly service: string; readonly endpoint: string; readonly of: number }
  | {
      readonly code: 'proxy-keeps-endpoint';
      readonly service: string;
      readonly endpoint: string;
      readonly seconds: number;
    }
  | { readonly code: 'proxy-knows-sender'; readonly endpoint: string }
  | { readonly code: 'proxy-dial-failed'; readonly endpoint: string; readonly timeoutMs: number }
  | { readonly code: 'proxy-without-endpoints'; readonly service: string }
  | { readonly code: 'proxy-gives-up'; readonly service: string }
  | { readonly code: 'proxy-copies-answer'; readonly service: string }
  /** The virtual switch of a Windows node. */
  | { readonly code: 'vfp-balances'; readonly service: string; readonly endpoint: string; readonly of: number }
  | {
      readonly code: 'vfp-balances-by-source';
      readonly service: string;
      readonly endpoint: string;
      readonly of: number;
    }
  | { readonly code: 'vfp-source-vip'; readonly address: Ip }
  | { readonly code: 'vfp-keeps-source'; readonly service: string }
  | { readonly code: 'vfp-known-flow'; readonly from: string; readonly to: string }
  | { readonly code: 'vfp-outbound-nat'; readonly address: Ip }
  /** IPVS. `virtual` and `endpoint` are `ip:port`. */
  | {
      readonly code: 'ipvs-next-in-turn';
      readonly virtual: string;
      readonly scheduler: string;
      readonly endpoint: string;
      readonly of: number;
    }
  | {
      readonly code: 'ipvs-least-connections';
      readonly virtual: string;
      readonly scheduler: string;
      readonly endpoint: string;
      readonly of: number;
      readonly overhead: number;
    }
  | {
      readonly code: 'ipvs-shortest-delay';
      readonly virtual: string;
      readonly scheduler: string;
      readonly endpoint: string;
      readonly of: number;
      readonly expected: number;
    }
  | { readonly code: 'ipvs-idle'; readonly virtual: string; readonly scheduler: string; readonly endpoint: string }
  | {
      readonly code: 'ipvs-source-hash' | 'ipvs-destination-hash';
      readonly virtual: string;
      readonly scheduler: string;
      readonly endpoint: string;
      readonly bucket: number;
      readonly buckets: number;
    }
  | { readonly code: 'ipvs-locality'; readonly virtual: string; readonly scheduler: string; readonly endpoint: string }
  | { readonly code: 'ipvs-persistent'; readonly virtual: string; readonly endpoint: string; readonly seconds: number }
  | { readonly code: 'ipvs-existing'; readonly virtual: string; readonly endpoint: string }
  | { readonly code: 'ipvs-no-destination'; readonly virtual: string; readonly scheduler: string }
  | { readonly code: 'ipvs-real-server-gone'; readonly endpoint: string }
  | { readonly code: 'ipvs-answers-as'; readonly virtual: string; readonly endpoint: string }
  | { readonly code: 'no-such-host'; readonly address: Ip }
  | { readonly code: 'ttl-exceeded' }
  | { readonly code: 'too-many-steps' };
