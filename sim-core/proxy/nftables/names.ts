import { familyOf } from '../../net/ip.js';
import type { ServiceProtocol } from '../../net/packet.js';
import { nameHash } from '../name-hash.js';
import type { EndpointInfo, ServicePortInfo } from '../service-view.js';

/** The table, which holds nothing but kube-proxy's own. @see pkg/proxy/nftables/proxier.go (v1.34) */
export const tableName = 'kube-proxy';

/** Chains with one fixed name. */
export const chain = {
  filterPreroutingPreDnat: 'filter-prerouting-pre-dnat',
  filterOutputPreDnat: 'filter-output-pre-dnat',
  filterInput: 'filter-input',
  filterForward: 'filter-forward',
  filterOutput: 'filter-output',
  natPrerouting: 'nat-prerouting',
  natOutput: 'nat-output',
  natPostrouting: 'nat-postrouting',
  nodePortEndpointsCheck: 'nodeport-endpoints-check',
  serviceEndpointsCheck: 'service-endpoints-check',
  firewallCheck: 'firewall-check',
  services: 'services',
  masquerading: 'masquerading',
  clusterIPsCheck: 'cluster-ips-check',
  markMasq: 'mark-for-masquerade',
  reject: 'reject-chain',
} as const;

/** Sets and maps with one fixed name. */
export const set = {
  clusterIPs: 'cluster-ips',
  nodePortIPs: 'nodeport-ips',
  noEndpointServices: 'no-endpoint-services',
  noEndpointNodePorts: 'no-endpoint-nodeports',
  firewallIPs: 'firewall-ips',
  serviceIPs: 'service-ips',
  serviceNodePorts: 'service-nodeports',
} as const;

export type PortPrefix = 'service' | 'local' | 'external' | 'firewall';
export type EndpointPrefix = 'endpoint' | 'affinity';

export const lowerCase: Readonly<Record<ServiceProtocol, string>> = { TCP: 'tcp', UDP: 'udp', SCTP: 'sctp' };

/** NFT_NAME_MAXLEN less one, and less what the longest prefix takes. */
const longestBase = 256 - 16;

/**
 * A name with a hash of itself before it: unique even when the end has to go.
 * @see pkg/proxy/nftables/proxier.go (v1.34) hashAndTruncate
 */
function hashed(name: string): string {
  const whole = `${nameHash(name, 8)}-${name}`;
  return whole.length > longestBase ? `${whole.slice(0, longestBase - 3)}...` : whole;
}

/** `namespace/name/protocol/port`; the port's name may be missing, the slash before it never. */
function portPath({ service, name, protocol }: ServicePortInfo): string {
  const own = `${service.namespace}/${service.name}`;
  return `${own}/${lowerCase[protocol]}/${name.slice(own.length + 1)}`;
}

/** @see pkg/proxy/nftables/proxier.go (v1.34) servicePortChainNameBase */
export const portBase = (port: ServicePortInfo): string => hashed(portPath(port));

/**
 * A chain's name may hold dots, but no colons: those of an IPv6 address become dots.
 * @see pkg/proxy/nftables/proxier.go (v1.34) servicePortEndpointChainNameBase
 */
export function endpointBase(port: ServicePortInfo, { ip, port: number }: EndpointInfo): string {
  const address = familyOf(ip) === 'IPv4' ? ip : ip.replaceAll(':', '.');
  return hashed(`${portPath(port)}__${address}/${number}`);
}

export const prefixed = (prefix: PortPrefix | EndpointPrefix, base: string): string => `${prefix}-${base}`;

/** Only chains of a Service have a slash. @see pkg/proxy/nftables/proxier.go (v1.34) isServiceChainName */
export const isServiceChain = (name: string): boolean => name.includes('/');

/** The `namespace/name` that a Service's chain has after its prefix and hash. */
export function serviceOfChain(name: string): string {
  const begin = name.indexOf('-') + 10;
  const end = name.indexOf('/', name.indexOf('/', begin) + 1);
  return name.slice(begin, end);
}
