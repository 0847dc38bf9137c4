import type { Millis } from '../base/time.js';
import type { Ip } from '../net/ip.js';
import type { Packet, ServiceProtocol } from '../net/packet.js';
import {
  inKey,
  inKeyOf,
  outKey,
  outKeyOf,
  templateKey,
  type IpvsConnection,
  type IpvsTemplate,
} from './connection/entry.js';
import { progress } from './connection/progress.js';
import { noTraffic, type TrafficCounts } from './listing.js';
import { endpointKey } from './model.js';
import type { Choice } from './scheduler/definition.js';
import { schedulers } from './schedulers.js';
import { countConnections, destinationKey, type IpvsState, type ServiceState } from './state.js';
import { asDestinations } from './sync.js';

/** What IPVS says to a packet that might be for a virtual server. */
export type InVerdict =
  /** No virtual server, and no connection of one. */
  | { readonly kind: 'none' }
  | { readonly kind: 'existing'; readonly connection: IpvsConnection }
  | {
      readonly kind: 'scheduled';
      readonly connection: IpvsConnection;
      readonly service: ServiceState;
      /** Absent when session affinity decided. */
      readonly choice?: Choice;
      readonly candidates: number;
    }
  /** A virtual server without a real server that would take the connection. */
  | { readonly kind: 'no-destination'; readonly service: ServiceState }
  /** The real server of the connection is gone. */
  | { readonly kind: 'gone'; readonly connection: IpvsConnection };

const isServiceProtocol = (protocol: Packet['protocol']): protocol is ServiceProtocol => protocol !== 'ICMP';

/** A TCP connection that is over, or nearly so. @see net/netfilter/ipvs/ip_vs_core.c is_new_conn_expected */
const isEnding = ({ tcp }: IpvsConnection): boolean => tcp === 'TIME_WAIT' || tcp === 'FIN_WAIT' || tcp === 'CLOSE';

/** One node's IPVS for the length of a walk. */
export class IpvsTx {
  readonly #base: IpvsState;
  readonly #now: Millis;
  #services: ReadonlyMap<string, ServiceState>;
  #connections: Map<string, IpvsConnection> | undefined;
  #templates: ReadonlyMap<string, IpvsTemplate>;
  #traffic: Map<string, TrafficCounts> | undefined;
  #byReply: Map<string, string> | undefined;
  #nextId: number;

  constructor(base: IpvsState, now: Millis) {
    this.#base = base;
    this.#now = now;
    this.#services = base.services;
    this.#templates = base.templates;
    this.#nextId = base.nextId;
  }

  /** A packet from a client. @see net/netfilter/ipvs/ip_vs_core.c ip_vs_in_hook */
  receive(packet: Packet): InVerdict {
    if (!isServiceProtocol(packet.protocol)) return { kind: 'none' };
    const known = this.#get(inKey(packet));
    const connection = known && this.#isReplaced(known, packet) ? undefined : known;
    if (connection === undefined) return this.#open(packet, packet.protocol);
    if (!this.#isThere(connection)) {
      this.#remove(connection);
      return { kind: 'gone', connection };
    }
    return { kind: 'existing', connection: this.#progress(connection, 'in', packet) };
  }

  /** The connection that a packet of a real server answers on. @see ip_vs_core.c ip_vs_out_hook */
  answer(packet: Packet): IpvsConnection | undefined {
    if (!isServiceProtocol(packet.protocol)) return undefined;
    const connection = this.#byAnswer(outKey(packet));
    return connection && this.#progress(connection, 'out', packet);
  }

  /** The connection that a real server's ICMP error is about. @see ip_vs_core.c ip_vs_out_icmp */
  quoted(inner: Packet): IpvsConnection | undefined {
    return this.#byAnswer(inKey(inner));
  }

  commit(): IpvsState {
    const services = this.#services;
    if (this.#connections === undefined && services === this.#base.services && this.#traffic === undefined)
      return this.#base;
    return {
      services,
      connections: this.#connections ?? this.#base.connections,
      templates: this.#templates,
      traffic: this.#traffic ?? this.#base.traffic,
      nextId: this.#nextId,
    };
  }

  #get(key: string): IpvsConnection | undefined {
    const connection = (this.#connections ?? this.#base.connections).get(key);
    return connection && connection.expiresAt > this.#now ? connection : undefined;
  }

  #byAnswer(key: string): IpvsConnection | undefined {
    const connections = this.#connections ?? this.#base.connections;
    this.#byReply ??= new Map([...connections.values()].map((c) => [outKeyOf(c), inKeyOf(c)]));
    const found = this.#byReply.get(key);
    const connection = found === undefined ? undefined : this.#get(found);
    return connection && outKeyOf(connection) === key ? connection : undefined;
  }

  #put(connection: IpvsConnection): void {
    this.#connections ??= new Map(this.#base.connections);
    this.#connections.set(inKeyOf(connection), connection);
    this.#byReply?.set(outKeyOf(connection), inKeyOf(connection));
  }

