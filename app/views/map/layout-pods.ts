import type { PodView } from '../../../sim-core/index.js';
import type { Box } from './box.js';
import { label, lowestOf, podKey, type Drawing, type Edge, type LayoutContext } from './context.js';
import { bottom, middleY, right, type Point, type Rect } from './geometry.js';
import { podBox, podSize } from './pod-chip.js';
import { nodeStation, type Station } from './station.js';

const { gapX, gapY } = podSize;
/** A kubelet's usual limit is 110. */
const mostChips = 600;

export interface PodRoom {
  readonly node: string;
  readonly inside: string;
  /** Right of the bridge, beside the hooks. */
  readonly x: number;
  readonly right: number;
  readonly top: number;
  /** How far down there is something beside them anyway. */
  readonly floor: number;
  /** How many rows to fill before a further column is opened. */
  readonly rows: number;
  /** Both edges of the bridge. */
  readonly bridge: { readonly left: number; readonly right: number };
  /** How far left Pods may be beneath the hooks. */
  readonly left: number;
  /** Where a process on the node itself is reached, and the lane above the Pods that leads there. */
  readonly host: Point;
  readonly lane: number;
}

/** Which Pods are beside the hooks and which, where there are many, in rows beneath them, on both sides of the bridge. */
export interface PodPlan {
  readonly beside: readonly PodView[];
  readonly columns: number;
  readonly below: readonly PodView[];
  readonly hidden: number;
}

const columnsIn = (room: number, width: number): number => Math.max(0, Math.floor((room + gapX) / (width + gapX)));

const besideColumns = (room: PodRoom, { chip }: LayoutContext): number =>
  Math.max(1, columnsIn(room.right - room.x, chip.width));

export function planPods(pods: readonly PodView[], room: PodRoom, context: LayoutContext): PodPlan {
  const most = besideColumns(room, context);
  const shown = pods.slice(0, mostChips);
  const hidden = pods.length - shown.length;
  const rows = Math.max(1, Math.floor((room.floor - room.top + gapY) / (context.chip.height + gapY)));
  if (shown.length <= most * Math.max(rows, room.rows)) {
    const columns = Math.min(most, Math.max(1, Math.ceil(shown.length / Math.max(rows, room.rows))));
    return { beside: shown, columns, below: [], hidden };
  }
  // The way to a Pod on the node's own network goes along the right of the bridge.
  const sorted = [...shown.filter((pod) => pod.hostNetwork), ...shown.filter((pod) => !pod.hostNetwork)];
  return { beside: sorted.slice(0, most * rows), columns: most, below: sorted.slice(most * rows), hidden };
}

interface Cell {
  readonly rect: Rect;
  readonly side: 'left' | 'right';
  /** Next to the bridge. */
  readonly isFirst: boolean;
}

function rightEdges(box: Rect, isFirst: boolean, pod: PodView, room: PodRoom): Edge {
  const station = podKey(pod);
  const gutter = box.x - gapX / 2;
  const end = { x: box.x, y: middleY(box) };
  if (pod.hostNetwork) {
    const up = { x: room.host.x, y: room.lane };
    const points = [room.host, up, { x: gutter, y: room.lane }, { x: gutter, y: end.y }, end];
    return { from: nodeStation(room.node, 'host'), to: station, points, hidden: true };
  }
  const lane = bottom(box) + gapY / 2;
  const start = { x: room.bridge.right, y: isFirst ? end.y : lane };
  const points = isFirst ? [start, end] : [start, { x: gutter, y: lane }, { x: gutter, y: end.y }, end];
  return { from: nodeStation(room.node, 'cbr0'), to: station, points };
}

function leftEdges(box: Rect, isFirst: boolean, pod: PodView, room: PodRoom): Edge {
  const gutter = right(box) + gapX / 2;
  const end = { x: right(box), y: middleY(box) };
  const lane = bottom(box) + gapY / 2;
  const start = { x: room.bridge.left, y: isFirst ? end.y : lane };
  const points = isFirst ? [start, end] : [start, { x: gutter, y: lane }, { x: gutter, y: end.y }, end];
  return { from: nodeStation(room.node, 'cbr0'), to: podKey(pod), points };
}

