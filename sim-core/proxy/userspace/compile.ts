import { hookPriority } from '../../net/hook.js';
import { familyOf } from '../../net/ip.js';
import type { Chain, Match, Rule, Ruleset } from '../../netfilter/iptables/model.js';
import type { HookEntry, Listener } from '../dataplane.js';
import type { CompiledNode, ProxyMode } from '../mode.js';
import type { NodeView } from '../node.js';
import { chain } from './names.js';
import { portalRules, type PortalRules } from './portal-rules.js';
import { proxyPorts } from './proxy-port.js';
import { servicePorts, type Portal } from './service-ports.js';

/** @see pkg/proxy/userspace/proxysocket.go (v1.25) EndpointDialTimeouts */
const dialTimeoutsMs = [250, 500, 1000, 2000] as const;

/** @see pkg/proxy/apis/config/v1alpha1/defaults.go (v1.25) UDPIdleTimeout */
const udpIdleMs = 250;

/**
 * kube-proxy's first mode, the default until 1.2 and gone since 1.26.
 * @see pkg/proxy/userspace/proxier.go (v1.25)
 */
export const userspaceMode: ProxyMode = { name: 'userspace', hostOs: 'linux', compile };

/** Nothing is kept from one compile to the next: there are few rules and none of them names an endpoint. */
const noMemo = {};

function compile({ objects, node }: NodeView): CompiledNode {
  const [hostIP = '0.0.0.0'] = node.primaryIPs;
  const family = familyOf(hostIP);
  const portals = servicePorts(objects, family);
  const ports = proxyPorts(node.name, portals.map(socketName));
  const rules = portals.map((portal) => portalRules(portal, ports.get(socketName(portal)) ?? 0, hostIP));
  const ruleset: Ruleset = {
    family,
    tables: [
      { name: 'nat', chains: byName([...natBuiltIn, ...natChains(rules)]) },
      { name: 'filter', chains: byName([...filterBuiltIn, own('nonLocalNodePorts', rules)]) },
    ],
  };
  const name = `kube-proxy/${family}`;
  return {
    dataplane: {
      node: node.name,
      mode: userspaceMode.name,
      hooks: hookEntries(name),
      iptables: new Map([[name, ruleset]]),
      listeners: portals.flatMap((portal) => listenersOf(portal, ports.get(socketName(portal)) ?? 0)),
      addresses: [],
      sysctls: { routeLocalnet: false },
    },
    memo: noMemo,
  };
}

/** A Service may use one port name for one protocol only, but two Services never share a name. */
const socketName = ({ name, protocol }: Portal): string => `${name}/${protocol}`;

function listenersOf(portal: Portal, proxyPort: number): readonly Listener[] {
  const { name, protocol, endpoints, affinitySeconds, object, field, nodePort } = portal;
  const relay: Listener = {
    protocol,
    port: proxyPort,
    purpose: {
      kind: 'relay',
      relay: {
        servicePort: name,
        endpoints,
        dialTimeoutsMs,
        udpIdleMs,
        origin: { object, field },
        ...(affinitySeconds !== undefined && { affinitySeconds }),
      },
    },
  };
  if (nodePort === undefined) return [relay];
  return [relay, { protocol, port: nodePort.value, purpose: { kind: 'reserved', servicePort: name } }];
}

const jump = (name: string, ...matches: readonly Match[]): Rule => ({ matches, target: { kind: 'jump', chain: name } });
const builtIn = (name: string, rules: readonly Rule[] = []): Chain => ({ name, policy: 'ACCEPT', rules });
const comment = (text: string): Match => ({ kind: 'comment', text });

const portalsFirst = comment('handle ClusterIPs; NOTE: this must be before the NodePort rules');
const nodePortsLast: readonly Match[] = [
  { kind: 'addrtype', destination: { type: 'LOCAL' } },
  comment('handle service NodePorts; NOTE: this must be the last rule in the chain'),
];

/** @see pkg/proxy/userspace/proxier.go (v1.25) iptablesInit */
const natBuiltIn: readonly Chain[] = [
  builtIn('PREROUTING', [jump(chain.containerPortals, portalsFirst), jump(chain.containerNodePorts, ...nodePortsLast)]),
  builtIn('INPUT'),
  builtIn('OUTPUT', [jump(chain.hostPortals, portalsFirst), jump(chain.hostNodePorts, ...nodePortsLast)]),
  builtIn('POSTROUTING'),
];

const filterBuiltIn: readonly Chain[] = [
  builtIn('INPUT', [jump(chain.nonLocalNodePorts, comment('Ensure that non-local NodePort traffic can flow'))]),
  builtIn('FORWARD'),
  builtIn('OUTPUT'),
];

const own = (part: keyof PortalRules, rules: readonly PortalRules[]): Chain => ({
  name: chain[part],
  rules: rules.flatMap((one) => one[part]),
});

/** In the order of iptables-save. */
const natChains = (rules: readonly PortalRules[]): readonly Chain[] => [
  own('containerNodePorts', rules),
  own('hostNodePorts', rules),
  own('containerPortals', rules),
  own('hostPortals', rules),
];

const byName = (chains: readonly Chain[]): ReadonlyMap<string, Chain> => new Map(chains.map((one) => [one.name, one]));

/** @see net/ipv4/netfilter/iptable_nat.c, iptable_filter.c */
function hookEntries(ruleset: string): readonly HookEntry[] {
  const nat = { engine: 'iptables', ruleset, table: 'nat' } as const;
  const filter = { engine: 'iptables', ruleset, table: 'filter' } as const;
  return [
    { hook: 'PREROUTING', priority: hookPriority.natDst, enter: nat },
    { hook: 'INPUT', priority: hookPriority.filter, enter: filter },
    { hook: 'FORWARD', priority: hookPriority.filter, enter: filter },
    { hook: 'OUTPUT', priority: hookPriority.natDst, enter: nat },
    { hook: 'OUTPUT', priority: hookPriority.filter, enter: filter },
    { hook: 'POSTROUTING', priority: hookPriority.natSrc, enter: nat },
  ];
}
