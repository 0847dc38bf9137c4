import type { HnsEndpoint } from '../../hns/model.js';
import { parseCidr, cidrContains } from '../../net/cidr.js';
import { familyOf, ipToBigInt, type Ip } from '../../net/ip.js';
import type { ApiObjects } from '../../kube/store.js';

/** 32-bit FNV-1a. */
function hash(text: string): string {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h >>> 0).toString(16).padStart(8, '0');
}

/** HNS gives everything a random id; here it follows from what the thing is, so that it stays the same. */
export function guid(text: string): string {
  const digits = [0, 1, 2, 3].map((part) => hash(`${part} ${text}`)).join('');
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    '-',
  );
}

const octet = (byte: bigint): string =>
  Number(byte & 0xffn)
    .toString(16)
    .padStart(2, '0');

/** @see pkg/proxy/winkernel/proxier.go (v1.34) conjureMac: never seen on a wire, so it need only be unique */
export function conjureMac(prefix: string, ip: Ip): string {
  const value = ipToBigInt(ip);
  const shifts = familyOf(ip) === 'IPv4' ? [24n, 16n, 8n, 0n] : [0n, 8n, 16n, 24n];
  return [prefix, ...shifts.map((shift) => octet(value >> shift))].join('-');
}

/**
 * The node behind which an address is, on an overlay network; undefined for an address outside the cluster.
 * @see pkg/proxy/winkernel/proxier.go (v1.34) findRemoteSubnetProviderAddress
 */
export function providerAddress(objects: ApiObjects, ip: Ip): Ip | undefined {
  for (const { spec, status } of objects.kinds.Node.values()) {
    const addresses = status.addresses.filter(({ type }) => type === 'InternalIP').map(({ address }) => address);
    const provider = addresses.find((address) => familyOf(address) === familyOf(ip));
    if (provider === undefined) continue;
    const ranges = spec.podCIDRs ?? (spec.podCIDR === undefined ? [] : [spec.podCIDR]);
    const isIn = (text: string): boolean => {
      const range = parseCidr(text);
      return range !== undefined && cidrContains(range, ip);
    };
    if (ip === provider || ranges.some(isIn)) return provider;
  }
  return undefined;
}

/** What the CNI plugin made for a pod of this node. */
export const localEndpoint = (node: string, ip: Ip): HnsEndpoint => ({
  id: guid(`${node} local ${ip}`),
  ip,
  mac: conjureMac('00-15', ip),
  remote: false,
});

/** What kube-proxy makes for an address elsewhere. */
export const remoteEndpoint = (node: string, ip: Ip, provider?: Ip): HnsEndpoint => ({
  id: guid(`${node} remote ${ip}`),
  ip,
  mac: conjureMac('02-11', ip),
  remote: true,
  ...(provider !== undefined && { providerAddress: provider }),
});