  #remove(connection: IpvsConnection): void {
    this.#connections ??= new Map(this.#base.connections);
    this.#connections.delete(inKeyOf(connection));
  }

  #progress(connection: IpvsConnection, direction: 'in' | 'out', packet: Packet): IpvsConnection {
    const next = progress(connection, direction, packet, this.#now);
    this.#put(next);
    this.#count(next, direction, packet.length);
    return next;
  }

  #service(protocol: ServiceProtocol, address: Ip, port: number): ServiceState | undefined {
    return this.#services.get(`${protocol} ${endpointKey(address, port)}`);
  }

  #realServer({ protocol, virtual, virtualPort, real, realPort }: Omit<IpvsTemplate, 'client' | 'expiresAt'>) {
    const service = this.#service(protocol, virtual, virtualPort);
    return service?.realServers.find(({ address, port }) => address === real && port === realPort);
  }

  #isThere(connection: IpvsConnection): boolean {
    return this.#realServer(connection) !== undefined;
  }

  /**
   * A SYN on the ports of a connection that is over begins another one, and so does one whose real server takes no
   * more (expire_nodest_conn, which kube-proxy sets).
   */
  #isReplaced(connection: IpvsConnection, packet: Packet): boolean {
    const begins = packet.protocol === 'UDP' || packet.tcp === 'SYN';
    if (!begins) return false;
    const server = this.#realServer(connection);
    if (packet.protocol === 'TCP' && (isEnding(connection) || server?.weight === 0)) return true;
    return server === undefined;
  }

  /** @see net/netfilter/ipvs/ip_vs_core.c ip_vs_schedule, ip_vs_proto_tcp.c tcp_conn_schedule */
  #open(packet: Packet, protocol: ServiceProtocol): InVerdict {
    const service = this.#service(protocol, packet.dst, packet.dport);
    if (service === undefined || (protocol === 'TCP' && packet.tcp !== 'SYN')) return { kind: 'none' };
    const { realServers } = service;
    const picked = this.#keepServer(service, packet) ?? this.#schedule(service, packet);
    if (picked === undefined) return { kind: 'no-destination', service };
    const fresh: IpvsConnection = {
      id: this.#nextId++,
      protocol,
      ...{ client: packet.src, clientPort: packet.sport, virtual: packet.dst, virtualPort: packet.dport },
      ...{ real: picked.address, realPort: picked.port, active: false, expiresAt: this.#now },
    };
    this.#remember(service, fresh);
    this.#countConnection(fresh);
    const connection = this.#progress(fresh, 'in', packet);
    const candidates = realServers.filter(({ weight }) => weight > 0).length;
    const { choice } = picked;
    return { kind: 'scheduled', connection, service, candidates, ...(choice && { choice }) };
  }

  #schedule(service: ServiceState, packet: Packet): { address: Ip; port: number; choice?: Choice } | undefined {
    const key = serviceKey(service);
    const connections = (this.#connections ?? this.#base.connections).values();
    const { destination, choice, state } = schedulers[service.scheduler].schedule(service.scheduling, {
      ...{ client: packet.src, clientPort: packet.sport, virtual: packet.dst, now: this.#now },
      destinations: asDestinations(key, service.realServers, countConnections(connections, this.#now)),
      hashesPort: service.hashesPort === true,
    });
    if (state !== service.scheduling) {
      this.#services = new Map(this.#services).set(key, { ...service, scheduling: state });
    }
    return destination && { address: destination.address, port: destination.port, choice };
  }

  /**
   * The real server that a client of a persistent service had, unless it takes no more (expire_quiescent_template).
   * A template outlives its time while it has connections.
   * @see net/netfilter/ipvs/ip_vs_core.c ip_vs_sched_persist, ip_vs_conn.c ip_vs_check_template
   */
  #keepServer(service: ServiceState, packet: Packet): { address: Ip; port: number; choice?: Choice } | undefined {
    if (service.persistentSeconds === undefined) return undefined;
    const { protocol, address: virtual, port: virtualPort } = service;
    const template = this.#templates.get(templateKey({ protocol, client: packet.src, virtual, virtualPort }));
    if (template === undefined || !(template.expiresAt > this.#now || this.#isHeld(template))) return undefined;
    const server = this.#realServer(template);
    return server === undefined || server.weight === 0 ? undefined : { address: server.address, port: server.port };
  }

  #isHeld(template: IpvsTemplate): boolean {
    const key = templateKey(template);
    for (const c of (this.#connections ?? this.#base.connections).values())
      if (c.expiresAt > this.#now && templateKey(c) === key) return true;
    return false;
  }

  #remember({ persistentSeconds }: ServiceState, connection: IpvsConnection): void {
    if (persistentSeconds === undefined) return;
    const { protocol, client, virtual, virtualPort, real, realPort } = connection;
    const expiresAt = this.#now + persistentSeconds * 1000;
    const template: IpvsTemplate = { protocol, client, virtual, virtualPort, real, realPort, expiresAt };
    this.#templates = new Map(this.#templates).set(templateKey(template), template);
  }

  #countConnection(connection: IpvsConnection): void {
    this.#addTraffic(connection, (t) => ({ ...t, connections: t.connections + 1 }));
  }

  #count(connection: IpvsConnection, direction: 'in' | 'out', bytes: number): void {
    this.#addTraffic(connection, (t) =>
      direction === 'in'
        ? { ...t, inPackets: t.inPackets + 1, inBytes: t.inBytes + bytes }
        : { ...t, outPackets: t.outPackets + 1, outBytes: t.outBytes + bytes },
    );
  }

  #addTraffic(
    { protocol, virtual, virtualPort, real, realPort }: IpvsConnection,
    add: (t: TrafficCounts) => TrafficCounts,
  ): void {
    this.#traffic ??= new Map(this.#base.traffic);
    const service = `${protocol} ${endpointKey(virtual, virtualPort)}`;
    for (const key of [service, destinationKey(service, real, realPort)])
      this.#traffic.set(key, add(this.#traffic.get(key) ?? noTraffic));
  }
}

const serviceKey = ({ protocol, address, port }: ServiceState): string => `${protocol} ${endpointKey(address, port)}`;
