import type { ClusterView, NodeView } from '../../../sim-core/index.js';
import type { Box, MapLayout, Token, Wire } from './box.js';
import { labelWidth } from './context.js';
import { bottom, middleX, pointAlong, right, simplify, type Point, type Polyline, type Rect } from './geometry.js';
import { gutterColumns, gutterRoute, type GutterRoom } from './gutter-route.js';
import { nodeOf, routerStation, type Station, type Walk } from './station.js';

/** What a tile is made of: a Pod as a dot, or a node as a square. */
export interface TileDot extends Rect {
  readonly state: 'ready' | 'notReady' | 'walked' | 'found';
  readonly square?: true;
}

export interface OverviewLayout extends MapLayout {
  readonly dots: ReadonlyMap<string, readonly TileDot[]>;
}

export interface ZoneGroup {
  readonly zone: string;
  readonly nodes: readonly NodeView[];
}

export const zoneId = (zone: string): string => `zone/${zone}`;

export function zonesOf(cluster: ClusterView): readonly ZoneGroup[] {
  const zones = new Map<string, NodeView[]>();
  for (const node of cluster.nodes) {
    const known = zones.get(node.zone);
    if (known === undefined) zones.set(node.zone, [node]);
    else known.push(node);
  }
  const order = [...zones.keys()].sort();
  return order.map((zone) => ({ zone, nodes: zones.get(zone) ?? [] }));
}

interface GridOptions {
  readonly margin: number;
  readonly gap: number;
  /** Of a cell: the least it needs, and the most it gets where there are few. */
  readonly least: number;
  readonly most: number;
  readonly dotPitch: number;
  readonly padding: number;
}

export interface Grid {
  readonly columns: number;
  readonly w: number;
  /** How many dots stand in a row of a cell. */
  readonly perRow: number;
}

/** Cells of one size, in rows. */
export interface Cells extends Grid {
  readonly h: number;
}

/** As many equal cells beside each other as fit, at most so many. */
export function gridOf(width: number, cells: number, options: GridOptions): Grid {
  const { margin, gap, least, most, dotPitch, padding } = options;
  const inner = Math.max(least, width - 2 * margin);
  const columns = Math.max(1, Math.min(cells, Math.floor((inner + gap) / (least + gap))));
  const w = Math.min((inner - (columns - 1) * gap) / columns, most);
  return { columns, w, perRow: Math.max(1, Math.floor((w - 2 * padding + 4) / dotPitch)) };
}

export function cellRect(i: number, { columns, w, h }: Cells, gap: number, at: Point): Rect {
  return { x: at.x + (i % columns) * (w + gap), y: at.y + Math.floor(i / columns) * (h + gap), w, h };
}

/** A dot of a cell, in rows under its head. */
export const dotRect = (i: number, perRow: number, pitch: Point, at: Point): Rect => ({
  x: at.x + (i % perRow) * pitch.x,
  y: at.y + Math.floor(i / perRow) * pitch.y,
  w: 10,
  h: 10,
});

/** Half of a node's Pods or more are not ready. */
export function isAiling({ pods }: NodeView): boolean {
  const unready = pods.filter((pod) => !pod.ready).length;
  return unready > 0 && unready * 2 >= pods.length;
}

/** Whether the packet is in a box that stands for nodes, or has been and will be. */
export function walkState(walk: Walk | undefined, isIn: (node: string) => boolean): Pick<Box, 'state'> {
  if (walk === undefined) return {};
  const has = (hop: Walk['hop']): boolean => {
    const node = nodeOf(hop.place);
    return node !== undefined && isIn(node);
  };
  if (has(walk.hop)) return { state: 'current' };
  return walk.hops.some(has) ? { state: 'passed' } : {};
}

interface OverviewParts {
  readonly width: number;
  readonly height: number;
  readonly gap: number;
  readonly boxes: readonly Box[];
  readonly dots: OverviewLayout['dots'];
  readonly boxOf: BoxOfNode;
  readonly walk: Walk | undefined;
}

/** The boxes with the packet's way between them. */
export function overviewLayout({ width, height, gap, boxes, dots, boxOf, walk }: OverviewParts): OverviewLayout {
  const ways = new OverviewWays(boxes, width, gap, boxOf);
  const wires = ways.wires(walk);
  const token = ways.token(walk, wires);
  const wayOf: OverviewLayout['wayOf'] = (other) => ways.way(other);
  return { width, height, boxes, wires, dots, wayOf, ...(token === undefined ? {} : { token }) };
}

