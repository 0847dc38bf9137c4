import { saveIpsets } from '../ipvs/ipset/listing.js';
import type { Ipset } from '../ipvs/ipset/model.js';
import { listVirtualServers } from '../ipvs/listing.js';
import type { Rule, Ruleset } from '../netfilter/iptables/model.js';
import { unsharedChains } from '../netfilter/iptables/unshared-chains.js';
import { writeRule } from '../netfilter/iptables/write.js';
import type { NftChain, NftTable } from '../netfilter/nftables/model.js';
import { writeElement } from '../netfilter/nftables/set.js';
import { writeNftRule } from '../netfilter/nftables/statements.js';
import type { Dataplane } from '../proxy/dataplane.js';

/** Whether a node's new rules say anything else than its old ones. What the compile reused is not read again. */
export function changesRules(before: Dataplane, after: Dataplane): boolean {
  if (before === after) return false;
  if (before.iptables.size !== after.iptables.size || before.nftables?.size !== after.nftables?.size) return true;
  if (ipvsChanges(before, after)) return true;
  if (JSON.stringify(before.hns?.loadBalancers) !== JSON.stringify(after.hns?.loadBalancers)) return true;
  const changed = [...after.iptables].some(([name, ruleset]) => {
    const old = before.iptables.get(name);
    return old === undefined || rulesetChanges(old, ruleset);
  });
  return (
    changed || [...(after.nftables ?? [])].some(([name, table]) => tableChanges(before.nftables?.get(name), table))
  );
}

/** Virtual servers and sets that say anything else; those that the compile reused are the very same objects. */
function ipvsChanges(before: Dataplane, after: Dataplane): boolean {
  const [was, is] = [before.ipvs?.virtualServers ?? [], after.ipvs?.virtualServers ?? []];
  if (!sameItems(was, is) && listVirtualServers(was) !== listVirtualServers(is)) return true;
  const [old, sets] = [before.ipsets ?? new Map<string, Ipset>(), after.ipsets ?? new Map<string, Ipset>()];
  return !sameItems([...old.values()], [...sets.values()]) && saveIpsets(old) !== saveIpsets(sets);
}

const sameItems = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((item, i) => item === b[i]);

/** Tables are made anew when anything in them is; what the compile reused is the very same object. */
function tableChanges(before: NftTable | undefined, after: NftTable): boolean {
  if (before === after) return false;
  if (before?.chains.size !== after.chains.size || before.sets.size !== after.sets.size) return true;
  for (const [name, set] of after.sets) {
    const was = before.sets.get(name);
    if (was === undefined || was.timeoutMs !== set.timeoutMs || was.elements.size !== set.elements.size) return true;
    for (const [key, element] of set.elements) {
      const old = was.elements.get(key);
      if (old === element) continue;
      if (old === undefined || writeElement(set, old) !== writeElement(set, element)) return true;
    }
  }
  return [...after.chains.values()].some((chain) => nftChainChanges(before.chains.get(chain.name), chain, after));
}

const nftChainChanges = (before: NftChain | undefined, after: NftChain, { family }: NftTable): boolean =>
  before !== after &&
  (before?.rules.length !== after.rules.length ||
    after.rules.some((rule, i) => {
      const was = before.rules[i];
      return was !== rule && (was === undefined || writeNftRule(was, family) !== writeNftRule(rule, family));
    }));

const rulesetChanges = (before: Ruleset, after: Ruleset): boolean =>
  before !== after &&
  (before.tables.length !== after.tables.length ||
    after.tables.some((table, i) => {
      const old = before.tables[i];
      if (old?.name !== table.name || old.chains.size !== table.chains.size) return true;
      return [...unsharedChains(old.chains, table.chains)].some((name) => {
        const [was, is] = [old.chains.get(name), table.chains.get(name)];
        if (is === undefined || was?.rules.length !== is.rules.length) return true;
        return is.rules.some((rule, j) => ruleChanges(name, was.rules[j], rule, after));
      });
    }));

const ruleChanges = (chain: string, before: Rule | undefined, after: Rule, { family }: Ruleset): boolean =>
  before !== after && (before === undefined || writeRule(chain, before, family) !== writeRule(chain, after, family));
