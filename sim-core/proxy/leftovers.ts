import { compareCodeUnits } from '../base/order.js';
import { writeRule } from '../netfilter/iptables/write.js';
import type { Chain, Ruleset, Table } from '../netfilter/iptables/model.js';
import type { IpFamily } from '../net/ip.js';
import type { Dataplane, HookEntry } from './dataplane.js';

/** @see cmd/kube-proxy/app/server_linux.go (v1.34) isIPTablesBased */
const basedOnIptables: ReadonlySet<string> = new Set(['iptables', 'ipvs']);

/**
 * Whether kube-proxy, starting in one mode, removes what another mode has left behind.
 *
 * - Until 1.14 it removed what every other mode had written.
 * - From 1.15 it removed nothing: `kube-proxy --cleanup` or a reboot had to.
 * - Since 1.29 it removes what it surely does not use: iptables and ipvs mode remove nftables mode's
 *   table, and nftables mode removes what those two wrote. Between iptables and ipvs everything stays.
 * @see cmd/kube-proxy/app/server_linux.go (v1.34) platformCleanup; CHANGELOG-1.15.md, kubernetes/kubernetes#76109
 */
export function removesLeftovers(starting: string, other: string, minor: number): boolean {
  if (starting === other) return true;
  if (minor <= 14) return true;
  if (minor <= 28) return false;
  if (other === 'nftables') return basedOnIptables.has(starting);
  return starting === 'nftables' && basedOnIptables.has(other);
}

/**
 * A node's rules with those of former modes still beneath them, oldest first. A mode replaces the chains
 * that it writes, of whatever mode they were, and puts its jumps before those that are there; it leaves
 * all other chains alone.
 * @see pkg/util/iptables/iptables.go (v1.34) restoreInternal (--noflush), EnsureRule (Prepend)
 */
export const withLeftovers = (leftovers: readonly Dataplane[], own: Dataplane): Dataplane =>
  leftovers.length === 0 ? own : [...leftovers.slice(1), own].reduce(laidOver, leftovers[0] ?? own);

function laidOver(under: Dataplane, over: Dataplane): Dataplane {
  return {
    ...under,
    ...over,
    hooks: withoutDoubles([...over.hooks, ...under.hooks]),
    iptables: mergedMap(under.iptables, over.iptables, laidOverRuleset),
    ...((under.nftables ?? over.nftables) && { nftables: mergedMap(under.nftables, over.nftables) }),
    ...((under.ipsets ?? over.ipsets) && { ipsets: mergedMap(under.ipsets, over.ipsets) }),
    // The sockets were the former process's: they ended with it.
    listeners: over.listeners,
    addresses: [...new Set([...over.addresses, ...under.addresses])],
    // Nobody sets a sysctl back.
    sysctls: { routeLocalnet: over.sysctls.routeLocalnet || under.sysctls.routeLocalnet },
  };
}

function mergedMap<T>(
  under: ReadonlyMap<string, T> = new Map(),
  over: ReadonlyMap<string, T> = new Map(),
  merge: (under: T, over: T) => T = (_, top) => top,
): ReadonlyMap<string, T> {
  const merged = new Map(under);
  for (const [name, top] of over) {
    const below = under.get(name);
    merged.set(name, below === undefined ? top : merge(below, top));
  }
  return merged;
}

const withoutDoubles = (hooks: readonly HookEntry[]): readonly HookEntry[] => [
  ...new Map(hooks.map((entry) => [JSON.stringify(entry), entry])).values(),
];

function laidOverRuleset(under: Ruleset, over: Ruleset): Ruleset {
  const tables = over.tables.map((table) => {
    const below = under.tables.find(({ name }) => name === table.name);
    return below === undefined ? table : laidOverTable(below, table, over.family);
  });
  const others = under.tables.filter(({ name }) => tables.every((table) => table.name !== name));
  return { ...over, tables: [...tables, ...others] };
}

/** Built-in chains keep their order and come first, the others go by name, as iptables-save prints them. */
function laidOverTable(under: Table, over: Table, family: IpFamily): Table {
  const builtIn: Chain[] = [];
  const own = new Map<string, Chain>();
  for (const chain of over.chains.values()) {
    if (chain.policy === undefined) own.set(chain.name, chain);
    else builtIn.push(withOtherJumps(chain, under.chains.get(chain.name), family));
  }
  for (const chain of under.chains.values()) {
    if (chain.policy !== undefined) {
      if (!over.chains.has(chain.name)) builtIn.push(chain);
    } else if (!own.has(chain.name)) own.set(chain.name, chain);
  }
  const named = [...own.values()].sort((a, b) => compareCodeUnits(a.name, b.name));
  return { name: over.name, chains: new Map([...builtIn, ...named].map((chain) => [chain.name, chain])) };
}

function withOtherJumps(chain: Chain, under: Chain | undefined, family: IpFamily): Chain {
  const texts = new Set(chain.rules.map((rule) => writeRule(chain.name, rule, family)));
  const others = under?.rules.filter((rule) => !texts.has(writeRule(chain.name, rule, family))) ?? [];
  return others.length === 0 ? chain : { ...chain, rules: [...chain.rules, ...others] };
}
