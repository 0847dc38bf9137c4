import type { ClusterView, NodeView } from '../../../sim-core/index.js';
import type { Box, MapLayout, Token, Wire } from './box.js';
import { endingAt, importantPods, label, labelWidth, podKey, type LayoutContext } from './context.js';
import { bottom, middleX, right, simplify, type Point, type Polyline, type Rect } from './geometry.js';
import { layoutContext, type MapInput } from './layout.js';
import { outsideBoxes, outsideWidth } from './layout-outside.js';
import { externalStation, nodeOf, routerStation, type Station, type Walk } from './station.js';

const margin = 14;
const gap = 12;
const tileMin = 110;
const dotPitch = 14;
const mostDotRows = 4;

export interface TileDot extends Rect {
  readonly state: 'ready' | 'notReady' | 'walked';
}

interface ZoneGroup {
  readonly zone: string;
  readonly nodes: readonly NodeView[];
}

function zonesOf(cluster: ClusterView): readonly ZoneGroup[] {
  const zones = new Map<string, NodeView[]>();
  for (const node of cluster.nodes) zones.set(node.zone, [...(zones.get(node.zone) ?? []), node]);
  return [...zones].map(([zone, nodes]) => ({ zone, nodes }));
}

interface TileSize {
  readonly columns: number;
  readonly w: number;
  readonly h: number;
  readonly perRow: number;
  readonly rows: number;
}

function tileSize(cluster: ClusterView, width: number): TileSize {
  const inner = Math.max(tileMin, width - 2 * margin);
  const columns = Math.max(1, Math.floor((inner + gap) / (tileMin + gap)));
  const w = (inner - (columns - 1) * gap) / columns;
  const perRow = Math.max(1, Math.floor((w - 16) / dotPitch));
  const most = Math.max(0, ...cluster.nodes.map((node) => node.pods.length));
  const rows = Math.min(mostDotRows, Math.max(1, Math.ceil(most / perRow)));
  return { columns, w, h: 34 + rows * dotPitch + 10, perRow, rows };
}

function tileDots(node: NodeView, rect: Rect, size: TileSize, context: LayoutContext): readonly TileDot[] {
  const important = importantPods(context.walk);
  return node.pods.slice(0, size.perRow * size.rows).map((pod, i) => ({
    x: rect.x + 8 + (i % size.perRow) * dotPitch,
    y: rect.y + 34 + Math.floor(i / size.perRow) * dotPitch,
    w: 10,
    h: 10,
    state: important.has(podKey(pod)) ? 'walked' : pod.ready ? 'ready' : 'notReady',
  }));
}

function tileBox(
  node: NodeView,
  rect: Rect,
  size: TileSize,
  context: LayoutContext,
): Box & { readonly dots: readonly TileDot[] } {
  const unready = node.pods.filter((pod) => !pod.ready).length;
  const count = unready > 0 ? `✕${unready} ${node.pods.length}` : `${node.pods.length}`;
  const total = endingAt(label(count, right(rect) - 8, rect.y + 20, 'mono', { tone: 'faint' }));
  const stations = context.walk?.hops.slice(0, context.walk.cursor + 1).map((hop) => nodeOf(hop.place)) ?? [];
  const here = context.walk !== undefined && nodeOf(context.walk.hop.place) === node.name;
  return {
    id: `node/${node.name}`,
    shape: 'tile',
    rect,
    labels: [label(node.name, rect.x + 8, rect.y + 20, 'name', { width: total.x - rect.x - 14, tail: 3 }), total],
    subject: { kind: 'node', node: node.name },
    ...(here ? { state: 'current' as const } : stations.includes(node.name) ? { state: 'passed' as const } : {}),
    dots: tileDots(node, rect, size, context),
  };
}

/** Stations of the walk as tiles: a node's parts and pods are the node. */
function tileStations(walk: Walk): readonly { readonly id: Station; readonly hop: number }[] {
  const ids = walk.hops.map((hop, i) => {
    const node = nodeOf(hop.place);
    return {
      id:
        node === undefined
          ? hop.place.kind === 'router'
            ? routerStation
            : (walk.stations[i] ?? externalStation)
          : `node/${node}`,
      hop: i,
    };
  });
  return ids.filter((entry, i) => entry.id !== ids[i - 1]?.id);
}

