import { cidrContains, parseCidr } from '../../net/cidr.js';
import { familyOf, type Ip } from '../../net/ip.js';
import type { ServiceProtocol } from '../../net/packet.js';
import type { Relay } from '../../proxy/dataplane.js';
import type { Bridge } from '../bridge.js';
import { findRoute, type Route } from '../route.js';
import type { Place } from '../trace.js';

/** A process that waits for connections. */
export interface Socket {
  readonly place: Place;
  readonly protocol: ServiceProtocol;
  readonly port: number;
  /** Takes the connection but says nothing that a plain client would understand. */
  readonly silent?: true;
  /** The process passes each connection on to someone else. */
  readonly relay?: Relay;
}

export interface NetworkInterface {
  readonly name: string;
  /** Primary address of each family first. */
  readonly addresses: readonly Ip[];
}

/** One Linux network stack: a node, a pod's network namespace, or another machine on the segment. */
export interface LinuxHost {
  readonly id: string;
  readonly place: Place;
  readonly interfaces: readonly NetworkInterface[];
  /** Longest prefix first. */
  readonly routes: readonly Route[];
  /** net.ipv4.ip_forward. */
  readonly forwarding: boolean;
  readonly sockets: readonly Socket[];
  /** Nodes have netfilter and a bridge; for the others the simulation needs neither. */
  readonly node?: { readonly name: string; readonly os?: 'linux' | 'windows'; readonly bridge: Bridge };
  /** A pod's cable: the node it leads to and the port there. */
  readonly cable?: { readonly node: string; readonly port: string };
}

const loopbackV4 = parseCidr('127.0.0.0/8');

export const isLoopback = (ip: Ip): boolean =>
  ip === '::1' || (loopbackV4 !== undefined && cidrContains(loopbackV4, ip));

/** The interface that holds an address; loopback for 127.0.0.0/8 and ::1. */
export function interfaceOf(host: LinuxHost, ip: Ip): string | undefined {
  if (isLoopback(ip)) return 'lo';
  return host.interfaces.find((i) => i.addresses.includes(ip))?.name;
}

/** True for what the local routing table delivers to this host (fib type RTN_LOCAL). */
export const isLocalAddress = (host: LinuxHost, ip: Ip): boolean => interfaceOf(host, ip) !== undefined;

export const primaryAddress = (host: LinuxHost, device: string, like: Ip): Ip | undefined =>
  host.interfaces.find((i) => i.name === device)?.addresses.find((a) => familyOf(a) === familyOf(like));

/**
 * The source address the kernel picks for a packet to `destination`: the address itself when it is
 * the host's own, else the route's preferred source, else the primary address of the interface.
 * @see net/ipv4/route.c ip_route_output_key_hash_rcu, net/ipv4/devinet.c inet_select_addr
 */
export function sourceAddressFor(host: LinuxHost, destination: Ip): Ip | undefined {
  if (isLoopback(destination)) return familyOf(destination) === 'IPv4' ? '127.0.0.1' : '::1';
  if (isLocalAddress(host, destination)) return destination;
  const route = findRoute(host.routes, destination);
  if (route === undefined) return undefined;
  return route.source ?? primaryAddress(host, route.device, destination) ?? anyAddress(host, destination);
}

/**
 * The address MASQUERADE writes: the primary one of the interface the packet leaves by. Loopback
 * has none of global scope, so the first interface that has one lends it.
 * @see net/netfilter/nf_nat_masquerade.c nf_nat_masquerade_ipv4, net/ipv4/devinet.c inet_select_addr
 */
export const masqueradeAddress = (host: LinuxHost, device: string, like: Ip): Ip | undefined =>
  primaryAddress(host, device, like) ?? anyAddress(host, like);

const anyAddress = (host: LinuxHost, like: Ip): Ip | undefined =>
  host.interfaces.flatMap((i) => i.addresses).find((a) => familyOf(a) === familyOf(like));

export const findSocket = (sockets: readonly Socket[], protocol: string, port: number): Socket | undefined =>
  sockets.find((s) => s.port === port && s.protocol === protocol);
