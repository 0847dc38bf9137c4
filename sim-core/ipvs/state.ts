import type { Millis } from '../base/time.js';
import type { Ip } from '../net/ip.js';
import type { ServiceProtocol } from '../net/packet.js';
import type { IpvsConnection, IpvsTemplate } from './connection/entry.js';
import type { TrafficCounts } from './listing.js';
import { endpointKey, virtualServerKey, type SchedulerName, type VirtualServer } from './model.js';
import type { SchedulerState } from './scheduler/definition.js';

/** A real server as the kernel holds it. */
export interface RealServerState {
  readonly address: Ip;
  readonly port: number;
  readonly weight: number;
  /** kube-proxy wants it gone as soon as its connections are, and looks once a minute from then on. */
  readonly drainingSince?: Millis;
}

/** A virtual server as the kernel holds it. */
export interface ServiceState {
  readonly protocol: ServiceProtocol;
  readonly address: Ip;
  readonly port: number;
  readonly scheduler: SchedulerName;
  readonly persistentSeconds?: number;
  readonly hashesPort?: true;
  /** The one added last comes first: `list_add` puts it at the head. */
  readonly realServers: readonly RealServerState[];
  readonly scheduling: SchedulerState;
}

/** What one node's IPVS remembers. */
export interface IpvsState {
  readonly services: ReadonlyMap<string, ServiceState>;
  /** By the client's flow. */
  readonly connections: ReadonlyMap<string, IpvsConnection>;
  readonly templates: ReadonlyMap<string, IpvsTemplate>;
  /** By virtual server, and by virtual and real server. */
  readonly traffic: ReadonlyMap<string, TrafficCounts>;
  readonly nextId: number;
}

export const emptyIpvs: IpvsState = {
  services: new Map(),
  connections: new Map(),
  templates: new Map(),
  traffic: new Map(),
  nextId: 1,
};

/** The connections of each real server of a virtual server, by `virtual real`. */
export type Counts = ReadonlyMap<string, { readonly active: number; readonly inactive: number }>;

/** A real server behind one virtual server. */
export const destinationKey = (service: string, address: Ip, port: number): string => `${service} ${address} ${port}`;

const serviceOf = (c: IpvsConnection): string => `${c.protocol} ${c.virtual} ${c.virtualPort}`;

export function countConnections(connections: Iterable<IpvsConnection>, now: Millis): Counts {
  const counts = new Map<string, { active: number; inactive: number }>();
  for (const connection of connections) {
    if (connection.expiresAt <= now) continue;
    const key = destinationKey(serviceOf(connection), connection.real, connection.realPort);
    const count = counts.get(key) ?? { active: 0, inactive: 0 };
    counts.set(key, count);
    if (connection.active) count.active += 1;
    else count.inactive += 1;
  }
  return counts;
}

/**
 * The virtual servers as the kernel has them, those real servers included that only wait for their last
 * connections. `programmed` lends what asked for each.
 */
export function kernelVirtualServers(
  { services }: IpvsState,
  programmed: readonly VirtualServer[],
): readonly VirtualServer[] {
  const known = new Map(programmed.map((server) => [virtualServerKey(server), server]));
  return [...services.values()].map((service) => {
    const wanted = known.get(virtualServerKey(service));
    const before = kernelServers.get(service);
    if (before !== undefined && before.wanted === wanted) return before.server;
    const server = kernelServer(service, wanted);
    kernelServers.set(service, { wanted, server });
    return server;
  });
}

/** The same service of the kernel, asked for by the same server, is made once. */
const kernelServers = new WeakMap<
  ServiceState,
  { readonly wanted: VirtualServer | undefined; readonly server: VirtualServer }
>();

function kernelServer(
  { realServers, scheduling: _state, ...service }: ServiceState,
  wanted: VirtualServer | undefined,
): VirtualServer {
  const origins = new Map(wanted?.realServers.map((real) => [endpointKey(real.address, real.port), real.origin]));
  return {
    ...service,
    ...(wanted?.origin && { origin: wanted.origin }),
    realServers: realServers.map(({ address, port, weight }) => {
      const origin = origins.get(endpointKey(address, port));
      return { address, port, weight, ...(origin && { origin }) };
    }),
  };
}
