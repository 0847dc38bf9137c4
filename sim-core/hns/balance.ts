import type { Packet } from '../net/packet.js';
import type { Ip } from '../net/ip.js';
import type { HnsEndpoint, HnsLoadBalancer, HnsPolicies } from './model.js';

/** Where a packet enters the switch: a pod's port, the node's own, or the cable. */
export type EntryPort = 'pod' | 'host' | 'cable';

/**
 * The policy for a packet. Node ports answer on every address of the node, but not to the node itself.
 * @see https://learn.microsoft.com/virtualization/windowscontainers/kubernetes/common-problems
 */
export function findLoadBalancer(
  { loadBalancers }: HnsPolicies,
  packet: Packet,
  port: EntryPort,
  isOfNode: (ip: Ip) => boolean,
): HnsLoadBalancer | undefined {
  return loadBalancers.find((lb) => {
    if (lb.protocol !== packet.protocol || lb.externalPort !== packet.dport) return false;
    if (lb.frontendVips.length > 0) return lb.frontendVips.includes(packet.dst);
    return lb.mappingFlags.includes('LocalRoutedVIP') && port !== 'host' && isOfNode(packet.dst);
  });
}

/** 32-bit FNV-1a with a finaliser that spreads its last characters as well. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}

/** The endpoint that a flow's hash falls on. The switch's own hash is not published: this one stands for it. */
export function pickEndpoint(
  { endpoints }: HnsPolicies,
  lb: HnsLoadBalancer,
  { protocol, src, sport, dst, dport }: Packet,
): HnsEndpoint | undefined {
  const key = lb.distribution === 'SourceIP' ? `${src} ${dst}` : `${protocol} ${src} ${sport} ${dst} ${dport}`;
  const id = lb.endpoints[hash(key) % Math.max(1, lb.endpoints.length)];
  return id === undefined ? undefined : endpoints.get(id);
}
