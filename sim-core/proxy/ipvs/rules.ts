import type { IpFamily } from '../../net/ip.js';
import type { PacketSide } from '../../net/packet.js';
import type { Chain, Match, Rule, Ruleset, Target } from '../../netfilter/iptables/model.js';
import { podMatch } from '../local-pods.js';
import { setName, sets, type SetId } from './sets.js';
import type { IpvsSettings } from './settings.js';

const chain = {
  services: 'KUBE-SERVICES',
  loadBalancer: 'KUBE-LOAD-BALANCER',
  nodePort: 'KUBE-NODE-PORT',
  postrouting: 'KUBE-POSTROUTING',
  markMasq: 'KUBE-MARK-MASQ',
  forward: 'KUBE-FORWARD',
  proxyFirewall: 'KUBE-PROXY-FIREWALL',
  sourceRanges: 'KUBE-SOURCE-RANGES-FIREWALL',
  ipvsFilter: 'KUBE-IPVS-FILTER',
  ipvsOutFilter: 'KUBE-IPVS-OUT-FILTER',
} as const;

/** `--iptables-masquerade-bit`, 14 by default. */
const masqueradeMark = 0x4000;

const comment = (text: string): Match => ({ kind: 'comment', text });
const jump = (name: string): Target => ({ kind: 'jump', chain: name });
const rule = (matches: readonly Match[], target: Target): Rule => ({ matches, target });
const accept: Target = { kind: 'accept' };
const drop: Target = { kind: 'drop' };
const back: Target = { kind: 'return' };
const markMasq = jump(chain.markMasq);
const toLocal: Match = { kind: 'addrtype', destination: { type: 'LOCAL' } };
const reject: Readonly<Record<IpFamily, Target>> = {
  IPv4: { kind: 'reject', with: 'icmp-port-unreachable' },
  IPv6: { kind: 'reject', with: 'icmp6-port-unreachable' },
};
const dst: readonly PacketSide[] = ['dst'];
const dstDst: readonly PacketSide[] = ['dst', 'dst'];
const dstDstSrc: readonly PacketSide[] = ['dst', 'dst', 'src'];

/** Which sets hold anything: a rule that asks for an empty one is not written. */
export type Filled = (id: SetId) => boolean;

/** One family's rules while they are put together. */
class Writer {
  readonly #settings: IpvsSettings;
  readonly #filled: Filled;

  constructor(settings: IpvsSettings, filled: Filled) {
    this.#settings = settings;
    this.#filled = filled;
  }

