import type { ClusterView, NodeView } from '../../../sim-core/index.js';
import type { Box } from './box.js';
import { endingAt, importantPods, label, labelWidth, podKey, type LayoutContext } from './context.js';
import { bottom, right, type Rect } from './geometry.js';
import { layoutContext, type MapInput } from './layout.js';
import { nodeId } from './node-parts.js';
import { outsideBoxes, outsideWidth } from './layout-outside.js';
import { OverviewWays, zoneId, zonesOf, type OverviewLayout, type TileDot, type ZoneGroup } from './overview.js';
import { nodeOf } from './station.js';

const margin = 14;
const gap = 12;
const tileMin = 102;
const padding = 8;
const dotPitch = 14;
const dotLine = 17;
const headHeight = 36;
const mostDotRows = 12;
const zoneHead = 28;

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
  // Few nodes do not become banners.
  const w = Math.min((inner - (columns - 1) * gap) / columns, 1.6 * tileMin);
  const perRow = Math.max(1, Math.floor((w - 2 * padding + 4) / dotPitch));
  const most = Math.max(0, ...cluster.nodes.map((node) => node.pods.length));
  const rows = Math.min(mostDotRows, Math.max(1, Math.ceil(most / perRow)));
  return { columns, w, h: headHeight + rows * dotLine + padding, perRow, rows };
}

/** Pods in a tile; where not all fit, those that are looked for first. */
function tileDots(
  node: NodeView,
  rect: Rect,
  size: TileSize,
  context: LayoutContext,
  found: ReadonlySet<string>,
): readonly TileDot[] {
  const important = importantPods(context.walk);
  const walks = (id: string): boolean => found.size === 0 && important.has(id);
  const cells = size.perRow * size.rows;
  const counts = (id: string): number => (found.has(id) || important.has(id) ? 0 : 1);
  const pods =
    node.pods.length <= cells
      ? node.pods
      : [...node.pods].sort((a, b) => counts(podKey(a)) - counts(podKey(b))).slice(0, cells);
  return pods.map((pod, i) => {
    const id = podKey(pod);
    return {
      x: rect.x + padding + (i % size.perRow) * dotPitch,
      y: rect.y + headHeight + Math.floor(i / size.perRow) * dotLine,
      w: 10,
      h: 10,
      state: !pod.ready ? 'notReady' : found.has(id) ? 'found' : walks(id) ? 'walked' : 'ready',
    };
  });
}

function tileBox(node: NodeView, rect: Rect, size: TileSize, context: LayoutContext): Box {
  const unready = node.pods.filter((pod) => !pod.ready).length;
  const ailing = unready * 2 >= node.pods.length && unready > 0;
  const hidden = node.pods.length - size.perRow * size.rows;
  const count = ailing
    ? `✕ ${unready}`
    : hidden > 0
      ? `${node.pods.length - hidden}/${node.pods.length}`
      : `${node.pods.length}`;
  const total = endingAt(label(count, right(rect) - padding, rect.y + 20, 'mono', { tone: ailing ? 'bad' : 'faint' }));
  const name = label(node.name, rect.x + padding, rect.y + 20, 'name', {
    width: Math.max(0, total.x - 6 - rect.x - padding),
    tail: 3,
  });
  const { walk } = context;
  const here = walk !== undefined && nodeOf(walk.hop.place) === node.name;
  const passed = walk?.hops.some((hop) => nodeOf(hop.place) === node.name) === true;
  return {
    id: nodeId(node.name),
    shape: 'tile',
    rect,
    labels: [name, total],
    subject: { kind: 'node', node: node.name },
    notReady: ailing,
    ...(here ? { state: 'current' as const } : passed ? { state: 'passed' as const } : {}),
  };
}

function zoneBox({ zone, nodes }: ZoneGroup, rect: Rect, context: LayoutContext): Box {
  const pods = nodes.reduce((sum, node) => sum + node.pods.length, 0);
  const name = label(zone, rect.x, rect.y + 15, 'name', { width: Math.min(240, rect.w) });
  const start = rect.x + labelWidth(name) + 8;
  const counts = label(context.words.counts(nodes.length, pods), start, rect.y + 15, 'text', { tone: 'soft' });
  const fits = start + labelWidth(counts) <= right(rect);
  return { id: zoneId(zone), shape: 'zone', rect, labels: fits ? [name, counts] : [name] };
}

/** Many nodes: a tile each, grouped by zone, with a dot for every pod. */
export function layoutTiles(input: MapInput): OverviewLayout {
  const context = layoutContext(input);
  const { cluster, walk } = context;
  const found = input.found ?? new Set<string>();
  const size = tileSize(cluster, input.width);
  const tiled = size.columns * (size.w + gap) - gap + 2 * margin;
  const width = Math.max(input.width, tiled, outsideWidth(context) + 2 * margin);
  const room = { x: margin, top: margin, width: width - 2 * margin, perRow: undefined };
  const boxes: Box[] = [...outsideBoxes(room, context)];
  const dots = new Map<string, readonly TileDot[]>();
  let y = boxes.reduce((low, box) => Math.max(low, bottom(box.rect)), margin) + gap;
  for (const group of zonesOf(cluster)) {
    const rows = Math.ceil(group.nodes.length / size.columns);
    const height = zoneHead + rows * (size.h + gap) - gap;
    const zone = zoneBox(group, { x: margin, y, w: width - 2 * margin, h: height }, context);
    boxes.push(zone);
    group.nodes.forEach((node, i) => {
      const column = i % size.columns;
      const top = y + zoneHead + Math.floor(i / size.columns) * (size.h + gap);
      const rect = { x: margin + column * (size.w + gap), y: top, w: size.w, h: size.h };
      const tile = tileBox(node, rect, size, context);
      boxes.push({ ...tile, inside: zone.id });
      dots.set(tile.id, tileDots(node, rect, size, context, found));
    });
    y += height + gap;
  }
  const ways = new OverviewWays(boxes, width, gap, nodeId);
  const wires = ways.wires(walk);
  const token = ways.token(walk, wires);
  const wayOf: OverviewLayout['wayOf'] = (other) => ways.way(other);
  return { width, height: y, boxes, wires, dots, wayOf, ...(token === undefined ? {} : { token }) };
}
