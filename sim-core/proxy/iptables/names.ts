import type { ServiceProtocol } from '../../net/packet.js';
import { nameHash } from '../name-hash.js';

/** Chains with one fixed name. @see pkg/proxy/iptables/proxier.go (v1.34) */
export const chain = {
  services: 'KUBE-SERVICES',
  externalServices: 'KUBE-EXTERNAL-SERVICES',
  nodePorts: 'KUBE-NODEPORTS',
  postrouting: 'KUBE-POSTROUTING',
  markMasq: 'KUBE-MARK-MASQ',
  forward: 'KUBE-FORWARD',
  proxyFirewall: 'KUBE-PROXY-FIREWALL',
  firewall: 'KUBE-FIREWALL',
  canary: 'KUBE-PROXY-CANARY',
} as const;

export type ChainPrefix = 'SVC' | 'SVL' | 'FW' | 'EXT' | 'SEP';

/**
 * Chains that belong to no one Service are written in every sync, however little has changed.
 * @see pkg/proxy/iptables/proxier.go (v1.34) syncProxyRules; KEP-3453 (minimizing iptables-restore input size)
 */
export const isSharedChain = (name: string): boolean =>
  name !== chain.canary && name !== chain.firewall && Object.values<string>(chain).includes(name);

export const prefixed = (prefix: ChainPrefix, hash: string): string => `KUBE-${prefix}-${hash}`;

const lowerCase: Readonly<Record<ServiceProtocol, string>> = { TCP: 'tcp', UDP: 'udp', SCTP: 'sctp' };

/**
 * The hash in a Service port's chain names: the first 16 characters of the base32 of the SHA-256 of
 * `namespace/name:port` and the protocol. Iptables allows a chain name 28 characters at most.
 * @see pkg/proxy/iptables/proxier.go (v1.34) portProtoHash
 */
export const servicePortHash = (portName: string, protocol: ServiceProtocol): string =>
  hash(portName + lowerCase[protocol]);

/**
 * The hash in an endpoint's chain name. It takes in the Service port as well: one pod behind two
 * Services has two chains.
 * @see pkg/proxy/iptables/proxier.go (v1.34) servicePortEndpointChainName
 */
export const endpointHash = (portName: string, protocol: ServiceProtocol, endpoint: string): string =>
  hash(portName + lowerCase[protocol] + endpoint);

const hash = (text: string): string => nameHash(text, 16);
