import type { Millis } from '../base/time.js';
import { templateKey } from './connection/entry.js';
import { endpointKey, virtualServerKey, type VirtualServer } from './model.js';
import type { Destination } from './scheduler/definition.js';
import { schedulers } from './schedulers.js';
import {
  countConnections,
  destinationKey,
  type Counts,
  type IpvsState,
  type RealServerState,
  type ServiceState,
} from './state.js';

/** How often kube-proxy looks whether a real server's last connection is gone. */
const checkIntervalMs = 60_000;

/**
 * Brings the kernel's table to what kube-proxy wants. A real server that is wanted no more goes at once when it has
 * no connections, or speaks UDP or SCTP; else it keeps those it has at weight 0 until the last one ends. Virtual
 * servers go at once.
 * @see pkg/proxy/ipvs/proxier.go (v1.34) syncEndpoint, cleanLegacyService; graceful_termination.go GracefulDeleteRS
 */
export function syncIpvs(state: IpvsState, wanted: readonly VirtualServer[], now: Millis): IpvsState {
  const counts = countConnections(state.connections.values(), now);
  const services = new Map<string, ServiceState>();
  let changed = state.services.size !== wanted.length;
  for (const server of wanted) {
    const key = virtualServerKey(server);
    const before = state.services.get(key);
    const service = syncService(key, before, server, counts, now);
    services.set(key, service);
    changed ||= service !== before;
  }
  return changed ? { ...state, services } : state;
}

function syncService(
  key: string,
  before: ServiceState | undefined,
  server: VirtualServer,
  counts: Counts,
  now: Millis,
): ServiceState {
  const { protocol, address, port, scheduler, persistentSeconds, hashesPort } = server;
  const known = before?.scheduler === scheduler ? before : undefined;
  const old = before?.realServers ?? [];
  const realServers = syncRealServers(key, old, server, counts, now);
  const sameSettings = known?.persistentSeconds === persistentSeconds && known?.hashesPort === hashesPort;
  if (known !== undefined && sameSettings && sameServers(old, realServers)) return known;
  const { initial, changed } = schedulers[scheduler];
  const state = known?.scheduling ?? initial;
  return {
    ...{ protocol, address, port, scheduler, realServers },
    ...(persistentSeconds !== undefined && { persistentSeconds }),
    ...(hashesPort && { hashesPort }),
    scheduling: changed(state, asDestinations(key, old, counts), asDestinations(key, realServers, counts)),
  };
}

const sameServers = (a: readonly RealServerState[], b: readonly RealServerState[]): boolean =>
  a.length === b.length && a.every((server, i) => server === b[i]);

const isGraceful = ({ protocol }: VirtualServer): boolean => protocol === 'TCP';

function syncRealServers(
  key: string,
  old: readonly RealServerState[],
  server: VirtualServer,
  counts: Counts,
  now: Millis,
): readonly RealServerState[] {
  const wanted = new Map(server.realServers.map((real) => [endpointKey(real.address, real.port), real]));
  const kept = old.flatMap((real): readonly RealServerState[] => {
    const want = wanted.get(endpointKey(real.address, real.port));
    // What was on its way out and is wanted again is deleted and added anew.
    if (want !== undefined) return real.drainingSince === undefined && real.weight === want.weight ? [real] : [];
    const count = counts.get(destinationKey(key, real.address, real.port));
    if (count === undefined || !isGraceful(server)) return [];
    return [real.drainingSince === undefined ? { ...real, weight: 0, drainingSince: now } : real];
  });
  const there = new Set(kept.map((real) => endpointKey(real.address, real.port)));
  const added = server.realServers.filter((real) => !there.has(endpointKey(real.address, real.port)));
  return [...added.map(({ address, port, weight }): RealServerState => ({ address, port, weight })).reverse(), ...kept];
}

/** Real servers as the schedulers see them. */
export const asDestinations = (
  service: string,
  realServers: readonly RealServerState[],
  counts: Counts,
): readonly Destination[] =>
  realServers.map(({ address, port, weight }) => {
    const { active, inactive } = counts.get(destinationKey(service, address, port)) ?? { active: 0, inactive: 0 };
    return { key: endpointKey(address, port), address, port, weight, active, inactive };
  });

/**
 * Lets time pass: connections and templates end, and once a minute kube-proxy deletes the real servers whose last
 * connection is gone.
 * @see pkg/proxy/ipvs/graceful_termination.go (v1.34) tryDeleteRs
 */
export function sweepIpvs(state: IpvsState, now: Millis): IpvsState {
  const connections = alive(state.connections, now);
  // A template outlives its time while it has connections.
  const held = new Set([...connections.values()].map(templateKey));
  const templates = alive(state.templates, now, held);
  let services = state.services;
  for (const [key, service] of state.services) {
    if (service.realServers.every(({ drainingSince }) => drainingSince === undefined)) continue;
    const swept = sweepService(key, service, state, now);
    if (swept !== service) services = new Map([...services, [key, swept]]);
  }
  if (connections === state.connections && templates === state.templates && services === state.services) return state;
  return { ...state, connections, templates, services };
}

function alive<T extends { readonly expiresAt: Millis }>(
  entries: ReadonlyMap<string, T>,
  now: Millis,
  held: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, T> {
  const kept = [...entries].filter(([key, entry]) => entry.expiresAt > now || held.has(key));
  return kept.length === entries.size ? entries : new Map(kept);
}

function sweepService(key: string, service: ServiceState, state: IpvsState, now: Millis): ServiceState {
  const counts = countConnections(state.connections.values(), now);
  const realServers = service.realServers.filter((real) => {
    if (real.drainingSince === undefined) return true;
    // The last look was on the last full minute since it began to drain.
    const lastLook = real.drainingSince + Math.floor((now - real.drainingSince) / checkIntervalMs) * checkIntervalMs;
    const atLastLook = countConnections(state.connections.values(), lastLook);
    return lastLook === real.drainingSince || atLastLook.has(destinationKey(key, real.address, real.port));
  });
  if (realServers.length === service.realServers.length) return service;
  const { changed } = schedulers[service.scheduler];
  const [before, after] = [service.realServers, realServers].map((list) => asDestinations(key, list, counts));
  return { ...service, realServers, scheduling: changed(service.scheduling, before ?? [], after ?? []) };
}
