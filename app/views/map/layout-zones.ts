import type { Box } from './box.js';
import { importantPods, label, lowestOf, podKey, type LayoutContext } from './context.js';
import type { Rect } from './geometry.js';
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
const gap = 14;
const cardMin = 228;
const padding = 14;
const squarePitch = 14;
const headHeight = 74;

function cardSize(zones: readonly ZoneGroup[], width: number): Cells {
  const options = { margin, gap, least: cardMin, most: 2 * cardMin, dotPitch: squarePitch, padding };
  const grid = gridOf(width, zones.length, options);
  const most = Math.max(1, ...zones.map(({ nodes }) => nodes.length));
  return { ...grid, h: headHeight + Math.ceil(most / grid.perRow) * squarePitch + padding - 4 };
}

interface Totals {
  readonly pods: number;
  readonly unready: number;
  readonly found: number;
}

function totalsOf({ nodes }: ZoneGroup, found: ReadonlySet<string>): Totals {
  const pods = nodes.flatMap((node) => node.pods);
  return {
    pods: pods.length,
    unready: pods.filter((pod) => !pod.ready).length,
    found: pods.filter((pod) => found.has(podKey(pod))).length,
  };
}

function cardBox(group: ZoneGroup, rect: Rect, context: LayoutContext, found: ReadonlySet<string>): Box {
  const { words } = context;
  const totals = totalsOf(group, found);
  const x = rect.x + padding;
  const width = rect.w - 2 * padding;
  const third =
    found.size > 0
      ? label(words.found(totals.found), x, rect.y + 59, 'text', { tone: 'pod', width })
      : label(words.unready(totals.unready), x, rect.y + 59, 'text', {
          tone: totals.unready > 0 ? 'bad' : 'faint',
          width,
        });
  return {
    id: zoneId(group.zone),
    shape: 'zoneCard',
    rect,
    labels: [
      label(group.zone, x, rect.y + 24, 'title', { width }),
      label(words.counts(group.nodes.length, totals.pods), x, rect.y + 42, 'text', { tone: 'soft', width }),
      third,
    ],
    subject: { kind: 'zone', zone: group.zone },
    ...walkState(context.walk, (node) => group.nodes.some(({ name }) => name === node)),
  };
}

/** Nodes of a zone as squares: those with what is looked for, or the packet, stand out. */
function squares(
  { nodes }: ZoneGroup,
  rect: Rect,
  perRow: number,
  context: LayoutContext,
  found: ReadonlySet<string>,
): readonly TileDot[] {
  const important = importantPods(context.walk);
  return nodes.map((node, i) => {
    const at = { x: rect.x + padding, y: rect.y + headHeight };
    const has = (ids: ReadonlySet<string>): boolean => node.pods.some((pod) => ids.has(podKey(pod)));
    const isFound = found.has(nodeId(node.name)) || has(found);
    const isWalked = found.size === 0 && has(important);
    return {
      ...dotRect(i, perRow, { x: squarePitch, y: squarePitch }, at),
      square: true,
      state: isFound ? 'found' : isWalked ? 'walked' : isAiling(node) ? 'notReady' : 'ready',
    };
  });
}

/** The whole cluster at a glance: a card for each zone with its totals. */
export function layoutZones(input: MapInput): OverviewLayout {
  const { cluster } = input;
  const zones = zonesOf(cluster);
  const size = cardSize(zones, input.width);
  const { context, found, width, outside, top } = overviewFrame(input, size, margin, gap);
  const boxes: Box[] = [...outside];
  const dots = new Map<string, readonly TileDot[]>();
  zones.forEach((group, i) => {
    const rect = cellRect(i, size, gap, { x: margin, y: top });
    boxes.push(cardBox(group, rect, context, found));
    dots.set(zoneId(group.zone), squares(group, rect, size.perRow, context, found));
  });
  const zoneOf = new Map(cluster.nodes.map((node) => [node.name, node.zone]));
  const height = lowestOf(boxes, top) + margin;
  const boxOf = (node: string): string => zoneId(zoneOf.get(node) ?? '');
  return overviewLayout({ width, height, gap, boxes, dots, boxOf, walk: context.walk });
}
