import type { Hook } from '../../net/hook.js';
import type { IpFamily } from '../../net/ip.js';
import { tableId, type BaseHook, type NftTable } from '../../netfilter/nftables/model.js';
import type { Dataplane, HookEntry } from '../dataplane.js';
import { oneListenerPerPort } from '../health-check.js';
import type { CompiledNode, ProxyMode } from '../mode.js';
import type { NodeView } from '../node.js';
import { compileFamily, type FamilyState } from './family.js';
import { baseChains } from './fixed-objects.js';
import { familySettings } from './settings.js';

/** What the next compile of the same node starts from. */
class NftablesMemo {
  constructor(readonly families: ReadonlyMap<IpFamily, FamilyState>) {}
}

/**
 * kube-proxy's nftables mode.
 * @see pkg/proxy/nftables/proxier.go (v1.34); KEP-3866
 */
export const nftablesMode: ProxyMode = { name: 'nftables', hostOs: 'linux', compile };

/** Both families have a table, whichever of them the cluster uses. @see NewDualStackProxier */
function compile(view: NodeView, previous?: CompiledNode): CompiledNode {
  const memo = previous?.memo instanceof NftablesMemo ? previous.memo : undefined;
  const families = new Map<IpFamily, FamilyState>();
  for (const family of ['IPv4', 'IPv6'] as const) {
    const settings = familySettings(view.node, view.config, family);
    families.set(family, compileFamily(view.objects, settings, memo?.families.get(family), view.now));
  }
  return { dataplane: dataplaneOf(view.node.name, families), memo: new NftablesMemo(families) };
}

function dataplaneOf(node: string, families: ReadonlyMap<IpFamily, FamilyState>): Dataplane {
  const tables = [...families.values()].map(({ table }) => table);
  return {
    node,
    mode: nftablesMode.name,
    hooks: tables.flatMap(hookEntries),
    iptables: new Map(),
    nftables: new Map(tables.map((table) => [tableId(table), table])),
    listeners: oneListenerPerPort(
      [...families.values()].flatMap(({ units }) => [...units.values()].map(({ listener }) => listener)),
    ),
    addresses: [],
    sysctls: { routeLocalnet: false },
  };
}

const hooks: Readonly<Record<BaseHook, Hook>> = {
  prerouting: 'PREROUTING',
  input: 'INPUT',
  forward: 'FORWARD',
  output: 'OUTPUT',
  postrouting: 'POSTROUTING',
};

const hookEntries = (table: NftTable): readonly HookEntry[] =>
  baseChains.flatMap(({ name, base }) =>
    base === undefined
      ? []
      : [
          {
            hook: hooks[base.hook],
            priority: base.priority,
            enter: { engine: 'nftables', table: tableId(table), chain: name },
          } as const,
        ],
  );
