import type { Outcome } from '../../../sim-core/index.js';
import type { FlightBatch } from '../../state/flights.js';
import { polylineLength, type Point, type Polyline } from './geometry.js';
import { stationsOf, type Walk } from './station.js';

/** How many packets are on their way at the same time. */
export const mostInFlight = 500;
/** One packet's way, at full speed. */
const travelMillis = 600;
/** Between two packets, where there are few. */
const mostSpacingMillis = 24;

/** A way on the map, with how far each of its points is from the start. */
export interface FlightLine {
  readonly points: Polyline;
  readonly marks: readonly number[];
  readonly length: number;
  readonly arrives: boolean;
}

export interface FlightPlan {
  readonly lines: readonly FlightLine[];
  /** Index into `lines`, packet by packet; they leave in this order. */
  readonly packets: readonly number[];
  readonly spacing: number;
  readonly travel: number;
  /** When the last one has arrived. */
  readonly end: number;
}

const answers: readonly Outcome[] = ['answered', 'connected'];

function lineOf(points: Polyline, arrives: boolean): FlightLine {
  const marks = [0];
  points.forEach((point, i) => {
    const next = points[i + 1];
    if (next !== undefined) marks.push((marks[i] ?? 0) + Math.hypot(next.x - point.x, next.y - point.y));
  });
  return { points, marks, length: polylineLength(points), arrives };
}

/** Where each packet of a batch goes on a map. Ways whose hops were not kept are not drawn. */
export function planFlights(
  { flights, traces }: FlightBatch,
  client: string,
  wayOf: (walk: Pick<Walk, 'hops' | 'stations'>) => Polyline,
): FlightPlan {
  const lines = flights.routes.map(({ trace: id, outcome }) => {
    const trace = traces.find((candidate) => candidate.id === id);
    const hops = trace?.request ?? [];
    return lineOf(
      hops.length === 0 ? [] : wayOf({ hops, stations: stationsOf(hops, client) }),
      answers.includes(outcome),
    );
  });
  const { packets } = flights;
  const spacing = Math.max(
    travelMillis / mostInFlight,
    Math.min(mostSpacingMillis, (2 * travelMillis) / packets.length),
  );
  return { lines, packets, spacing, travel: travelMillis, end: (packets.length - 1) * spacing + travelMillis };
}

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

/** The packets under way at a moment: the first, and the one after the last. */
export function underWay({ spacing, travel, packets }: FlightPlan, elapsed: number): readonly [number, number] {
  const launched = Math.min(packets.length, Math.floor(elapsed / spacing) + 1);
  const landed = Math.min(packets.length, Math.max(0, Math.floor((elapsed - travel) / spacing) + 1));
  return [landed, launched];
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
