import type { Chain, Match, Rule, Target } from '../../netfilter/iptables/model.js';
import type { FamilySettings } from './settings.js';
import { chain } from './names.js';
import {
  accept,
  comment,
  drop,
  jump,
  notFromLoopback,
  notToLoopback,
  notToLoopback6,
  toHost,
  toLocal,
  toLoopback,
} from './vocabulary.js';

/** The bit of the packet mark that asks for masquerading: `--iptables-masquerade-bit`, 14 by default. */
export const masqueradeMark = 0x4000;

const conntrack = (...states: Extract<Match, { kind: 'conntrack' }>['states']): Match => ({
  kind: 'conntrack',
  states,
});
const fixed = (matches: readonly Match[], target: Target): Rule => ({ matches, target });
const jumpTo = (name: string, ...matches: readonly Match[]): Rule => fixed(matches, jump(name));
const builtIn = (name: string, rules: readonly Rule[] = []): Chain => ({ name, policy: 'ACCEPT', rules });

const isNew = conntrack('NEW');
const portals = comment('kubernetes service portals');
const externalPortals = comment('kubernetes externally-visible service portals');
const loadBalancerFirewall = comment('kubernetes load balancer firewall');

/**
 * The built-in chains with kube-proxy's jumps. Only packets that open a connection are led through the
 * Services' chains; established ones were decided when they began.
 * @see pkg/proxy/iptables/proxier.go (v1.34) iptablesJumpChains, iptablesKubeletJumpChains
 */
export const natBuiltIn: readonly Chain[] = [
  builtIn('PREROUTING', [jumpTo(chain.services, portals)]),
  builtIn('INPUT'),
  builtIn('OUTPUT', [jumpTo(chain.services, portals)]),
  builtIn('POSTROUTING', [jumpTo(chain.postrouting, comment('kubernetes postrouting rules'))]),
];

export const filterBuiltIn: readonly Chain[] = [
  builtIn('INPUT', [
    jumpTo(chain.firewall),
    jumpTo(chain.proxyFirewall, isNew, loadBalancerFirewall),
    jumpTo(chain.nodePorts, comment('kubernetes health check service ports')),
    jumpTo(chain.externalServices, isNew, externalPortals),
  ]),
  builtIn('FORWARD', [
    jumpTo(chain.proxyFirewall, isNew, loadBalancerFirewall),
    jumpTo(chain.forward, comment('kubernetes forwarding rules')),
    jumpTo(chain.services, isNew, portals),
    jumpTo(chain.externalServices, isNew, externalPortals),
  ]),
  builtIn('OUTPUT', [
    jumpTo(chain.firewall),
    jumpTo(chain.proxyFirewall, isNew, loadBalancerFirewall),
    jumpTo(chain.services, isNew, portals),
  ]),
];

/**
 * Marked packets are masqueraded once: the mark is cleared first, so that a packet that meets these
 * rules again inside a tunnel is left alone.
 * @see pkg/proxy/iptables/proxier.go (v1.34) syncProxyRules
 */
export const natFixed: readonly Chain[] = [
  { name: chain.canary, rules: [] },
  {
    name: chain.markMasq,
    rules: [fixed([], { kind: 'mark', value: masqueradeMark, mask: masqueradeMark })],
  },
  {
    name: chain.postrouting,
    rules: [
      fixed([{ kind: 'mark', not: true, value: masqueradeMark, mask: masqueradeMark }], { kind: 'return' }),
      fixed([], { kind: 'mark', value: masqueradeMark, mask: 0 }),
      fixed([comment('kubernetes service traffic requiring SNAT')], { kind: 'masquerade', randomFully: true }),
    ],
  },
];

/** Packets that conntrack calls INVALID would reach the client without their addresses translated back. */
const forward: Chain = {
  name: chain.forward,
  rules: [
    fixed([conntrack('INVALID'), { kind: 'nfacct', name: 'ct_state_invalid_dropped_pkts' }], drop),
    fixed(
      [comment('kubernetes forwarding rules'), { kind: 'mark', value: masqueradeMark, mask: masqueradeMark }],
      accept,
    ),
    fixed([comment('kubernetes forwarding conntrack rule'), conntrack('RELATED', 'ESTABLISHED')], accept),
  ],
};

/**
 * route_localnet, which node ports on 127.0.0.1 need, would let neighbours reach the node's loopback.
 * @see https://issues.k8s.io/90259
 */
const blockForeignLoopback: Rule = fixed(
  [
    notFromLoopback,
    toLoopback,
    comment('block incoming localnet connections'),
    { kind: 'conntrack', not: true, states: ['RELATED', 'ESTABLISHED', 'DNAT'] },
  ],
  drop,
);

export const filterFixed = (settings: FamilySettings): readonly Chain[] => [
  { name: chain.canary, rules: [] },
  forward,
  { name: chain.firewall, rules: settings.localhostNodePorts ? [blockForeignLoopback] : [] },
];

const nodePortsLast = comment('kubernetes service nodeports; NOTE: this must be the last rule in this chain');

/**
 * The end of nat KUBE-SERVICES: what no Service address took and is meant for this node may be a node
 * port. Either any local address will do, or one rule for each address that takes node ports.
 */
export function nodePortJumps(settings: FamilySettings): readonly Rule[] {
  const { family, nodePortIPs, localhostNodePorts } = settings;
  if (nodePortIPs !== undefined) return nodePortIPs.map((ip) => jumpTo(chain.nodePorts, toHost(ip), nodePortsLast));
  if (family === 'IPv6') return [jumpTo(chain.nodePorts, notToLoopback6, nodePortsLast, toLocal)];
  return localhostNodePorts
    ? [jumpTo(chain.nodePorts, nodePortsLast, toLocal)]
    : [jumpTo(chain.nodePorts, notToLoopback, nodePortsLast, toLocal)];
}
