import { familyOf, type Ip } from '../net/ip.js';
import type { Packet } from '../net/packet.js';
import type { Flight, HookPoint, HookVerdict } from './flight.js';
import { passHook } from './hooks.js';
import { passVirtualSwitch } from './host/windows.js';
import { interfaceOf, isLocalAddress, isLoopback, sourceAddressFor, type LinuxHost } from './host/linux.js';
import type { Journey } from './journey.js';
import type { Network } from './network.js';
import type { NodeStack } from './node-stack.js';
import { placeName } from './place.js';
import type { Reason } from './reason.js';
import { defaultTtl, mayRefuse, rejection, unreachable } from './refusal.js';
import { findRoute, formatLocalRoute, formatRoute, type Route } from './route.js';
import type { Step } from './trace.js';
import type { TrackedPacket } from './tracking.js';

/** Where a packet's way ended. */
export type Fate =
  | { readonly kind: 'delivered'; readonly host: LinuxHost; readonly packet: Packet; readonly tracked?: TrackedPacket }
  | { readonly kind: 'dropped' }
  /** The sender's own kernel has no route: nothing was sent. */
  | { readonly kind: 'no-route' }
  /** A host on the way answers with an error, which has yet to travel back. */
  | {
      readonly kind: 'refused';
      readonly host: LinuxHost;
      readonly error: Packet;
      readonly tracked?: TrackedPacket;
      readonly reason: Reason;
    };

/** The machines as one walk sees them: `node` gives the netfilter side of those that have one. */
export interface Machines {
  readonly network: Network;
  host(id: string): LinuxHost | undefined;
  node(host: LinuxHost): NodeStack | undefined;
}

/** What a frame looks like to the host that receives it. */
interface Arrival {
  readonly device: string;
  /** The bridge port it came in by. */
  readonly port?: string;
  /** Whose link-layer address the frame bears. */
  readonly frameFor?: Ip;
}

/** More hosts than a packet can meet before its TTL ends; a bound that no network reaches. */
const maxArrivals = 4 * defaultTtl;

const dropped: Fate = { kind: 'dropped' };

/** The way of one packet from host to host. One object per packet; the flight is renewed on each host. */
export class IpLayer {
  readonly #machines: Machines;
  readonly #journey: Journey;
  #arrivals = 0;

  constructor(machines: Machines, journey: Journey) {
    this.#machines = machines;
    this.#journey = journey;
  }

  /**
   * A packet that a host makes itself: route, OUTPUT, route again if NAT changed it, POSTROUTING.
   * @see net/ipv4/ip_output.c __ip_local_out, net/netfilter/nf_nat_proto.c nf_nat_ipv4_local_fn
   */
  emit(host: LinuxHost, packet: Packet, tracked?: TrackedPacket): Fate {
    const flight: Flight = { packet, mark: 0, tracked };
    const first = this.#routeOutput(host, flight);
    if (first === undefined) return { kind: 'no-route' };
    const node = this.#machines.node(host);
    if (node === undefined) return this.#leave(host, flight, first);
    const out = this.#pass(node, flight, { hook: 'OUTPUT', outInterface: first.device });
    if (out !== undefined) return out;
    if (flight.packet.dst === packet.dst) return this.#leave(host, flight, first);
    const second = this.#routeOutput(host, flight);
    if (second === undefined) return this.#drop(host, flight, { code: 'route-none', address: flight.packet.dst });
    if (isLoopback(flight.packet.src) && second.device !== 'lo' && !node.routeLocalnet) {
      return this.#drop(host, flight, { code: 'martian', address: flight.packet.src });
    }
    return this.#leave(host, flight, second);
  }

