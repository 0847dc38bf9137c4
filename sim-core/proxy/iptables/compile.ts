import { hookPriority } from '../../net/hook.js';
import { familyOf, type IpFamily } from '../../net/ip.js';
import type { Ruleset } from '../../netfilter/iptables/model.js';
import type { Dataplane, HookEntry, Listener } from '../dataplane.js';
import type { CompiledNode, ProxyMode } from '../mode.js';
import type { NodeView } from '../node.js';
import { compileFamily, type FamilyState } from './family.js';
import { familySettings } from './settings.js';

/** What the next compile of the same node starts from. */
class IptablesMemo {
  constructor(readonly families: ReadonlyMap<IpFamily, FamilyState>) {}
}

const rulesetName = (family: IpFamily): string => `kube-proxy/${family}`;

/**
 * kube-proxy's iptables mode.
 * @see pkg/proxy/iptables/proxier.go (v1.34)
 */
export const iptablesMode: ProxyMode = { name: 'iptables', hostOs: 'linux', compile };

function compile(view: NodeView, previous?: CompiledNode): CompiledNode {
  const memo = previous?.memo instanceof IptablesMemo ? previous.memo : undefined;
  const families = new Map<IpFamily, FamilyState>();
  for (const family of ['IPv4', 'IPv6'] as const) {
    if (!view.node.primaryIPs.some((ip) => familyOf(ip) === family)) continue;
    const settings = familySettings(view.node, view.config, family);
    families.set(family, compileFamily(view.objects, settings, memo?.families.get(family)));
  }
  return { dataplane: dataplaneOf(view.node.name, families), memo: new IptablesMemo(families) };
}

function dataplaneOf(node: string, families: ReadonlyMap<IpFamily, FamilyState>): Dataplane {
  const iptables = new Map<string, Ruleset>();
  const hooks: HookEntry[] = [];
  for (const [family, { ruleset }] of families) {
    iptables.set(rulesetName(family), ruleset);
    hooks.push(...hookEntries(rulesetName(family)));
  }
  return {
    node,
    mode: iptablesMode.name,
    hooks,
    iptables,
    listeners: listenersOf(families),
    addresses: [],
    sysctls: { routeLocalnet: families.get('IPv4')?.settings.localhostNodePorts ?? false },
  };
}

/**
 * Where the kernel's nat and filter tables hook in.
 * @see net/ipv4/netfilter/iptable_nat.c, iptable_filter.c
 */
const hookEntries = (ruleset: string): readonly HookEntry[] => {
  const nat = { engine: 'iptables', ruleset, table: 'nat' } as const;
  const filter = { engine: 'iptables', ruleset, table: 'filter' } as const;
  return [
    { hook: 'PREROUTING', priority: hookPriority.natDst, enter: nat },
    { hook: 'INPUT', priority: hookPriority.filter, enter: filter },
    { hook: 'INPUT', priority: hookPriority.natSrc, enter: nat },
    { hook: 'FORWARD', priority: hookPriority.filter, enter: filter },
    { hook: 'OUTPUT', priority: hookPriority.natDst, enter: nat },
    { hook: 'OUTPUT', priority: hookPriority.filter, enter: filter },
    { hook: 'POSTROUTING', priority: hookPriority.natSrc, enter: nat },
  ];
};

/** A dual-stack Service has one health check server, whichever family comes first. */
function listenersOf(families: ReadonlyMap<IpFamily, FamilyState>): readonly Listener[] {
  const byPort = new Map<number, Listener>();
  for (const { units } of families.values()) {
    for (const { listener } of units.values()) {
      if (listener !== undefined && !byPort.has(listener.port)) byPort.set(listener.port, listener);
    }
  }
  return [...byPort.values()];
}
