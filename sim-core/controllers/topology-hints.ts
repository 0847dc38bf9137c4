import { compareCodeUnits } from '../base/order.js';
import type { Endpoint, Service } from '../kube/objects.js';
import type { NodeInfo } from './node-info.js';

const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';
const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';

/** How far a zone may be over its share of the load before hints are given up. */
const OVERLOAD_THRESHOLD = 0.2;

type Hinting = (endpoints: readonly Endpoint[]) => readonly Endpoint[];

const isReadyEndpoint = (endpoint: Endpoint): boolean => endpoint.conditions?.ready !== false;
const forZone = (name: string): { readonly forZones: readonly { readonly name: string }[] } => ({
  forZones: [{ name }],
});

/** @see staging/src/k8s.io/endpointslice/trafficdist/trafficdist.go (v1.34) preferSameZoneHeuristic */
const sameZone: Hinting = (endpoints) =>
  endpoints.map((endpoint) =>
    isReadyEndpoint(endpoint) && endpoint.zone !== undefined
      ? { ...endpoint, hints: forZone(endpoint.zone) }
      : endpoint,
  );

/** @see staging/src/k8s.io/endpointslice/trafficdist/trafficdist.go (v1.34) preferSameNodeHeuristic */
const sameNode: Hinting = (endpoints) =>
  endpoints.map((endpoint) => {
    if (!isReadyEndpoint(endpoint) || endpoint.nodeName === undefined) return endpoint;
    const zones = endpoint.zone === undefined ? {} : forZone(endpoint.zone);
    return { ...endpoint, hints: { ...zones, forNodes: [{ name: endpoint.nodeName }] } };
  });

const distributions: Readonly<Record<string, Hinting>> = {
  PreferClose: sameZone,
  PreferSameZone: sameZone,
  PreferSameNode: sameNode,
};

interface Allocation {
  readonly minimum: number;
  readonly desired: number;
}

/** @see staging/src/k8s.io/endpointslice/topologycache/event.go (v1.34) */
const nodesWithoutZone = 'Insufficient Node information: allocatable CPU or zone not specified on one or more nodes';
const endpointWithoutZone = 'One or more endpoints do not have a zone specified';
const overloaded = 'Unable to allocate minimum required endpoints to each zone without exceeding overload threshold';

/** What keeps the endpoints from being shared out among the zones; undefined when nothing does. */
function obstacle(nodes: readonly NodeInfo[], ready: readonly Endpoint[]): string | undefined {
  const shares = allocations(nodes, ready.length);
  if (typeof shares === 'string') return shares;
  return ready.some((e) => e.zone === undefined || !shares.has(e.zone)) ? endpointWithoutZone : undefined;
}

/**
 * How many endpoints each zone should get by its share of CPUs; all nodes are taken to be of one size.
 * @see staging/src/k8s.io/endpointslice/topologycache/topologycache.go (v1.34) getAllocations
 */
function allocations(nodes: readonly NodeInfo[], total: number): ReadonlyMap<string, Allocation> | string {
  const perZone = new Map<string, number>();
  for (const { zone } of nodes) {
    if (zone === undefined) return nodesWithoutZone;
    perZone.set(zone, (perZone.get(zone) ?? 0) + 1);
  }
  const counted = `(${total} endpoints, ${perZone.size} zones)`;
  if (perZone.size < 2 || perZone.size > total) return `Insufficient number of endpoints ${counted}`;
  const result = new Map<string, Allocation>();
  let remaining = total;
  for (const zone of [...perZone.keys()].sort(compareCodeUnits)) {
    const desired = ((perZone.get(zone) ?? 0) / nodes.length) * total;
    const minimum = Math.ceil(desired * (1 / (1 + OVERLOAD_THRESHOLD)));
    remaining -= minimum;
    if (remaining < 0) return `${overloaded} ${counted}`;
    result.set(zone, { minimum, desired: Math.max(desired, minimum) });
  }
  return result;
}

/** The zone with the largest entry; ties go to the first by name. */
function largest(amounts: ReadonlyMap<string, number>): readonly [string, number] | undefined {
  return [...amounts].sort(([a, x], [b, y]) => y - x || compareCodeUnits(a, b))[0];
}

