import { familyOf, type IpFamily } from '../../net/ip.js';
import type { Ruleset } from '../../netfilter/iptables/model.js';
import type { Dataplane, HookEntry } from '../dataplane.js';
import { oneListenerPerPort } from '../health-check.js';
import type { CompiledNode, ProxyMode } from '../mode.js';
import type { NodeView } from '../node.js';
import { tableHooks } from '../table-hooks.js';
import { compileFamily, type FamilyState } from './family.js';
import { isSharedChain } from './names.js';
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
export const iptablesMode: ProxyMode = { name: 'iptables', hostOs: 'linux', compile, rewrites: isSharedChain };

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
    hooks.push(...tableHooks(rulesetName(family)));
  }
  return {
    node,
    mode: iptablesMode.name,
    hooks,
    iptables,
    listeners: oneListenerPerPort(
      [...families.values()].flatMap(({ units }) => [...units.values()].map((u) => u.listener)),
    ),
    addresses: [],
    sysctls: { routeLocalnet: families.get('IPv4')?.settings.localhostNodePorts ?? false },
  };
}
