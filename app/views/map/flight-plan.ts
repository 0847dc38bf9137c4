import type { Hop, Ip, Outcome } from '../../../sim-core/index.js';
import type { FlightBatch } from '../../state/flights.js';
import type { IpKind } from '../../state/ip-kind.js';
import { polylineLength, type Point, type Polyline } from './geometry.js';
import { stationsOf, type Walk } from './station.js';

/** How many packets are on their way at the same time, there or back. */
export const mostInFlight = 500;
/** One packet's way in one direction, at full speed. */
const travelMillis = 600;
/** Between two packets, where there are few. */
const mostSpacingMillis = 24;

/** From a share of the way on, the packet has an address of this kind. */
export interface FlightTurn {
  readonly from: number;
  readonly kind: IpKind;
}

/** A way on the map, with how far each of its points is from the start. */
export interface FlightLine {
  readonly points: Polyline;
  readonly marks: readonly number[];
  readonly length: number;
  /** Where NAT writes the address that it goes to, or undoes that in the one that a reply comes from. */
  readonly turns: readonly FlightTurn[];
}

export interface FlightWay {
  readonly request: FlightLine;
  /** Absent where nobody answers. */
  readonly reply?: FlightLine;
  readonly arrives: boolean;
}

export interface FlightPlan {
  readonly ways: readonly FlightWay[];
  /** Index into `ways`, packet by packet; they leave in this order. */
  readonly packets: readonly number[];
  readonly spacing: number;
  readonly travel: number;
  /** There and, where any is answered, back. */
  readonly trip: number;
  /** When the last one is there, or its answer back. */
  readonly end: number;
}

const answers: readonly Outcome[] = ['answered', 'connected'];

/** What a plan asks of the map. */
export interface FlightMap {
  /** Name of the client outside. */
  readonly client: string;
  readonly wayOf: (walk: Pick<Walk, 'hops' | 'stations'>) => Polyline;
  readonly kindOf: (ip: Ip) => IpKind;
}

function lineOf(hops: readonly Hop[], end: 'src' | 'dst', { client, wayOf, kindOf }: FlightMap): FlightLine {
  const stations = stationsOf(hops, client);
  const points = hops.length === 0 ? [] : wayOf({ hops, stations });
  const marks = [0];
  points.forEach((point, i) => {
    const next = points[i + 1];
    if (next !== undefined) marks.push((marks[i] ?? 0) + Math.hypot(next.x - point.x, next.y - point.y));
  });
  const length = polylineLength(points);
  const turns: FlightTurn[] = hops.slice(0, 1).map(({ before }) => ({ from: 0, kind: kindOf(before[end]) }));
  hops.forEach(({ before, after }, i) => {
    if (before[end] === after[end]) return;
    const gone = polylineLength(wayOf({ hops: hops.slice(0, i + 1), stations: stations.slice(0, i + 1) }));
    turns.push({ from: length === 0 ? 0 : Math.min(1, gone / length), kind: kindOf(after[end]) });
  });
  return { points, marks, length, turns };
}

/** Where each packet of a batch goes on a map, and its reply. Ways whose hops were not kept are not drawn. */
export function planFlights({ flights, traces }: FlightBatch, map: FlightMap): FlightPlan {
  const ways = flights.routes.map(({ trace: id, outcome }): FlightWay => {
    const trace = traces.find((candidate) => candidate.id === id);
    const reply = trace?.reply ?? [];
    return {
      request: lineOf(trace?.request ?? [], 'dst', map),
      arrives: answers.includes(outcome),
      ...(reply.length > 0 && { reply: lineOf(reply, 'src', map) }),
    };
  });
  const { packets } = flights;
  const trip = ways.some(({ reply }) => reply !== undefined) ? 2 * travelMillis : travelMillis;
  const spacing = Math.max(trip / mostInFlight, Math.min(mostSpacingMillis, (2 * travelMillis) / packets.length));
  return { ways, packets, spacing, travel: travelMillis, trip, end: (packets.length - 1) * spacing + trip };
}

/** The address a packet goes by after a share of its way. */
export const kindOn = ({ turns }: FlightLine, share: number): IpKind =>
  turns.findLast(({ from }) => from <= share)?.kind ?? 'external';

/** The point on a line after a share of its length. */
export function pointOn({ points, marks, length }: FlightLine, share: number): Point | undefined {
  const wanted = length * share;
  let low = 0;
  let high = marks.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((marks[middle] ?? 0) <= wanted) low = middle;
    else high = middle;
  }
  const [a, b] = [points[low], points[high]];
  if (a === undefined || b === undefined) return a;
  const [from, to] = [marks[low] ?? 0, marks[high] ?? 0];
  const t = to > from ? (wanted - from) / (to - from) : 0;
  return { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t };
}

/** How many packets have left by a moment, how many have come to their ends, and how many trips are over. */
export interface FlightMoment {
  readonly launched: number;
  readonly landed: number;
  readonly over: number;
}

export function momentOf({ spacing, travel, trip, packets }: FlightPlan, elapsed: number): FlightMoment {
  const since = (millis: number): number =>
    Math.min(packets.length, Math.max(0, Math.floor((elapsed - millis) / spacing) + 1));
  return { launched: since(0), landed: since(travel), over: since(trip) };
}

/** How many of the first so many packets were answered. */
export const repliesOf = ({ ways, packets }: FlightPlan, until: number): number =>
  packets.slice(0, until).reduce((sum, way) => sum + (ways[way]?.reply === undefined ? 0 : 1), 0);

/** How many are in the air: on their way, or their replies. */
export function inFlight(plan: FlightPlan, { launched, landed, over }: FlightMoment): number {
  return launched - landed + repliesOf(plan, landed) - repliesOf(plan, over);
}

/** How many of the first so many packets went each way. */
export function countPerRoute(packets: readonly number[], routes: number, until = packets.length): readonly number[] {
  const counts = new Array<number>(routes).fill(0);
  for (let i = 0; i < until; i++) {
    const route = packets[i] ?? 0;
    counts[route] = (counts[route] ?? 0) + 1;
  }
  return counts;
}

export interface EndpointShare {
  /** The Pod's or process' name, or its address. */
  readonly name: string;
  readonly count: number;
}

export interface BatchShare {
  readonly endpoints: readonly EndpointShare[];
  readonly lost: number;
}

/** What each endpoint got, by name, and how many packets nobody answered. */
export function shareOf({ flights }: FlightBatch, until = flights.packets.length): BatchShare {
  const counts = countPerRoute(flights.packets, flights.routes.length, until);
  const endpoints = new Map<string, EndpointShare>();
  let lost = 0;
  flights.routes.forEach(({ backend, outcome }, i) => {
    const count = counts[i] ?? 0;
    if (!answers.includes(outcome)) lost += count;
    if (backend === undefined) return;
    const { place, ip, port } = backend;
    const name = place.kind === 'pod' ? place.name : `${ip}:${port}`;
    const key = `${ip}:${port}`;
    endpoints.set(key, { name, count: (endpoints.get(key)?.count ?? 0) + count });
  });
  const byName = (a: EndpointShare, b: EndpointShare): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  return { endpoints: [...endpoints.values()].sort(byName), lost };
}
