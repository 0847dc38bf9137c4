import { hookPriority } from '../../net/hook.js';
import { familyOf, type IpFamily } from '../../net/ip.js';
import type { Ipset } from '../../ipvs/ipset/model.js';
import type { Ruleset } from '../../netfilter/iptables/model.js';
import type { Dataplane, HookEntry } from '../dataplane.js';
import { oneListenerPerPort } from '../health-check.js';
import type { CompiledNode, ProxyMode } from '../mode.js';
import type { NodeView } from '../node.js';
import { tableHooks } from '../table-hooks.js';
import { compileFamily, type FamilyState } from './family.js';
import { ipvsSettings } from './settings.js';

/** What the next compile of the same node starts from. */
class IpvsMemo {
  constructor(readonly families: ReadonlyMap<IpFamily, FamilyState>) {}
}

const rulesetName = (family: IpFamily): string => `kube-proxy/${family}`;

/**
 * kube-proxy's ipvs mode.
 * @see pkg/proxy/ipvs/proxier.go (v1.34)
 */
export const ipvsMode: ProxyMode = {
  name: 'ipvs',
  hostOs: 'linux',
  compile,
  // Every sync gives iptables-restore all of its few chains.
  rewrites: (chain) => chain.startsWith('KUBE-') && chain !== 'KUBE-FIREWALL',
};

function compile(view: NodeView, previous?: CompiledNode): CompiledNode {
  const memo = previous?.memo instanceof IpvsMemo ? previous.memo : undefined;
  const families = new Map<IpFamily, FamilyState>();
  for (const family of ['IPv4', 'IPv6'] as const) {
    if (!view.node.primaryIPs.some((ip) => familyOf(ip) === family)) continue;
    const settings = ipvsSettings(view.node, view.config, family);
    families.set(family, compileFamily(view.objects, settings, memo?.families.get(family)));
  }
  return { dataplane: dataplaneOf(view.node.name, families), memo: new IpvsMemo(families) };
}

function dataplaneOf(node: string, families: ReadonlyMap<IpFamily, FamilyState>): Dataplane {
  const all = [...families.values()];
  const bound = all.flatMap((family) => family.addresses);
  return {
    node,
    mode: ipvsMode.name,
    hooks: [...all.flatMap(({ settings }) => tableHooks(rulesetName(settings.family))), ...ipvsHooks],
    iptables: new Map<string, Ruleset>(all.map((family) => [rulesetName(family.settings.family), family.ruleset])),
    ipsets: new Map<string, Ipset>(all.flatMap((family) => family.ipsets.map((set) => [set.name, set]))),
    ipvs: { virtualServers: all.flatMap((family) => family.virtualServers), boundAddresses: bound },
    listeners: oneListenerPerPort(all.flatMap(({ units }) => [...units.values()].map((unit) => unit.listener))),
    addresses: bound.map(({ address }) => address),
    sysctls: { routeLocalnet: false },
  };
}

/** @see net/netfilter/ipvs/ip_vs_core.c ip_vs_ops4, ip_vs_ops6 */
const ipvsHooks: readonly HookEntry[] = [
  { hook: 'INPUT', priority: hookPriority.natSrc - 2, enter: { engine: 'ipvs', direction: 'out' } },
  { hook: 'INPUT', priority: hookPriority.natSrc - 1, enter: { engine: 'ipvs', direction: 'in' } },
  { hook: 'OUTPUT', priority: hookPriority.natDst + 1, enter: { engine: 'ipvs', direction: 'out' } },
  { hook: 'OUTPUT', priority: hookPriority.natDst + 2, enter: { engine: 'ipvs', direction: 'in' } },
  { hook: 'FORWARD', priority: hookPriority.natSrc, enter: { engine: 'ipvs', direction: 'out' } },
];
