import type { ClusterView, NodeView } from '../../../sim-core/index.js';
import type { Box } from './box.js';
import { endingAt, importantPods, label, labelWidth, podKey, type LayoutContext } from './context.js';
import { right, type Rect } from './geometry.js';
import type { MapInput } from './layout.js';
import { nodeId } from './node-parts.js';
import { overviewFrame } from './overview-frame.js';
import {
  cellRect,
  dotRect,
  gridOf,
  isAiling,
  overviewLayout,
  walkState,
  zoneId,
  zonesOf,
  type Cells,
  type OverviewLayout,
  type TileDot,
  type ZoneGroup,
} from './overview.js';

const margin = 14;
const gap = 12;
const tileMin = 102;
const padding = 8;
const dotPitch = 14;
const dotLine = 17;
const headHeight = 36;
const mostDotRows = 12;
const zoneHead = 28;

interface TileSize extends Cells {
  readonly rows: number;
}

function tileSize(cluster: ClusterView, width: number): TileSize {
  // Few nodes do not become banners.
  const grid = gridOf(width, Infinity, { margin, gap, least: tileMin, most: 1.6 * tileMin, dotPitch, padding });
  const most = Math.max(0, ...cluster.nodes.map((node) => node.pods.length));
  const rows = Math.min(mostDotRows, Math.max(1, Math.ceil(most / grid.perRow)));
  return { ...grid, h: headHeight + rows * dotLine + padding, rows };
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
    const at = { x: rect.x + padding, y: rect.y + headHeight };
    return {
      ...dotRect(i, size.perRow, { x: dotPitch, y: dotLine }, at),
      state: !pod.ready ? 'notReady' : found.has(id) ? 'found' : walks(id) ? 'walked' : 'ready',
    };
  });
}

function tileBox(node: NodeView, rect: Rect, size: TileSize, context: LayoutContext): Box {
  const unready = node.pods.filter((pod) => !pod.ready).length;
  const ailing = isAiling(node);
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
  return {
    id: nodeId(node.name),
    shape: 'tile',
    rect,
    labels: [name, total],
    subject: { kind: 'node', node: node.name },
    notReady: ailing,
    ...walkState(context.walk, (name) => name === node.name),
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
  const { cluster } = input;
  const size = tileSize(cluster, input.width);
  const { context, found, width, outside, top } = overviewFrame(input, size, margin, gap);
  const boxes: Box[] = [...outside];
  const dots = new Map<string, readonly TileDot[]>();
  let y = top;
  for (const group of zonesOf(cluster)) {
    const rows = Math.ceil(group.nodes.length / size.columns);
    const height = zoneHead + rows * (size.h + gap) - gap;
    const zone = zoneBox(group, { x: margin, y, w: width - 2 * margin, h: height }, context);
    boxes.push(zone);
    group.nodes.forEach((node, i) => {
      const rect = cellRect(i, size, gap, { x: margin, y: y + zoneHead });
      const tile = tileBox(node, rect, size, context);
      boxes.push({ ...tile, inside: zone.id });
      dots.set(tile.id, tileDots(node, rect, size, context, found));
    });
    y += height + gap;
  }
  return overviewLayout({ width, height: y, gap, boxes, dots, boxOf: nodeId, walk: context.walk });
}
