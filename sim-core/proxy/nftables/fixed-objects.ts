import { hookPriority } from '../../net/hook.js';
import type {
  BaseChain,
  DataType,
  NftChain,
  NftElement,
  NftRule,
  NftSet,
  Statement,
} from '../../netfilter/nftables/model.js';
import { networkSet } from './intervals.js';
import { chain, set } from './names.js';
import type { FamilySettings } from './settings.js';
import {
  addressProtocolAndPort,
  daddr,
  decide,
  differs,
  drop,
  fixed,
  inSet,
  isNew,
  jump,
  lookUp,
  mark,
  masqueradeMark,
  outside,
  protocolAndPort,
  reject,
  toLocal,
} from './vocabulary.js';

/** Source ranges are tested before DNAT: they speak of the address that the client asked for. */
const beforeDnat = hookPriority.natDst - 10;

const base = (
  name: string,
  type: BaseChain['type'],
  hook: BaseChain['hook'],
  priority: number,
  rules: readonly NftRule[],
): NftChain => ({ name, base: { type, hook, priority, policy: 'accept' }, rules });

const ifNew = (name: string): NftRule => fixed(isNew, jump(name));

/**
 * The chains that the kernel enters, and where each leads. Only packets that open a connection are
 * checked; nat chains see no others anyway.
 * @see pkg/proxy/nftables/proxier.go (v1.34) nftablesBaseChains, nftablesJumpChains
 */
export const baseChains: readonly NftChain[] = [
  base(chain.filterPreroutingPreDnat, 'filter', 'prerouting', beforeDnat, [ifNew(chain.firewallCheck)]),
  base(chain.filterOutputPreDnat, 'filter', 'output', beforeDnat, [ifNew(chain.firewallCheck)]),
  base(chain.filterInput, 'filter', 'input', hookPriority.filter, [
    ifNew(chain.nodePortEndpointsCheck),
    ifNew(chain.serviceEndpointsCheck),
  ]),
  base(chain.filterForward, 'filter', 'forward', hookPriority.filter, [
    ifNew(chain.serviceEndpointsCheck),
    ifNew(chain.clusterIPsCheck),
  ]),
  base(chain.filterOutput, 'filter', 'output', hookPriority.filter, [
    ifNew(chain.serviceEndpointsCheck),
    ifNew(chain.clusterIPsCheck),
  ]),
  base(chain.natPrerouting, 'nat', 'prerouting', hookPriority.natDst, [fixed(jump(chain.services))]),
  base(chain.natOutput, 'nat', 'output', hookPriority.natDst, [fixed(jump(chain.services))]),
  base(chain.natPostrouting, 'nat', 'postrouting', hookPriority.natSrc, [fixed(jump(chain.masquerading))]),
];

/** Marked packets are masqueraded once: the mark is taken away first. */
const masquerading: NftChain = {
  name: chain.masquerading,
  rules: [
    fixed(
      {
        kind: 'match',
        left: { kind: 'bitwise', operator: '&', operand: mark, mask: masqueradeMark },
        right: { kind: 'values', values: [0] },
      },
      decide({ kind: 'return' }),
    ),
    fixed({ kind: 'setMark', value: { kind: 'bitwise', operator: '^', operand: mark, mask: masqueradeMark } }),
    fixed({ kind: 'masquerade', flags: ['fully-random'] }),
  ],
};

const markForMasquerade: NftChain = {
  name: chain.markMasq,
  rules: [fixed({ kind: 'setMark', value: { kind: 'bitwise', operator: '|', operand: mark, mask: masqueradeMark } })],
};

/** The tests that a packet for a node port passes: one of the chosen addresses, or any that is not loopback. */
function toNodePort({ nft, nodePortIPs }: FamilySettings): readonly Statement[] {
  if (nodePortIPs !== undefined) return [inSet(daddr[nft], set.nodePortIPs)];
  return nft === 'ip'
    ? [outside(daddr.ip, { family: 'IPv4', address: '127.0.0.0', prefix: 8 })]
    : [differs(daddr.ip6, '::1')];
}

/**
 * What is for a Service's address and was not translated is for a port that the Service does not have.
 * @see pkg/proxy/nftables/proxier.go (v1.34) setupNFTables; KEP-3866
 */
