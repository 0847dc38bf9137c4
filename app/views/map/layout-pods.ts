import type { PodView } from '../../../sim-core/index.js';
import type { Box, Label } from './box.js';
import {
  address,
  endingAt,
  importantPods,
  label,
  labelWidth,
  podKey,
  widthOf,
  type Drawing,
  type Edge,
  type LayoutContext,
  type MapWords,
} from './context.js';
import { bottom, middleY, type Point, type Rect } from './geometry.js';
import { nodeStation, type Station } from './station.js';

export const podSize = { minWidth: 112, maxWidth: 200, height: 40, gapX: 14, gapY: 10 } as const;
const dotPitch = 24;
const mostDots = 120;

interface PodRoom {
  readonly node: string;
  readonly inside: string;
  readonly x: number;
  readonly right: number;
  readonly top: number;
  /** Right edge of the bridge. */
  readonly bridge: number;
  /** How many rows to fill before a further column is opened. */
  readonly rows: number;
  /** Where a process on the node itself is reached, and the lane above the pods that leads there. */
  readonly host: Point;
  readonly lane: number;
}

export const podState = (pod: PodView): string => (pod.ready ? '✓ 1/1' : '✕ 0/1');

export function podBox(pod: PodView, rect: Rect, inside: string | undefined, context: LayoutContext): Box {
  const { words } = context;
  const stateLabel = (said: string) =>
    endingAt(
      label(said, rect.x + rect.w - 10, rect.y + 16, 'small', {
        tone: pod.ready && !pod.terminating ? 'soft' : pod.terminating ? 'faint' : 'bad',
      }),
    );
  const whole = stateLabel(pod.terminating ? words.terminating : podState(pod));
  const roomFor = (state: Label): number => state.x - 6 - (rect.x + 12);
  const fits = widthOf(pod.name, 'name') <= roomFor(whole);
  const state = fits || pod.terminating ? whole : stateLabel(pod.ready ? '✓' : '✕');
  const nameWidth = roomFor(state);
  const ip = pod.ip ?? '—';
  const kind = pod.ip === undefined ? 'pod' : pod.hostNetwork ? 'node' : 'pod';
  const station = podKey(pod);
  return {
    id: station,
    shape: 'pod',
    rect,
    labels: [
      label(pod.name, rect.x + 12, rect.y + 16, 'name', { width: nameWidth, tail: 4 }),
      state,
      address(ip, kind, rect.x + 12, rect.y + 31, rect.w - 22),
    ],
    ...(inside === undefined ? {} : { inside }),
    subject: { kind: 'pod', namespace: pod.namespace, name: pod.name },
    station,
    notReady: !pod.ready,
    terminating: pod.terminating,
    target: context.targetStation === station,
    ...(context.visited.has(station) ? { state: context.visited.get(station) ?? 'passed' } : {}),
  };
}

/** Width a pod needs to show its name and address whole, within bounds. */
export function podWidth(pods: readonly PodView[], words: MapWords): number {
  const wanted = pods.map((pod) => {
    const state = labelWidth(label(pod.terminating ? words.terminating : podState(pod), 0, 0, 'small'));
    const name = 12 + labelWidth(label(pod.name, 0, 0, 'name')) + 6 + state + 10;
    return Math.max(name, 12 + labelWidth(address(pod.ip ?? '', 'pod', 0, 0)) + 10);
  });
  return Math.min(podSize.maxWidth, Math.max(podSize.minWidth, ...wanted));
}

interface Shown {
  readonly chips: readonly PodView[];
  readonly dots: readonly PodView[];
}

/** All pods while there is room for chips; beyond that the important ones and the first, the others as dots. */
function share(pods: readonly PodView[], most: number, context: LayoutContext): Shown {
  if (pods.length <= most) return { chips: pods, dots: [] };
  const important = importantPods(context.walk);
  const kept = new Set(pods.filter((pod) => important.has(podKey(pod))));
  for (const pod of pods) if (kept.size < most && context.found.has(podKey(pod))) kept.add(pod);
  for (const pod of pods) if (kept.size < most) kept.add(pod);
  return { chips: pods.filter((pod) => kept.has(pod)), dots: pods.filter((pod) => !kept.has(pod)) };
}