/**
 * Moves hints from zones that have too many endpoints to those that have too few.
 * @see staging/src/k8s.io/endpointslice/topologycache/utils.go (v1.34) getGivingAndReceivingZones
 */
function transfers(
  shares: ReadonlyMap<string, Allocation>,
  counts: ReadonlyMap<string, number>,
): readonly (readonly [string, string])[] {
  const giving = new Map<string, number>();
  const receiving = new Map<string, number>();
  for (const [zone, share] of shares) {
    const surplus = (counts.get(zone) ?? 0) - share.desired;
    if (surplus > 0) giving.set(zone, surplus);
    else if (surplus < 0) receiving.set(zone, -surplus);
  }
  const left = new Map(counts);
  const moves: (readonly [string, string])[] = [];
  for (;;) {
    const [from, to] = [largest(giving), largest(receiving)];
    if (from === undefined || to === undefined || (from[1] < 1 && to[1] < 1)) return moves;
    const stock = left.get(from[0]) ?? 0;
    if (stock <= (shares.get(from[0])?.minimum ?? 0)) return moves;
    moves.push([from[0], to[0]]);
    left.set(from[0], stock - 1);
    giving.set(from[0], from[1] - 1);
    receiving.set(to[0], to[1] - 1);
  }
}

/** Topology aware routing: each zone's consumers get their share of the endpoints, or there are no hints. */
const byCpuShare =
  (nodes: readonly NodeInfo[]): Hinting =>
  (endpoints) => {
    const ready = endpoints.filter(isReadyEndpoint);
    const shares = allocations(nodes, ready.length);
    if (typeof shares === 'string' || obstacle(nodes, ready) !== undefined) return endpoints;
    const counts = new Map<string, number>([...shares.keys()].map((zone) => [zone, 0]));
    for (const { zone = '' } of ready) counts.set(zone, (counts.get(zone) ?? 0) + 1);
    const pending = [...transfers(shares, counts)];
    return endpoints.map((endpoint) => {
      if (!isReadyEndpoint(endpoint) || endpoint.zone === undefined) return endpoint;
      const move = pending.findIndex(([from]) => from === endpoint.zone);
      const zone = move < 0 ? endpoint.zone : (pending.splice(move, 1)[0]?.[1] ?? endpoint.zone);
      return { ...endpoint, hints: forZone(zone) };
    });
  };

const wantsCpuShare = (service: Service): boolean => {
  const value = service.metadata.annotations?.[TOPOLOGY_HINTS] ?? service.metadata.annotations?.[TOPOLOGY_MODE];
  return value === 'Auto' || value === 'auto';
};

/** What a Service that asks for hints by zone is told; undefined when there is nothing new, or it does not ask. */
export interface HintNews {
  readonly reason: 'TopologyAwareHintsEnabled' | 'TopologyAwareHintsDisabled';
  readonly message: string;
}

/** @see staging/src/k8s.io/endpointslice/topologycache/topologycache.go (v1.34) AddHints */
export function hintNews(
  service: Service,
  nodes: readonly NodeInfo[],
  endpoints: readonly Endpoint[],
  wereHinted: boolean,
): HintNews | undefined {
  if (!wantsCpuShare(service)) return undefined;
  const why = obstacle(nodes, endpoints.filter(isReadyEndpoint));
  if (why !== undefined) return { reason: 'TopologyAwareHintsDisabled', message: why };
  return wereHinted
    ? undefined
    : { reason: 'TopologyAwareHintsEnabled', message: 'Topology Aware Hints has been enabled' };
}

/** How the Service wants its endpoints of one family hinted. The annotation goes before the field. */
export function hintEndpoints(
  service: Service,
  nodes: readonly NodeInfo[],
  endpoints: readonly Endpoint[],
): readonly Endpoint[] {
  if (wantsCpuShare(service)) return byCpuShare(nodes)(endpoints);
  const hinting = distributions[service.spec.trafficDistribution ?? ''];
  return hinting === undefined ? endpoints : hinting(endpoints);
}