function clusterIPsCheck({ nft, serviceCIDRs }: FamilySettings): NftChain {
  const wrongPort: NftRule = {
    statements: [inSet(daddr[nft], set.clusterIPs), reject[nft]],
    comment: 'Reject traffic to invalid ports of ClusterIPs',
  };
  const unallocated: NftRule = {
    statements: [{ kind: 'match', left: daddr[nft], right: networkSet(serviceCIDRs) }, drop],
    comment: 'Drop traffic to unallocated ClusterIPs',
  };
  return { name: chain.clusterIPsCheck, rules: serviceCIDRs.length === 0 ? [wrongPort] : [wrongPort, unallocated] };
}

/** The chains that are there whatever Services there are. @see pkg/proxy/nftables/proxier.go (v1.34) setupNFTables */
export function fixedChains(settings: FamilySettings): readonly NftChain[] {
  const { nft, nodePortIPs } = settings;
  const anyAddress = nodePortIPs === undefined ? [toLocal] : [];
  const byAddress = addressProtocolAndPort(nft);
  return [
    ...baseChains,
    {
      name: chain.nodePortEndpointsCheck,
      rules: [fixed(...toNodePort(settings), lookUp(protocolAndPort, set.noEndpointNodePorts))],
    },
    { name: chain.serviceEndpointsCheck, rules: [fixed(lookUp(byAddress, set.noEndpointServices))] },
    { name: chain.firewallCheck, rules: [fixed(lookUp(byAddress, set.firewallIPs))] },
    {
      name: chain.services,
      rules: [
        fixed(lookUp(byAddress, set.serviceIPs)),
        fixed(...anyAddress, ...toNodePort(settings), lookUp(protocolAndPort, set.serviceNodePorts)),
      ],
    },
    masquerading,
    clusterIPsCheck(settings),
    markForMasquerade,
    {
      name: chain.reject,
      comment: 'helper for @no-endpoint-services / @no-endpoint-nodeports',
      rules: [fixed(reject[nft])],
    },
  ];
}

/** Elements by the text of their keys. */
export type Elements = ReadonlyMap<string, NftElement>;

/** What the Services put into the sets and maps that they share. */
export type SharedElements = Readonly<Record<Exclude<(typeof set)[keyof typeof set], 'nodeport-ips'>, Elements>>;

export const addressType = ({ nft }: FamilySettings): DataType => (nft === 'ip' ? 'ipv4_addr' : 'ipv6_addr');

/** @see pkg/proxy/nftables/proxier.go (v1.34) setupNFTables */
export function fixedSets(settings: FamilySettings, elements: SharedElements): readonly NftSet[] {
  const address = addressType(settings);
  const ofAddresses = (name: string, comment: string, members: Elements): NftSet => ({
    kind: 'set',
    name,
    type: [address],
    comment,
    elements: members,
  });
  const map = (name: keyof SharedElements, type: readonly DataType[], comment: string): NftSet => ({
    kind: 'map',
    name,
    type,
    comment,
    elements: elements[name],
  });
  const byAddress: readonly DataType[] = [address, 'inet_proto', 'inet_service'];
  const byPort: readonly DataType[] = ['inet_proto', 'inet_service'];
  const nodePorts = settings.nodePortIPs;
  const nodePortIPs = new Map(nodePorts?.map((ip) => [ip, { key: [ip] }] as const));
  return [
    ofAddresses(set.clusterIPs, 'Active ClusterIPs', elements[set.clusterIPs]),
    ...(nodePorts ? [ofAddresses(set.nodePortIPs, 'IPs that accept NodePort traffic', nodePortIPs)] : []),
    map(set.noEndpointServices, byAddress, 'vmap to drop or reject packets to services with no endpoints'),
    map(set.noEndpointNodePorts, byPort, 'vmap to drop or reject packets to service nodeports with no endpoints'),
    map(set.firewallIPs, byAddress, 'destinations that are subject to LoadBalancerSourceRanges'),
    map(set.serviceIPs, byAddress, 'ClusterIP, ExternalIP and LoadBalancer IP traffic'),
    map(set.serviceNodePorts, byPort, 'NodePort traffic'),
  ];
}