/** Through the gutters: down under the first tile, along, and up or down into the second. */
function gutterWay(from: Rect, to: Rect): Polyline {
  const start = { x: middleX(from), y: bottom(from) };
  const lane = bottom(from) + gap / 2;
  const side = right(to) + gap / 2;
  const above = to.y - gap / 2;
  const end = { x: middleX(to), y: to.y };
  if (Math.abs(above - lane) < 1) return simplify([start, { x: start.x, y: lane }, { x: end.x, y: lane }, end]);
  const points: readonly Point[] = [
    start,
    { x: start.x, y: lane },
    { x: side, y: lane },
    { x: side, y: above },
    { x: end.x, y: above },
    end,
  ];
  return simplify(points);
}

function tileWires(walk: Walk | undefined, rects: ReadonlyMap<Station, Rect>): readonly Wire[] {
  if (walk === undefined) return [];
  const stations = tileStations(walk);
  return stations.flatMap(({ id }, i): readonly Wire[] => {
    const next = stations[i + 1];
    const [from, to] = [rects.get(id), next === undefined ? undefined : rects.get(next.id)];
    if (next === undefined || from === undefined || to === undefined) return [];
    return [
      { id: `hop/${next.hop}`, kind: next.hop <= walk.cursor ? 'travelled' : 'ahead', points: gutterWay(from, to) },
    ];
  });
}

function tileToken(
  walk: Walk | undefined,
  rects: ReadonlyMap<Station, Rect>,
  wires: readonly Wire[],
): Token | undefined {
  if (walk === undefined) return undefined;
  const node = nodeOf(walk.hop.place);
  const rect = rects.get(
    node === undefined ? (walk.hop.place.kind === 'router' ? routerStation : walk.station) : `node/${node}`,
  );
  if (rect === undefined) return undefined;
  const at = { x: right(rect) - 2, y: bottom(rect) - 2 };
  const into = wires.find((wire) => wire.id === `hop/${walk.cursor}`);
  return { number: walk.trace.id, at, way: into === undefined ? [at] : [...into.points, at] };
}

export interface TileLayout extends MapLayout {
  readonly dots: ReadonlyMap<string, readonly TileDot[]>;
}

/** Many nodes: a tile each, grouped by zone, with a dot for every pod. */
export function layoutTiles(input: MapInput): TileLayout {
  const context = layoutContext(input);
  const { cluster, walk } = context;
  const size = tileSize(cluster, input.width);
  const width = Math.max(
    input.width,
    size.columns * (size.w + gap) - gap + 2 * margin,
    outsideWidth(context) + 2 * margin,
  );
  const boxes: Box[] = [
    ...outsideBoxes({ x: margin, top: margin, width: width - 2 * margin, perRow: undefined }, context),
  ];
  const dots = new Map<string, readonly TileDot[]>();
  let y = boxes.reduce((low, box) => Math.max(low, bottom(box.rect)), margin) + 18;
  for (const { zone, nodes } of zonesOf(cluster)) {
    const pods = nodes.reduce((sum, node) => sum + node.pods.length, 0);
    const name = label(zone, margin, y + 14, 'name', { width: 240 });
    const counts = label(context.words.counts(nodes.length, pods), margin + labelWidth(name) + 8, y + 14, 'text', {
      tone: 'soft',
    });
    const rows = Math.ceil(nodes.length / size.columns);
    const height = 22 + rows * (size.h + gap) - gap;
    const fits = counts.x + labelWidth(counts) <= width - margin;
    boxes.push({
      id: `zone/${zone}`,
      shape: 'zone',
      rect: { x: margin, y, w: width - 2 * margin, h: height },
      labels: fits ? [name, counts] : [name],
    });
    nodes.forEach((node, i) => {
      const rect = {
        x: margin + (i % size.columns) * (size.w + gap),
        y: y + 22 + Math.floor(i / size.columns) * (size.h + gap),
        w: size.w,
        h: size.h,
      };
      const { dots: own, ...box } = tileBox(node, rect, size, context);
      boxes.push({ ...box, inside: `zone/${zone}` });
      dots.set(box.id, own);
    });
    y += height + 18;
  }
  const rects = new Map(boxes.map((box) => [box.id, box.rect]));
  const wires = tileWires(walk, rects);
  const token = tileToken(walk, rects, wires);
  return { width, height: y - 8, boxes, wires, dots, ...(token === undefined ? {} : { token }) };
}