function draw(
  placed: readonly (readonly [PodView, Cell])[],
  top: number,
  room: PodRoom,
  context: LayoutContext,
): Drawing {
  const boxes: Box[] = [];
  const edges: Edge[] = [];
  const spots: (readonly [Station, Point])[] = [];
  for (const [pod, { rect, side, isFirst }] of placed) {
    boxes.push(podBox(pod, rect, room.inside, context));
    edges.push((side === 'left' ? leftEdges : rightEdges)(rect, isFirst, pod, room));
    spots.push([podKey(pod), { x: side === 'left' ? right(rect) + 1 : rect.x - 1, y: middleY(rect) }]);
  }
  return { boxes, wires: [], edges, spots, bottom: lowestOf(boxes, top) };
}

const chipWidth = (room: PodRoom, { chip }: LayoutContext): number => Math.min(chip.width, room.right - room.x);

/** Right of the bridge: in columns, filled one after the other. */
export function layoutPods({ beside, columns }: PodPlan, room: PodRoom, context: LayoutContext): Drawing {
  const { height } = context.chip;
  const w = chipWidth(room, context);
  const rows = Math.max(1, Math.ceil(beside.length / columns));
  const placed = beside.map((pod, i): readonly [PodView, Cell] => {
    const column = Math.floor(i / rows);
    const rect = { x: room.x + column * (w + gapX), y: room.top + (i % rows) * (height + gapY), w, h: height };
    return [pod, { rect, side: 'right', isFirst: column === 0 }];
  });
  return draw(placed, room.top, room, context);
}

type Place = Omit<Cell, 'rect'> & { readonly x: number };

/** Where the chips of a row beneath the hooks begin, from left to right. */
function rowPlaces(room: PodRoom, w: number): readonly Place[] {
  const leftEnd = room.bridge.left - (room.x - room.bridge.right);
  const left = columnsIn(leftEnd - room.left, w);
  const onRight = Math.max(1, columnsIn(room.right - room.x, w));
  return [
    ...Array.from({ length: left }, (_, i): Place => {
      const fromBridge = left - 1 - i;
      return { side: 'left', isFirst: fromBridge === 0, x: leftEnd - w - fromBridge * (w + gapX) };
    }),
    ...Array.from({ length: onRight }, (_, i): Place => ({
      side: 'right',
      isFirst: i === 0,
      x: room.x + i * (w + gapX),
    })),
  ];
}

/** Beneath the hooks: rows on both sides of the bridge; those on the node's own network on its right. */
export function layoutPodsBelow(
  { below, hidden }: PodPlan,
  top: number,
  room: PodRoom,
  context: LayoutContext,
): Drawing {
  if (below.length === 0) return { boxes: [], wires: [], edges: [], spots: [], bottom: top };
  const { height } = context.chip;
  const w = chipWidth(room, context);
  const places = rowPlaces(room, w);
  const hosts = below.filter((pod) => pod.hostNetwork);
  const others = below.filter((pod) => !pod.hostNetwork);
  const placed: (readonly [PodView, Cell])[] = [];
  for (let row = 0; hosts.length + others.length > 0; row++) {
    for (const { side, isFirst, x } of places) {
      const pod = side === 'right' && hosts.length > 0 ? hosts.shift() : others.shift();
      const rect = { x, y: top + row * (height + gapY), w, h: height };
      if (pod !== undefined) placed.push([pod, { rect, side, isFirst }]);
    }
  }
  const drawing = draw(placed, top, room, context);
  return hidden === 0 ? drawing : withMore(drawing, hidden, room, context);
}

function withMore(drawing: Drawing, hidden: number, room: PodRoom, context: LayoutContext): Drawing {
  const rect = { x: room.x, y: drawing.bottom + gapY, w: room.right - room.x, h: 20 };
  const labels = [label(context.words.more(hidden), rect.x, rect.y + 14, 'small', { tone: 'faint', width: rect.w })];
  const more: Box = { id: `${room.inside}/more`, shape: 'more', rect, labels, inside: room.inside };
  return { ...drawing, boxes: [...drawing.boxes, more], bottom: bottom(rect) };
}