  #routeOutput(host: LinuxHost, flight: Flight): { readonly device: string; readonly nextHop: Ip } | undefined {
    const { dst } = flight.packet;
    const local = interfaceOf(host, dst);
    if (local !== undefined) {
      this.#step(
        host,
        { kind: 'route', route: formatLocalRoute(dst, local), decision: 'output', outInterface: 'lo' },
        { code: 'route-local', address: dst },
        flight,
      );
      return { device: 'lo', nextHop: dst };
    }
    const route = findRoute(host.routes, dst);
    if (route === undefined) {
      const step: Step = { kind: 'route', route: '', decision: 'unreachable' };
      this.#step(host, step, { code: 'route-none', address: dst }, flight);
      return undefined;
    }
    this.#tellRoute(host, route, 'output', flight);
    return { device: route.device, nextHop: route.via ?? dst };
  }

  #tellRoute(host: LinuxHost, route: Route, decision: 'output' | 'forward', flight: Flight): void {
    const via = route.via;
    const step: Step = {
      kind: 'route',
      route: formatRoute(route),
      decision,
      outInterface: route.device,
      ...(via !== undefined && { nextHop: via }),
    };
    this.#step(
      host,
      step,
      { code: 'route-forward', outInterface: route.device, ...(via !== undefined && { via }) },
      flight,
    );
  }

  /** POSTROUTING on nodes, then the wire. */
  #leave(
    host: LinuxHost,
    flight: Flight,
    way: { readonly device: string; readonly nextHop: Ip },
    from?: Arrival,
  ): Fate {
    const node = this.#machines.node(host);
    if (node !== undefined) {
      const out = this.#pass(node, flight, { hook: 'POSTROUTING', outInterface: way.device });
      if (out !== undefined) return out;
    }
    if (way.device === 'lo') return this.#receive(host, flight, { device: 'lo' });
    if (node !== undefined && way.device === host.node?.bridge.name)
      return this.#toPod(host, flight, way.nextHop, from);
    return host.cable === undefined ? this.#toSegment(host, flight, way) : this.#fromPod(host, host.cable, flight, way);
  }

  /** Over the nodes' segment to whoever answers ARP for the next hop. */
  #toSegment(host: LinuxHost, flight: Flight, way: { readonly device: string; readonly nextHop: Ip }): Fate {
    const owner = this.#machines.network.segment.get(way.nextHop);
    const peer = owner === undefined ? undefined : this.#machines.host(owner);
    if (peer === undefined) return this.#drop(host, flight, { code: 'no-such-host', address: way.nextHop });
    const reason: Reason = { code: 'crosses-wire', from: placeName(host.place), to: placeName(peer.place) };
    this.#step(host, { kind: 'link', from: way.device, to: 'eth0' }, reason, flight);
    return this.#receive(peer, fresh(flight), { device: 'eth0', frameFor: way.nextHop });
  }

  /** Out of a pod: through its cable into the node's bridge. */
  #fromPod(
    host: LinuxHost,
    cable: NonNullable<LinuxHost['cable']>,
    flight: Flight,
    way: { readonly device: string; readonly nextHop: Ip },
  ): Fate {
    const node = this.#machines.host(cable.node);
    const bridge = node?.node?.bridge;
    if (node === undefined || bridge === undefined)
      return this.#drop(host, flight, { code: 'no-such-host', address: way.nextHop });
    if (!isLocalAddress(node, way.nextHop) && !bridge.ports.has(way.nextHop)) {
      return this.#drop(host, flight, { code: 'no-such-host', address: way.nextHop });
    }
    this.#step(
      host,
      { kind: 'link', from: way.device, to: cable.port },
      { code: 'crosses-veth', pod: placeName(host.place) },
      flight,
    );
    return this.#receive(node, fresh(flight), { device: bridge.name, port: cable.port, frameFor: way.nextHop });
  }

  /** Over the bridge to a pod of this node. */
  #toPod(host: LinuxHost, flight: Flight, nextHop: Ip, from: Arrival | undefined): Fate {
    const bridge = host.node?.bridge;
    const port = bridge?.ports.get(nextHop);
    const pod = port === undefined ? undefined : this.#machines.host(port.host);
    if (bridge === undefined || port === undefined || pod === undefined) {
      return this.#drop(host, flight, { code: 'no-such-host', address: nextHop });
    }
    const hairpin = from?.port === port.name;
    const step: Step = { kind: 'bridge', bridge: bridge.name, port: port.name, hairpin };
    this.#step(host, step, { code: hairpin ? 'bridge-hairpin' : 'bridge-forwards', port: port.name }, flight);
    this.#step(
      host,
      { kind: 'link', from: port.name, to: 'eth0' },
      { code: 'crosses-veth', pod: placeName(pod.place) },
      flight,
    );
    return this.#receive(pod, fresh(flight), { device: 'eth0' });
  }

  #receive(host: LinuxHost, flight: Flight, arrival: Arrival): Fate {
    if (++this.#arrivals > maxArrivals) return this.#drop(host, flight, { code: 'too-many-steps' });
    const node = this.#machines.node(host);
    return node === undefined ? this.#receivePlain(host, flight) : this.#receiveOnNode(host, node, flight, arrival);
  }

  /** A host without rules: it keeps what is its own, and forwards only if it is a router. */
  #receivePlain(host: LinuxHost, flight: Flight): Fate {
    if (isLocalAddress(host, flight.packet.dst)) return { kind: 'delivered', host, packet: flight.packet };
    const address = flight.packet.dst;
    if (!host.forwarding) return this.#drop(host, flight, { code: 'route-none', address });
    const route = findRoute(host.routes, address);
    if (route === undefined) return this.#drop(host, flight, { code: 'router-no-route', address });
    if (!this.#age(flight)) return this.#drop(host, flight, { code: 'ttl-exceeded' });
    this.#tellRoute(host, route, 'forward', flight);
    return this.#leave(host, flight, { device: route.device, nextHop: route.via ?? address });
  }

  /** @see net/ipv4/ip_input.c ip_rcv, net/ipv4/route.c ip_route_input_slow */
  #receiveOnNode(host: LinuxHost, node: NodeStack, flight: Flight, arrival: Arrival): Fate {
    const addressed = flight.packet.dst;
    const before = this.#pass(node, flight, {
      hook: 'PREROUTING',
      inInterface: arrival.device,
      ...(arrival.port !== undefined && { physicalIn: arrival.port }),
    });
    if (before !== undefined) return before;
    const martian = martianAddress(host, node, flight.packet, arrival);
    if (martian !== undefined) return this.#drop(host, flight, { code: 'martian', address: martian });
    const { dst } = flight.packet;
    const local = interfaceOf(host, dst);
    if (local !== undefined) {
      const step: Step = { kind: 'route', route: formatLocalRoute(dst, local), decision: 'local' };
      if (arrival.device !== 'lo') this.#step(host, step, { code: 'route-local', address: dst }, flight);
      const input = this.#pass(node, flight, { hook: 'INPUT', inInterface: arrival.device });
      return (
        input ?? { kind: 'delivered', host, packet: flight.packet, ...(flight.tracked && { tracked: flight.tracked }) }
      );
    }
    const bridged =
      arrival.port !== undefined && arrival.frameFor !== undefined && !isLocalAddress(host, arrival.frameFor);
    if (bridged && dst === addressed)
      return this.#forward(host, node, flight, { device: arrival.device, nextHop: dst }, arrival);
    return this.#routeForward(host, node, flight, arrival, dst !== addressed);
  }

  /**
   * What NAT sent back to the bridge it came in by is bridged after all, without the loss of a hop.
   * @see net/bridge/br_netfilter_hooks.c br_nf_pre_routing_finish
   */
  #routeForward(host: LinuxHost, node: NodeStack, flight: Flight, arrival: Arrival, translated: boolean): Fate {
    const address = flight.packet.dst;
    const route = findRoute(host.routes, address);
    if (route === undefined) {
      const reason: Reason = { code: 'route-none', address };
      this.#step(host, { kind: 'route', route: '', decision: 'unreachable' }, reason, flight);
      return this.#refuse(host, flight, (from) => unreachable('network', flight.packet, from), reason);
    }
    this.#tellRoute(host, route, 'forward', flight);
    const bridged = translated && arrival.port !== undefined && route.device === arrival.device;
    if (!bridged && !this.#age(flight)) return this.#drop(host, flight, { code: 'ttl-exceeded' });
    return this.#forward(host, node, flight, { device: route.device, nextHop: route.via ?? address }, arrival);
  }

  #forward(
    host: LinuxHost,
    node: NodeStack,
    flight: Flight,
    way: { readonly device: string; readonly nextHop: Ip },
    arrival: Arrival,
  ): Fate {
    const point: HookPoint = { hook: 'FORWARD', inInterface: arrival.device, outInterface: way.device };
    return this.#pass(node, flight, point) ?? this.#leave(host, flight, way, arrival);
  }

  /** @see net/netfilter/ipvs/ip_vs_xmit.c ip_vs_nat_send_or_cont */
  #sendOn(node: NodeStack, flight: Flight): Fate {
    const { host } = node;
    const way = this.#routeOutput(host, flight);
    if (way === undefined) return this.#drop(host, flight, { code: 'route-none', address: flight.packet.dst });
    const out = this.#pass(node, flight, { hook: 'OUTPUT', outInterface: way.device });
    return out ?? this.#leave(host, flight, way);
  }

  /** A hook of a node; undefined when the packet may go on. */
  #pass(node: NodeStack, flight: Flight, point: HookPoint): Fate | undefined {
    const enter = node.virtualSwitch === undefined ? passHook : passVirtualSwitch;
    const verdict: HookVerdict = enter(node, flight, point, this.#journey);
    if (verdict.kind === 'pass') return undefined;
    if (verdict.kind === 'send') return this.#sendOn(node, flight);
    if (verdict.kind === 'drop') return this.#drop(node.host, flight, verdict.reason);
    return this.#refuse(node.host, flight, (from) => rejection(verdict.with, flight.packet, from), {
      code: 'rejects',
      with: verdict.with,
    });
  }

  /**
   * Answers a packet with an error of the host's own, which leaves with the address the packet was
   * for when that is the host's, else with the one that a route back selects.
   * @see net/ipv4/icmp.c __icmp_send
   */
  #refuse(host: LinuxHost, flight: Flight, make: (from: Ip) => Packet, reason: Reason): Fate {
    const { packet, tracked } = flight;
    const from = isLocalAddress(host, packet.dst) ? packet.dst : sourceAddressFor(host, packet.src);
    if (from === undefined || !mayRefuse(packet)) return this.#drop(host, flight, reason);
    const related = tracked?.related();
    return { kind: 'refused', host, error: make(from), reason, ...(related && { tracked: related }) };
  }

  #drop(host: LinuxHost, flight: Flight, reason: Reason): Fate {
    this.#step(host, { kind: 'drop' }, reason, flight);
    return dropped;
  }

  /** One router less to go. */
  #age(flight: Flight): boolean {
    if (flight.packet.ttl <= 1) return false;
    flight.packet = { ...flight.packet, ttl: flight.packet.ttl - 1 };
    return true;
  }

  #step(host: LinuxHost, step: Step, reason: Reason, flight: Flight): void {
    this.#journey.record(host.place, step, reason, { before: flight.packet, mark: flight.mark });
  }
}

/** Marks and conntrack never leave a host. */
const fresh = (flight: Flight): Flight => ({ packet: flight.packet, mark: 0, tracked: undefined });

/**
 * An address that cannot have come in over a wire: loopback (unless route_localnet), or the host's own.
 * @see net/ipv4/route.c ip_route_input_slow, net/ipv4/fib_frontend.c __fib_validate_source
 */
function martianAddress(host: LinuxHost, node: NodeStack, packet: Packet, arrival: Arrival): Ip | undefined {
  if (arrival.device === 'lo') return undefined;
  // route_localnet lets in the rest of 127.0.0.0/8, but not the address that lo itself holds.
  const lent = node.routeLocalnet && packet.src !== '127.0.0.1' && familyOf(packet.src) === 'IPv4';
  if (isLoopback(packet.src)) return lent ? undefined : packet.src;
  if (isLocalAddress(host, packet.src)) return packet.src;
  return isLoopback(packet.dst) && !node.routeLocalnet ? packet.dst : undefined;
}
