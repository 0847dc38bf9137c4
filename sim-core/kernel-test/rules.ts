/** Loads a node's rules with the kernel's own tools, exactly as they are written out. */
import type { Ruleset } from '../netfilter/iptables/model.js';
import { writeRuleset } from '../netfilter/iptables/write.js';
import type { NftTable } from '../netfilter/nftables/model.js';
import { writeNftRuleset } from '../netfilter/nftables/write.js';
import type { Network } from '../network/network.js';
import type { Dataplane } from '../proxy/dataplane.js';
import type { Damage } from './mutation.js';

/** A tool and what it reads on its standard input. */
export interface RuleLoad {
  readonly program: string;
  readonly args: readonly string[];
  readonly text: string;
}

export interface NodeRules {
  readonly loads: readonly RuleLoad[];
  /** Accounting objects that have to exist before a rule may name them. */
  readonly accounting: readonly string[];
}

const restore: Readonly<Record<Ruleset['family'], string>> = {
  IPv4: 'iptables-restore',
  IPv6: 'ip6tables-restore',
};

const iptablesLoad = (ruleset: Ruleset): RuleLoad => ({
  program: restore[ruleset.family],
  // What was loaded before stays: kube-proxy and the CNI plugin share built-in chains.
  args: ['--noflush'],
  text: writeRuleset(ruleset),
});

const accountingOf = (rulesets: readonly Ruleset[]): readonly string[] => [
  ...new Set(
    rulesets.flatMap(({ tables }) =>
      tables.flatMap(({ chains }) =>
        [...chains.values()].flatMap(({ rules }) =>
          rules.flatMap(({ matches }) => matches.flatMap((m) => (m.kind === 'nfacct' ? [m.name] : []))),
        ),
      ),
    ),
  ),
];

const nftablesLoad = (tables: readonly NftTable[]): RuleLoad => ({
  program: 'nft',
  args: ['-f', '-'],
  text: writeNftRuleset(tables),
});

/** kube-proxy's rules, then the CNI plugin's; `damage` breaks kube-proxy's on purpose. */
export function rulesOf(network: Network, dataplane: Dataplane | undefined, damage?: Damage): NodeRules {
  const tables = [...(dataplane?.nftables?.values() ?? [])].map(
    (table) => damage?.mutation.nftables(table, damage.victim) ?? table,
  );
  const own = [...(dataplane?.iptables.values() ?? [])].map(
    (ruleset) => damage?.mutation.iptables(ruleset, damage.victim) ?? ruleset,
  );
  const rulesets = [...own, ...network.cni.iptables.values()];
  return {
    loads: [...(tables.length === 0 ? [] : [nftablesLoad(tables)]), ...rulesets.map(iptablesLoad)],
    accounting: accountingOf(rulesets),
  };
}

/**
 * Why a kernel alone cannot do what this dataplane asks for; undefined when its rules are all there is to it.
 * What a process of kube-proxy does with packets, no rule that is loaded can show.
 */
export const beyondRules = ({ iptables, nftables, listeners, addresses }: Dataplane): string | undefined => {
  if (iptables.size === 0 && (nftables?.size ?? 0) === 0) return 'kube-proxy writes no rules';
  if (listeners.some(({ purpose }) => purpose.kind === 'relay')) return 'kube-proxy relays the connections itself';
  return addresses.length > 0 ? 'virtual servers are not loaded from a rule file' : undefined;
};
