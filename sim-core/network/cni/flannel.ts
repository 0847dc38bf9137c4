import { parseCidr, type Cidr } from '../../net/cidr.js';
import { hookPriority } from '../../net/hook.js';
import type { IpFamily } from '../../net/ip.js';
import type { Chain, Rule, Ruleset } from '../../netfilter/iptables/model.js';
import type { HookEntry } from '../../proxy/dataplane.js';

/** What a CNI plugin registers on every node besides addresses and routes. */
export interface CniRules {
  readonly hooks: readonly HookEntry[];
  readonly iptables: ReadonlyMap<string, Ruleset>;
}

/** A pod that leaves the cluster network takes its node's address, so that answers find their way back. */
function masqueradeRule(cluster: Cidr): Rule {
  return {
    matches: [
      { kind: 'source', cidr: cluster },
      { kind: 'destination', not: true, cidr: cluster },
      { kind: 'comment', text: 'cni masquerade' },
    ],
    target: { kind: 'masquerade' },
  };
}

function masqueradeRuleset(family: IpFamily, clusters: readonly Cidr[]): Ruleset {
  const chain: Chain = { name: 'POSTROUTING', policy: 'ACCEPT', rules: clusters.map(masqueradeRule) };
  return { family, tables: [{ name: 'nat', chains: new Map([[chain.name, chain]]) }] };
}

/**
 * Flannel's masquerading in its plainest form, in a rule set of its own so that kube-proxy's stays
 * what kube-proxy wrote. It comes after kube-proxy's at the same hook and priority.
 * @see https://github.com/flannel-io/flannel pkg/trafficmngr/iptables
 */
export function flannel(clusterCIDRs: readonly string[], ipMasq: boolean): CniRules {
  if (!ipMasq) return { hooks: [], iptables: new Map() };
  const clusters = clusterCIDRs.flatMap((text) => parseCidr(text) ?? []);
  const families: readonly IpFamily[] = ['IPv4', 'IPv6'];
  const rulesets = families.flatMap((family): readonly (readonly [string, Ruleset])[] => {
    const own = clusters.filter((c) => c.family === family);
    return own.length === 0 ? [] : [[`cni/${family}`, masqueradeRuleset(family, own)]];
  });
  return {
    hooks: rulesets.map(([ruleset]) => ({
      hook: 'POSTROUTING',
      priority: hookPriority.natSrc,
      enter: { engine: 'iptables', ruleset, table: 'nat' },
    })),
    iptables: new Map(rulesets),
  };
}
