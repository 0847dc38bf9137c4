import type { Dataplane } from '../../proxy/dataplane.js';
import { proxyModes } from '../../proxy/registry.js';

/** Everything in `after` that is not in `before`, by name and content. */
function fresh<T>(
  before: ReadonlyMap<string, T> | undefined,
  after: ReadonlyMap<string, T>,
  isSame: (a: T, b: T) => boolean = (a, b) => a === b,
): readonly T[] {
  return [...after].flatMap(([name, value]) => {
    const was = before?.get(name);
    return was !== undefined && (was === value || isSame(was, value)) ? [] : [value];
  });
}

const alike = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What kube-proxy writes on a node so that it has `after` and no longer `before`. */
export function countRewritten(before: Dataplane, after: Dataplane): number {
  return iptablesRewritten(before, after) + nftablesRewritten(before, after) + othersRewritten(before, after);
}

/** iptables-restore flushes a chain and writes all of it. */
function iptablesRewritten(before: Dataplane, after: Dataplane): number {
  const { rewrites = () => false } = proxyModes.get(after.mode) ?? {};
  let count = 0;
  for (const [name, { tables }] of after.iptables) {
    for (const table of tables) {
      const was = before.iptables.get(name)?.tables.find((one) => one.name === table.name)?.chains;
      for (const chain of table.chains.values()) {
        const old = was?.get(chain.name);
        const isSame = old === chain || (old !== undefined && alike(old.rules, chain.rules));
        if (!isSame || rewrites(chain.name)) count += chain.rules.length;
      }
    }
  }
  return count;
}

/** A transaction of nft flushes changed chains and names changed elements one by one. */
function nftablesRewritten(before: Dataplane, after: Dataplane): number {
  let count = 0;
  for (const [name, table] of after.nftables ?? []) {
    const was = before.nftables?.get(name);
    for (const chain of fresh(was?.chains, table.chains, (a, b) => alike(a.rules, b.rules)))
      count += chain.rules.length;
    for (const set of fresh(was?.sets, table.sets))
      count += fresh(was?.sets.get(set.name)?.elements, set.elements, alike).length;
  }
  return count;
}

/** Real servers, ipset entries and HNS policies. What a process keeps in memory is no write. */
function othersRewritten(before: Dataplane, after: Dataplane): number {
  return newTexts(textsOf(before), textsOf(after));
}

const textsOf = ({ ipvs, ipsets, hns }: Dataplane): readonly string[] => [
  ...(ipvs?.virtualServers ?? []).flatMap(({ protocol, address, port, realServers }) =>
    realServers.map((real) => `${protocol} ${address} ${port} ${real.address} ${real.port} ${real.weight}`),
  ),
  ...[...(ipsets ?? [])].flatMap(([name, { entries }]) => [...entries.keys()].map((entry) => `${name} ${entry}`)),
  ...(hns?.loadBalancers ?? []).map((policy) => `${policy.id} ${policy.endpoints.join(' ')}`),
  ...[...(hns?.endpoints.keys() ?? [])],
];

function newTexts(before: readonly string[], after: readonly string[]): number {
  const known = new Set(before);
  return after.filter((text) => !known.has(text)).length;
}
