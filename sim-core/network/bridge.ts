import type { Ip } from '../net/ip.js';

/** One veth of a pod, plugged into the bridge. */
export interface BridgePort {
  /** The interface's name on the node. */
  readonly name: string;
  /** The host (network namespace) at the other end. */
  readonly host: string;
}

/**
 * A Linux bridge: forwards frames between the pods of a node by the address they are for. Hairpin
 * mode lets a frame leave through the port it came in by, without which a pod could not reach
 * itself through a Service. bridge-nf-call-iptables shows bridged packets to netfilter.
 */
export interface Bridge {
  readonly name: string;
  /** What answers ARP and neighbour discovery behind each port. */
  readonly ports: ReadonlyMap<Ip, BridgePort>;
}

/** A stable eight-digit name for the node's end of a pod's cable: `vethXXXXXXXX`. */
export function vethName(namespace: string, pod: string): string {
  let hash = 0x811c9dc5;
  for (const unit of `${namespace}/${pod}`) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  return `veth${(hash >>> 0).toString(16).padStart(8, '0')}`;
}
