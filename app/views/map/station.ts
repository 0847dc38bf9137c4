import type { Hop, Hook, Place, Trace } from '../../../sim-core/index.js';

/** A place on the map where a packet can be: `POSTROUTING@node1`, `pod/default/web`, `external`. */
export type Station = string;

/** `vfp` stands on Windows nodes for all hooks; no packet rests at `kube-ipvs0`. */
export type NodePart = 'nic' | 'route' | 'host' | 'cbr0' | 'vfp' | 'kube-ipvs0' | Hook;

export const nodeStation = (node: string, part: NodePart): Station => `${part}@${node}`;
export const podStation = (namespace: string, name: string): Station => `pod/${namespace}/${name}`;
/** The client. */
export const externalStation: Station = 'external';
/** Any other host outside the nodes, such as the API server's. */
export const hostStation = (name: string): Station => `host/${name}`;
export const routerStation: Station = 'router';

export const nodeOf = (place: Place): string | undefined =>
  place.kind === 'node' || place.kind === 'pod' ? place.node : undefined;

function partOf(hop: Hop): NodePart {
  const { step } = hop;
  switch (step.kind) {
    case 'hook':
    case 'rule':
    case 'conntrack':
    case 'ipvs':
      return step.hook;
    case 'vfp':
      return 'vfp';
    case 'bridge':
      return 'cbr0';
    case 'link':
      return [step.from, step.to].some((name) => name === 'eth0' || name.endsWith(':eth0') || name.endsWith('/eth0')) &&
        ![step.from, step.to].some((name) => name.startsWith('veth') || name === 'cbr0')
        ? 'nic'
        : 'cbr0';
    case 'route':
      return step.decision === 'output' ? 'host' : 'route';
    default:
      return 'host';
  }
}

const isIpvs = ({ step }: Hop): boolean => step.kind === 'ipvs';

function stationOf(
  hop: Hop,
  client: string,
  previous: { readonly hop: Hop; readonly station: Station } | undefined,
): Station {
  const { place, step } = hop;
  if (place.kind === 'external') return place.name === client ? externalStation : hostStation(place.name);
  if (place.kind === 'router') return routerStation;
  if (place.kind === 'pod') return podStation(place.namespace, place.name);
  // A packet whose destination OUTPUT changed is routed once more, and stays there.
  const reroutes = step.kind === 'route' && previous?.station === nodeStation(place.node, 'OUTPUT');
  // The virtual switch forwards in its own place; IPVS at INPUT sends the packet to OUTPUT past no process.
  if (step.kind === 'route' && previous?.hop.step.kind === 'vfp') return previous.station;
  if (step.kind === 'route' && previous?.station === nodeStation(place.node, 'INPUT') && isIpvs(previous.hop))
    return nodeStation(place.node, 'host');
  const stays = step.kind === 'drop' || step.kind === 'refuse' || reroutes;
  const sameNode = previous?.hop.place.kind === 'node' && previous.hop.place.node === place.node;
  if (stays && sameNode) return previous.station;
  return nodeStation(place.node, partOf(hop));
}

/** The station of every hop of a leg. */
export function stationsOf(hops: readonly Hop[], client: string): readonly Station[] {
  const stations: Station[] = [];
  hops.forEach((hop, i) => {
    const before = hops[i - 1];
    const station = stations[i - 1];
    stations.push(stationOf(hop, client, before && station !== undefined ? { hop: before, station } : undefined));
  });
  return stations;
}

export interface Walk {
  readonly trace: Trace;
  readonly leg: 'request' | 'reply';
  readonly cursor: number;
  readonly hops: readonly Hop[];
  readonly stations: readonly Station[];
  /** The hop the packet is at. */
  readonly hop: Hop;
  readonly station: Station;
  /** Name of the client outside. */
  readonly client: string;
}

/** A packet at a moment of its way; undefined while there is none. */
export function walkAt(
  trace: Trace | undefined,
  leg: 'request' | 'reply',
  cursor: number,
  client: string,
): Walk | undefined {
  const hops = trace?.[leg] ?? [];
  const at = Math.min(Math.max(cursor, 0), hops.length - 1);
  const hop = hops[at];
  const stations = stationsOf(hops, client);
  const station = stations[at];
  if (trace === undefined || hop === undefined || station === undefined) return undefined;
  return { trace, leg, cursor: at, hops, stations, hop, station, client };
}

/** The NICs by which the packet comes into nodes, each with the hop that is the first behind it: no hop rests there. */
export function arrivals({ hops }: Walk): readonly (readonly [station: Station, hop: number])[] {
  return hops.flatMap(({ place }, i) => {
    const [node, before] = [nodeOf(place), hops[i - 1]];
    if (node === undefined || before === undefined || nodeOf(before.place) === node) return [];
    return [[nodeStation(node, 'nic'), i] as const];
  });
}

/** The nodes whose whole hook diagram is shown: the packet's, and the one it crosses to. */
export function expandedNodes(walk: Walk | undefined, nodes: readonly string[]): ReadonlySet<string> {
  const first = nodes[0];
  if (walk === undefined) return new Set(first === undefined ? [] : [first]);
  const here = nodeOf(walk.hop.place);
  const ahead = walk.hops.slice(walk.cursor + 1);
  if (here !== undefined) {
    const next = ahead[0] === undefined ? undefined : nodeOf(ahead[0].place);
    const crossing = walk.hop.step.kind === 'link' && next !== undefined && next !== here;
    return new Set(crossing ? [here, next] : [here]);
  }
  const behind = walk.hops.slice(0, walk.cursor).reverse();
  const near = [...ahead, ...behind].map((hop) => nodeOf(hop.place)).find((node) => node !== undefined);
  return new Set([near ?? first].filter((node) => node !== undefined));
}

export interface GateStack {
  /** The table of the newest visit. */
  readonly table: string;
  /** Chains of the whole leg, in the order in which the packet comes to them. */
  readonly chains: readonly string[];
  /** How many of them it has been in. */
  readonly visited: number;
  /** Index into `chains` of the one the packet is in. */
  readonly current: number | undefined;
}

const builtIn = new Set(['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING']);

function chainsOf(hop: Hop): readonly string[] {
  if (hop.step.kind !== 'rule') return [];
  const entered = hop.reason.code === 'enters-chain' ? [hop.reason.chain] : [];
  return [hop.step.visit.ref.chain, ...entered].filter((chain) => !builtIn.has(chain));
}

interface Growing {
  table: string;
  readonly chains: string[];
  visited: number;
  current: number | undefined;
}

/** Which chains the packet meets at each hook of a node; all of a leg's, so that the gate keeps its size. */
export function gateStacks(walk: Walk | undefined, node: string): ReadonlyMap<Hook, GateStack> {
  const stacks = new Map<Hook, Growing>();
  walk?.hops.forEach((hop, i) => {
    const { step } = hop;
    if (nodeOf(hop.place) !== node || (step.kind !== 'rule' && step.kind !== 'hook')) return;
    const stack = stacks.get(step.hook) ?? { table: step.table, chains: [], visited: 0, current: undefined };
    stacks.set(step.hook, stack);
    const chains = chainsOf(hop);
    for (const chain of chains) if (!stack.chains.includes(chain)) stack.chains.push(chain);
    if (i > walk.cursor) return;
    stack.visited = stack.chains.length;
    const newest = chains.at(-1);
    stack.current = i === walk.cursor && newest !== undefined ? stack.chains.indexOf(newest) : undefined;
    if (chains.length > 0) stack.table = step.table;
  });
  return stacks;
}