/** How far below its upper edge packets come to rest in a box. */
const insideDepth = 18;

/** Which box of an overview stands for a node. */
export type BoxOfNode = (node: string) => string;

interface Stop {
  readonly id: Station;
  /** Index of the hop that brings the packet there. */
  readonly hop: number;
}

/** Boxes that a walk comes through: a node's parts and Pods are in one. */
function stopsOf({ hops, stations }: Pick<Walk, 'hops' | 'stations'>, boxOf: BoxOfNode): readonly Stop[] {
  const stops = hops.map(({ place }, hop): Stop => {
    const node = nodeOf(place);
    if (node !== undefined) return { id: boxOf(node), hop };
    return { id: place.kind === 'router' ? routerStation : (stations[hop] ?? ''), hop };
  });
  return stops.filter((stop, i) => stop.id !== stops[i - 1]?.id);
}

/** The ways between the boxes of an overview. */
class OverviewWays {
  readonly #rects: ReadonlyMap<string, Rect>;
  readonly #room: GutterRoom;
  readonly #boxOf: BoxOfNode;

  constructor(boxes: readonly Box[], width: number, gap: number, boxOf: BoxOfNode) {
    const solid = boxes.filter((box) => box.shape !== 'zone');
    const texts = boxes
      .filter((box) => box.shape === 'zone')
      .flatMap((box) => box.labels.map((l) => ({ x: l.x, y: l.y - 11, w: labelWidth(l), h: 14 })));
    const rects = solid.map((box) => box.rect);
    this.#rects = new Map(boxes.map((box) => [box.id, box.rect]));
    this.#room = { obstacles: [...rects, ...texts], columns: gutterColumns(rects, width, gap), lane: gap / 2 };
    this.#boxOf = boxOf;
  }

  #between(from: Station, to: Station): Polyline | undefined {
    const [start, end] = [this.#rects.get(from), this.#rects.get(to)];
    return start === undefined || end === undefined ? undefined : gutterRoute(start, end, this.#room);
  }

  wires(walk: Walk | undefined): readonly Wire[] {
    if (walk === undefined) return [];
    const stops = stopsOf(walk, this.#boxOf);
    return stops.flatMap((stop, i): readonly Wire[] => {
      const next = stops[i + 1];
      const points = next === undefined ? undefined : this.#between(stop.id, next.id);
      if (next === undefined || points === undefined) return [];
      return [{ id: `hop/${next.hop}`, kind: next.hop <= walk.cursor ? 'travelled' : 'ahead', points }];
    });
  }

  /** All of a walk's way in one line, from inside its first box into its last. */
  way(walk: Pick<Walk, 'hops' | 'stations'>): Polyline {
    const stops = stopsOf(walk, this.#boxOf);
    const between = stops.flatMap((stop, i) => this.#between(stop.id, stops[i + 1]?.id ?? '') ?? []);
    const inside = (stop: Stop | undefined): Polyline => {
      const rect = this.#rects.get(stop?.id ?? '');
      return rect === undefined ? [] : [{ x: middleX(rect), y: rect.y + Math.min(rect.h / 2, insideDepth) }];
    };
    return simplify([...inside(stops[0]), ...between, ...(between.length > 0 ? inside(stops.at(-1)) : [])]);
  }

  /** On the lower right corner of its box, or half way to the next while it is on the wire. */
  token(walk: Walk | undefined, wires: readonly Wire[]): Token | undefined {
    if (walk === undefined) return undefined;
    const { place, step } = walk.hop;
    const node = nodeOf(place);
    const id = node !== undefined ? this.#boxOf(node) : place.kind === 'router' ? routerStation : walk.station;
    const rect = this.#rects.get(id);
    if (rect === undefined) return undefined;
    const into = wires.find((wire) => wire.id === `hop/${walk.cursor}`);
    const onward = wires.find((wire) => wire.id === `hop/${walk.cursor + 1}`);
    if (step.kind === 'link' && onward !== undefined) {
      const at = pointAlong(onward.points, 0.5);
      return { number: walk.trace.id, at, way: [at] };
    }
    const at = { x: right(rect) - 2, y: bottom(rect) - 2 };
    return { number: walk.trace.id, at, way: into === undefined ? [at] : [...into.points, at] };
  }
}
