/** What a Corefile tells the kubernetes plugin. @see coredns plugin/kubernetes/README.md (1.13) */
export interface Corefile {
  /** `pods`: names of addresses are not answered, always answered, or answered for pods that exist. */
  readonly pods: 'disabled' | 'insecure' | 'verified';
  readonly ttlSeconds: number;
  /** `ignore empty_service`: a Service without ready endpoints has no name. */
  readonly ignoreEmptyService: boolean;
  /** `namespaces`; all when absent. */
  readonly namespaces?: readonly string[];
  /** Reverse zones; a question about an address outside them goes upstream. */
  readonly reverseZones: readonly string[];
  /** `fallthrough` for reverse zones: addresses without a name go upstream too. */
  readonly reverseFallthrough: boolean;
}

/** The Corefile that kubeadm installs. */
export const stockCorefile: Corefile = {
  pods: 'insecure',
  ttlSeconds: 30,
  ignoreEmptyService: false,
  reverseZones: ['in-addr.arpa', 'ip6.arpa'],
  reverseFallthrough: true,
};