function edgesTo(box: Box, column: number, pod: PodView, room: PodRoom): readonly Edge[] {
  const station = podKey(pod);
  const gutter = box.rect.x - podSize.gapX / 2;
  const end = { x: box.rect.x, y: middleY(box.rect) };
  if (pod.hostNetwork) {
    const up = { x: room.host.x, y: room.lane };
    const points = [room.host, up, { x: gutter, y: room.lane }, { x: gutter, y: end.y }, end];
    return [{ from: nodeStation(room.node, 'host'), to: station, points, hidden: true }];
  }
  const lane = bottom(box.rect) + podSize.gapY / 2;
  const start = { x: room.bridge, y: column === 0 ? end.y : lane };
  const points = column === 0 ? [start, end] : [start, { x: gutter, y: lane }, { x: gutter, y: end.y }, end];
  return [{ from: nodeStation(room.node, 'cbr0'), to: station, points }];
}

function dotBoxes(pods: readonly PodView[], room: PodRoom, top: number, context: LayoutContext): readonly Box[] {
  const perRow = Math.max(1, Math.floor((room.right - room.x) / dotPitch));
  const boxes: Box[] = pods.slice(0, mostDots).map((pod, i) => ({
    id: podKey(pod),
    shape: 'dot',
    rect: {
      x: room.x + (i % perRow) * dotPitch,
      y: top + Math.floor(i / perRow) * dotPitch,
      w: dotPitch - 4,
      h: dotPitch - 4,
    },
    labels: [],
    inside: room.inside,
    subject: { kind: 'pod', namespace: pod.namespace, name: pod.name },
    station: podKey(pod),
    notReady: !pod.ready,
  }));
  if (pods.length <= mostDots) return boxes;
  const y = top + Math.ceil(mostDots / perRow) * dotPitch;
  const text = context.words.more(pods.length - mostDots);
  const rect = { x: room.x, y, w: room.right - room.x, h: 20 };
  const labels = [label(text, room.x, y + 14, 'small', { tone: 'faint', width: rect.w })];
  return [...boxes, { id: `${room.inside}/more`, shape: 'more', rect, labels, inside: room.inside }];
}

const lowest = (boxes: readonly Box[], floor: number): number =>
  boxes.reduce((low, box) => Math.max(low, bottom(box.rect)), floor);

/** Pods in wrapping columns right of their node's bridge. */
export function layoutPods(pods: readonly PodView[], room: PodRoom, context: LayoutContext): Drawing {
  const wide = room.right - room.x;
  const width = Math.min(context.podWidth, wide);
  const mostColumns = Math.max(1, Math.floor((wide + podSize.gapX) / (width + podSize.gapX)));
  const { chips, dots } = share(pods, Math.max(4, mostColumns * 4), context);
  const columns = Math.min(mostColumns, Math.max(1, Math.ceil(chips.length / room.rows)));
  const rowsUsed = Math.ceil(chips.length / columns);
  const boxes: Box[] = [];
  const edges: Edge[] = [];
  const spots: (readonly [Station, Point])[] = [];
  chips.forEach((pod, i) => {
    const column = Math.floor(i / rowsUsed);
    const rect = {
      x: room.x + column * (width + podSize.gapX),
      y: room.top + (i % rowsUsed) * (podSize.height + podSize.gapY),
      w: width,
      h: podSize.height,
    };
    const box = podBox(pod, rect, room.inside, context);
    boxes.push(box);
    edges.push(...edgesTo(box, column, pod, room));
    spots.push([podKey(pod), { x: rect.x - 1, y: middleY(rect) }]);
  });
  const chipsBottom = lowest(boxes, room.top);
  boxes.push(...dotBoxes(dots, room, chipsBottom + podSize.gapY, context));
  return { boxes, wires: [], edges, spots, bottom: lowest(boxes, room.top) };
}
