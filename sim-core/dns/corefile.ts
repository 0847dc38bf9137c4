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

/** Lines of a Corefile that decide about an answer. */
export type CorefilePart = 'zones' | 'pods' | 'empty-service' | 'namespaces' | 'fallthrough' | 'ttl' | 'forward';

export interface CorefileLine {
  readonly text: string;
  readonly part?: CorefilePart;
}

/** The whole file around what it tells the kubernetes plugin. @see cmd/kubeadm/app/phases/addons/dns/manifests.go (v1.34) */
export function corefileLines(domain: string, corefile: Corefile = stockCorefile): readonly CorefileLine[] {
  const { pods, ttlSeconds, ignoreEmptyService, namespaces, reverseZones, reverseFallthrough } = corefile;
  const plain = (...texts: readonly string[]): readonly CorefileLine[] => texts.map((text) => ({ text }));
  const reverse = reverseZones.map((zone) => ` ${zone}`).join('');
  return [
    ...plain('.:53 {', '    errors', '    health {', '       lameduck 5s', '    }', '    ready'),
    { text: `    kubernetes ${domain}${reverse} {`, part: 'zones' },
    { text: `       pods ${pods}`, part: 'pods' },
    ...(ignoreEmptyService ? [{ text: '       ignore empty_service', part: 'empty-service' } as const] : []),
    ...(namespaces === undefined
      ? []
      : [{ text: `       namespaces ${namespaces.join(' ')}`, part: 'namespaces' } as const]),
    ...(reverseFallthrough ? [{ text: `       fallthrough${reverse}`, part: 'fallthrough' } as const] : []),
    { text: `       ttl ${ttlSeconds}`, part: 'ttl' },
    ...plain('    }', '    prometheus :9153'),
    { text: '    forward . /etc/resolv.conf {', part: 'forward' },
    ...plain('       max_concurrent 1000', '    }', '    cache 30 {'),
    ...plain(`       disable success ${domain}`, `       disable denial ${domain}`, '    }'),
    ...plain('    loop', '    reload', '    loadbalance', '}'),
  ];
}
