import type { Wire } from './box.js';
import type { Edge } from './context.js';
import { polylineLength, simplify, type Point, type Polyline } from './geometry.js';
import type { Station, Walk } from './station.js';

interface Way {
  readonly to: Station;
  readonly points: Polyline;
}

/** The ways of a map as a graph; the packet's wires are shortest paths in it. */
export interface WayGraph {
  readonly route: (from: Station, to: Station) => Polyline | undefined;
}

function waysByStation(edges: readonly Edge[]): ReadonlyMap<Station, readonly Way[]> {
  const ways = new Map<Station, Way[]>();
  const add = (from: Station, way: Way): void => {
    const known = ways.get(from);
    if (known === undefined) ways.set(from, [way]);
    else known.push(way);
  };
  for (const edge of edges) {
    add(edge.from, { to: edge.to, points: edge.points });
    if (edge.oneWay !== true) add(edge.to, { to: edge.from, points: [...edge.points].reverse() });
  }
  return ways;
}

/** Joins pieces that need not meet: gaps are bridged at right angles, as inside a box. */
function join(pieces: readonly Polyline[]): Polyline {
  const points: Point[] = [];
  for (const piece of pieces) {
    const last = points.at(-1);
    const start = piece[0];
    if (last !== undefined && start !== undefined && last.x !== start.x && last.y !== start.y) {
      points.push({ x: start.x, y: last.y });
    }
    points.push(...piece);
  }
  return simplify(points);
}

/** The shortest way through a graph. */
function shortestRoute(ways: ReadonlyMap<Station, readonly Way[]>, from: Station, to: Station): Polyline | undefined {
  if (from === to) return undefined;
  const cameBy = new Map<Station, { readonly from: Station; readonly points: Polyline }>();
  const queue: Station[] = [from];
  for (let i = 0; i < queue.length && !cameBy.has(to); i++) {
    const station = queue[i];
    if (station === undefined) break;
    for (const way of ways.get(station) ?? []) {
      if (way.to === from || cameBy.has(way.to)) continue;
      cameBy.set(way.to, { from: station, points: way.points });
      queue.push(way.to);
    }
  }
  const pieces: Polyline[] = [];
  for (let at = cameBy.get(to); at !== undefined; at = at.from === from ? undefined : cameBy.get(at.from)) {
    pieces.unshift(at.points);
  }
  return pieces.length === 0 ? undefined : join(pieces);
}

export function wayGraph(edges: readonly Edge[]): WayGraph {
  const ways = waysByStation(edges);
  // Many packets take the same ways, each of which is looked for once.
  const known = new Map<string, Polyline | undefined>();
  return {
    route(from, to) {
      const key = `${from} ${to}`;
      if (!known.has(key)) known.set(key, shortestRoute(ways, from, to));
      return known.get(key);
    },
  };
}

/** The packet's wires: behind it as ink, ahead of it as dots. */
export function walkWires(walk: Walk | undefined, graph: WayGraph): readonly Wire[] {
  if (walk === undefined) return [];
  const wires: Wire[] = [];
  walk.stations.forEach((station, i) => {
    const next = walk.stations[i + 1];
    const points = next === undefined ? undefined : graph.route(station, next);
    // Two stations of one place, as in a virtual switch, have no way between them.
    if (points !== undefined && polylineLength(points) > 0)
      wires.push({ id: `hop/${i}`, kind: i < walk.cursor ? 'travelled' : 'ahead', points });
  });
  return wires;
}

/** The way the token takes into the station it is at: from the previous station's spot to this one's. */
export function tokenWay(walk: Walk, graph: WayGraph, spots: ReadonlyMap<Station, Point>): Polyline | undefined {
  const end = spots.get(walk.station);
  if (end === undefined) return undefined;
  const before = walk.stations[walk.cursor - 1];
  const start = before === undefined ? undefined : spots.get(before);
  if (before === undefined || start === undefined) return [end];
  const points = graph.route(before, walk.station);
  return points === undefined ? [end] : simplify([start, ...points, end]);
}

/** All of a way in one line, from the first station's spot to the last one's. */
export function wholeWay(stations: readonly Station[], graph: WayGraph, spots: ReadonlyMap<Station, Point>): Polyline {
  const [first, last] = [spots.get(stations[0] ?? ''), spots.get(stations.at(-1) ?? '')];
  const pieces = stations.flatMap((station, i) => {
    const points = i === 0 ? undefined : graph.route(stations[i - 1] ?? '', station);
    return points === undefined ? [] : [points];
  });
  if (pieces.length === 0) return first === undefined ? [] : [first];
  return join([...(first === undefined ? [] : [[first]]), ...pieces, ...(last === undefined ? [] : [[last]])]);
}
