import type { RuleLineView } from '../../../sim-core/index.js';

/** What a chain of kube-proxy is there for. */
export type ChainRole = 'service' | 'local' | 'external' | 'firewall' | 'endpoint' | 'mark';

/**
 * By the prefixes that kube-proxy gives its chains.
 *
 * @see pkg/proxy/iptables/proxier.go (v1.34) servicePortPolicyClusterChainNamePrefix
 * @see pkg/proxy/nftables/proxier.go (v1.34) servicePortPolicyClusterChainNamePrefix
 */
const prefixes: readonly (readonly [RegExp, ChainRole])[] = [
  [/^(KUBE-SVC|service)-/, 'service'],
  [/^(KUBE-SVL|local)-/, 'local'],
  [/^(KUBE-EXT|external)-/, 'external'],
  [/^(KUBE-FW|firewall)-[A-Z2-7]{8}/, 'firewall'],
  [/^(KUBE-SEP|endpoint)-/, 'endpoint'],
  [/^(KUBE-MARK-MASQ|mark-for-masquerade)$/, 'mark'],
];

export const chainRole = (name: string): ChainRole | undefined => prefixes.find(([prefix]) => prefix.test(name))?.[1];

/** Whose chains these are, by chain: a Service's name is not in its chain's. */
export function chainServices(names: ReadonlySet<string>, lines: readonly RuleLineView[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { chain, origin } of lines) {
    if (chain === undefined || origin?.object.kind !== 'Service' || !names.has(chain) || found.has(chain)) continue;
    found.set(chain, origin.object.name);
  }
  return found;
}