  inSet(id: SetId, sides: readonly PacketSide[]): Match {
    return { kind: 'set', name: setName(id, this.#settings.family), sides };
  }

  /** The tests of a rule that asks for a set and says so. */
  told(id: SetId, sides: readonly PacketSide[], ...before: readonly Match[]): readonly Match[] {
    return [...before, comment(sets[id][2]), this.inSet(id, sides)];
  }

  /** A rule for a set, if there is anything in it. */
  ask(id: SetId, sides: readonly PacketSide[], target: Target, ...before: readonly Match[]): readonly Rule[] {
    return this.#filled(id) ? [rule(this.told(id, sides, ...before), target)] : [];
  }

  get settings(): IpvsSettings {
    return this.#settings;
  }

  filled(id: SetId): boolean {
    return this.#filled(id);
  }
}

/**
 * The iptables rules that remain in ipvs mode: marks for masquerading, the filter in front of kube-ipvs0,
 * source ranges. They ask for sets, so that their number does not grow with the Services.
 * @see pkg/proxy/ipvs/proxier.go (v1.34) writeIptablesRules, acceptIPVSTraffic, iptablesJumpChain
 */
export function ipvsRuleset(settings: IpvsSettings, filled: Filled): Ruleset {
  const writer = new Writer(settings, filled);
  return {
    family: settings.family,
    tables: [
      { name: 'nat', chains: chainMap([...natBuiltIn, ...natChains(writer)]) },
      { name: 'filter', chains: chainMap([...filterBuiltIn, ...filterChains(writer)]) },
    ],
  };
}

const chainMap = (chains: readonly Chain[]): ReadonlyMap<string, Chain> => new Map(chains.map((c) => [c.name, c]));
const builtIn = (name: string, rules: readonly Rule[] = []): Chain => ({ name, policy: 'ACCEPT', rules });
const jumpTo = (name: string, text: string): Rule => rule([comment(text)], jump(name));

const natBuiltIn: readonly Chain[] = [
  builtIn('PREROUTING', [jumpTo(chain.services, 'kubernetes service portals')]),
  builtIn('INPUT'),
  builtIn('OUTPUT', [jumpTo(chain.services, 'kubernetes service portals')]),
  builtIn('POSTROUTING', [jumpTo(chain.postrouting, 'kubernetes postrouting rules')]),
];

const filterBuiltIn: readonly Chain[] = [
  builtIn('INPUT', [
    jumpTo(chain.ipvsFilter, 'kubernetes ipvs access filter'),
    jumpTo(chain.proxyFirewall, 'kube-proxy firewall rules'),
    jumpTo(chain.nodePort, 'kubernetes health check rules'),
  ]),
  builtIn('FORWARD', [
    jumpTo(chain.proxyFirewall, 'kube-proxy firewall rules'),
    jumpTo(chain.forward, 'kubernetes forwarding rules'),
  ]),
  builtIn('OUTPUT', [jumpTo(chain.ipvsOutFilter, 'kubernetes ipvs access filter')]),
];

const marked = (not?: true): Match => ({
  kind: 'mark',
  ...(not && { not }),
  value: masqueradeMark,
  mask: masqueradeMark,
});

const natChains = (writer: Writer): readonly Chain[] => [
  {
    name: chain.loadBalancer,
    rules: [...writer.ask('loadBalancerLocal', dstDst, back), rule([], markMasq)],
  },
  { name: chain.markMasq, rules: [rule([], { kind: 'mark', value: masqueradeMark, mask: masqueradeMark })] },
  { name: chain.nodePort, rules: nodePortRules(writer) },
  {
    name: chain.postrouting,
    rules: [
      ...writer.ask('loopBack', dstDstSrc, { kind: 'masquerade' }),
      rule([marked(true)], back),
      // Cleared first, so that a packet that meets these rules again inside a tunnel is left alone.
      rule([], { kind: 'mark', value: masqueradeMark, mask: 0 }),
      rule([comment('kubernetes service traffic requiring SNAT')], { kind: 'masquerade', randomFully: true }),
    ],
  },
  { name: chain.services, rules: servicesRules(writer) },
];

/** Node ports are masqueraded, unless the policy is Local: the source address is to be kept then. */
function nodePortRules(writer: Writer): readonly Rule[] {
  const tcp: Match = { kind: 'protocol', protocol: 'TCP' };
  const udp: Match = { kind: 'protocol', protocol: 'UDP' };
  const sctp: Match = { kind: 'protocol', protocol: 'SCTP' };
  return [
    ...writer.ask('nodePortLocalTCP', dst, back, tcp),
    ...writer.ask('nodePortTCP', dst, markMasq, tcp),
    ...writer.ask('nodePortLocalUDP', dst, back, udp),
    ...writer.ask('nodePortUDP', dst, markMasq, udp),
    ...writer.ask('nodePortLocalSCTP', dstDst, back, sctp),
    ...writer.ask('nodePortSCTP', dstDst, markMasq, sctp),
  ];
}

function servicesRules(writer: Writer): readonly Rule[] {
  const loopback = { IPv4: { address: '127.0.0.0', prefix: 8 }, IPv6: { address: '::1', prefix: 128 } } as const;
  const { family } = writer.settings;
  return [
    rule([{ kind: 'source', cidr: { family, ...loopback[family] } }], back),
    ...writer.ask('loadBalancer', dstDst, jump(chain.loadBalancer)),
    ...clusterIPMasquerade(writer),
    ...writer.ask('externalIP', dstDst, markMasq),
    ...externalRules(writer, 'externalIP'),
    ...externalRules(writer, 'externalIPLocal'),
    rule([toLocal], jump(chain.nodePort)),
    // Let through whatever is for IPVS, in case rules that come after would not.
    ...(writer.filled('clusterIP') ? [rule([writer.inSet('clusterIP', dstDst)], accept)] : []),
    ...(writer.filled('loadBalancer') ? [rule([writer.inSet('loadBalancer', dstDst)], accept)] : []),
  ];
}

/**
 * Traffic to a cluster IP from beyond the pods is masqueraded. Without a way to tell pods, what a node
 * itself sends must be all the same: its source is the cluster IP, which kube-ipvs0 holds.
 */
function clusterIPMasquerade(writer: Writer): readonly Rule[] {
  const { masqueradeAll, localPods } = writer.settings;
  if (masqueradeAll) return writer.ask('clusterIP', dstDst, markMasq);
  if (localPods === undefined) return writer.ask('clusterIP', ['src', 'dst'], markMasq);
  return writer.ask('clusterIP', dstDst, markMasq, podMatch(localPods, true));
}

/** External addresses are for traffic from other machines, or for addresses that are this node's already. */
function externalRules(writer: Writer, id: 'externalIP' | 'externalIPLocal'): readonly Rule[] {
  if (!writer.filled(id)) return [];
  const matches = writer.told(id, dstDst);
  const fromElsewhere: Match = { kind: 'addrtype', source: { not: true, type: 'LOCAL' } };
  return [
    rule([...matches, { kind: 'physdev', not: true }, fromElsewhere], accept),
    rule([...matches, toLocal], accept),
  ];
}

const filterChains = (writer: Writer): readonly Chain[] => [
  {
    name: chain.forward,
    rules: [
      rule([comment('kubernetes forwarding rules'), marked()], accept),
      rule(
        [comment('kubernetes forwarding conntrack rule'), { kind: 'conntrack', states: ['RELATED', 'ESTABLISHED'] }],
        accept,
      ),
    ],
  },
  { name: chain.ipvsFilter, rules: accessRules(writer) },
  { name: chain.ipvsOutFilter, rules: [] },
  {
    name: chain.nodePort,
    rules: [rule(writer.told('healthCheckNodePort', dst), accept)],
  },
  {
    name: chain.proxyFirewall,
    rules: writer.ask('loadBalancerFirewall', dstDst, jump(chain.sourceRanges)),
  },
  {
    name: chain.sourceRanges,
    rules: [
      ...writer.ask('loadBalancerSourceCIDR', dstDstSrc, back),
      ...writer.ask('loadBalancerSourceIP', dstDstSrc, back),
      rule([], drop),
    ],
  },
];

/**
 * The addresses of kube-ipvs0 are the node's own, and with them every port its processes listen on. What is not
 * for a Service port is refused.
 * @see KEP-3866, https://issues.k8s.io/72236
 */
function accessRules(writer: Writer): readonly Rule[] {
  const through: readonly (readonly [SetId, readonly PacketSide[]])[] = [
    ['loadBalancer', dstDst],
    ['clusterIP', dstDst],
    ['externalIP', dstDst],
    ['externalIPLocal', dstDst],
    ['healthCheckNodePort', dst],
  ];
  return [
    ...through.map(([id, sides]) => rule([writer.inSet(id, sides)], back)),
    rule([{ kind: 'conntrack', states: ['NEW'] }, writer.inSet('ipvsIPs', dst)], reject[writer.settings.family]),
  ];
}
