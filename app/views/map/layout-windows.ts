import type { NodeView } from '../../../sim-core/index.js';
import type { Box, Label, Row } from './box.js';
import {
  centred,
  label,
  stateAt,
  widthOf,
  type Drawing,
  type Edge,
  type HeaderHeight,
  type LayoutContext,
} from './context.js';
import { bottom, middleX, middleY, right, type Rect } from './geometry.js';
import { hooks } from './layout-hooks.js';
import { layoutPods, layoutPodsBelow, planPods } from './layout-pods.js';
import { dockBelow, nodeDrawing } from './node-frame.js';
import { bridgeLeft, bridgeRect, gateX, nicRect, nodeId, podRoom, type NodeColumns } from './node-parts.js';
import { nodeOf, nodeStation, type NodePart, type Station } from './station.js';

/** In the order in which a packet comes to them. */
const layers = ['flow', 'load-balancer', 'source-vip', 'outbound-nat'] as const;
const names: Readonly<Record<(typeof layers)[number], string>> = {
  flow: 'flow table',
  'load-balancer': 'load balancer policies',
  'source-vip': 'source VIP',
  'outbound-nat': 'outbound NAT',
};
const headHeight = 24;
const rowHeight = 18;

/** Whatever else happens to a packet on the node happens around the switch; it has no place of its own. */
const within: readonly NodePart[] = ['route', ...hooks];

/** Which layers the packet has been rewritten by, and the one it is at. */
function layerMarks(node: string, { walk }: LayoutContext): ReadonlyMap<string, Row['lit']> {
  const marks = new Map<string, Row['lit']>();
  walk?.hops.slice(0, walk.cursor + 1).forEach(({ step, place }, i) => {
    if (step.kind === 'vfp' && nodeOf(place) === node) marks.set(step.layer, i === walk.cursor ? 'full' : 'soft');
  });
  return marks;
}

/** A cell of the switch: a layer. */
interface LayerCell {
  readonly rect: Rect;
  readonly text: { readonly x: number; readonly y: number; readonly width: number };
}

/** One under the other, below the switch's name. */
const listed = (rect: Rect): readonly LayerCell[] =>
  layers.map((_, i) => {
    const y = rect.y + headHeight + i * rowHeight + 1;
    return {
      rect: { x: rect.x + 1, y, w: rect.w - 2, h: rowHeight },
      text: { x: rect.x + 8, y: y + 13, width: rect.w - 14 },
    };
  });

/** Two by two behind the name, in the order of columns. */
function paired(rect: Rect): readonly LayerCell[] {
  const start = rect.x + 38;
  const first = Math.min(widthOf(names['load-balancer'], 'mono') + 10, (rect.w - 38) * 0.65);
  return layers.map((_, i) => {
    const x = i < 2 ? start : start + first;
    const w = i < 2 ? first : right(rect) - x - 1;
    const y = rect.y + 3 + (i % 2) * rowHeight;
    return { rect: { x, y, w, h: rowHeight }, text: { x: x + 4, y: y + 13, width: w - 8 } };
  });
}

function switchBox(node: NodeView, rect: Rect, expanded: boolean, context: LayoutContext): Box {
  const station = nodeStation(node.name, 'vfp');
  const marks = layerMarks(node.name, context);
  const cells = expanded ? listed(rect) : paired(rect);
  const texts = layers.flatMap((layer, i): readonly Label[] => {
    const cell = cells[i];
    if (cell === undefined) return [];
    const { x, y, width } = cell.text;
    return [label(names[layer], x, y, 'mono', { width, tone: marks.has(layer) ? 'ink' : 'soft' })];
  });
  const head = label('VFP', rect.x + 8, expanded ? rect.y + 16 : middleY(rect) + 4, 'monoStrong');
  return {
    id: station,
    shape: 'hook',
    rect,
    labels: [head, ...texts],
    rows: cells.map((cell, i) => ({ rect: cell.rect, lit: marks.get(layers[i] ?? '') })),
    inside: nodeId(node.name),
    subject: { kind: 'hook', node: node.name, hook: 'VFP' },
    station,
    ...stateAt(station, context),
  };
}

function hostBox(node: string, rect: Rect, context: LayoutContext): Box {
  const station = nodeStation(node, 'host');
  return {
    id: station,
    shape: 'host',
    rect,
    labels: [centred(label(context.words.hostApps, middleX(rect), rect.y + 16, 'small', { tone: 'soft' }))],
    inside: nodeId(node),
    station,
    ...stateAt(station, context),
  };
}

/** The switch, and beside it the node's own processes, in so much room. */
function placeSwitch(top: number, columns: NodeColumns, expanded: boolean, { words }: LayoutContext) {
  const start = gateX(columns);
  const end = bridgeLeft(columns) - columns.gap;
  const hostWidth = widthOf(words.hostApps, 'small') + 12;
  const besideHost = end - hostWidth - columns.gap - start;
  const vfp: Rect = expanded
    ? {
        ...{ x: start, y: top + 36, w: Math.max(columns.gate, Math.min(230, besideHost)) },
        h: headHeight + layers.length * rowHeight + 4,
      }
    : { x: start, y: top + 38, w: end - start, h: 6 + 2 * rowHeight };
  const host: Rect = { x: end - hostWidth, y: top + 36, w: hostWidth, h: 24 };
  return { vfp, host };
}

/** A Windows node: in place of netfilter's hooks the virtual switch, which every packet passes. */
export function layoutWindows(
  node: NodeView,
  top: number,
  columns: NodeColumns,
  expanded: boolean,
  headerHeight: HeaderHeight,
  context: LayoutContext,
): Drawing {
  const { vfp, host } = placeSwitch(top, columns, expanded, context);
  const middle = middleY(vfp);
  const nic = nicRect(node, columns, middle);
  const room = podRoom(node, top, columns, {
    floor: Math.max(bottom(vfp), bottom(nic)),
    rows: expanded ? 3 : 2,
    host: expanded ? { x: middleX(host), y: host.y } : { x: right(vfp) - 20, y: vfp.y },
  });
  const plan = planPods(node.pods, room, context);
  const pods = layoutPods(plan, room, context);
  const content = Math.max(room.floor, pods.bottom);
  const isDeep = plan.below.length > 0;
  const dock = dockBelow(content + 24, columns, room, isDeep);
  const header = headerHeight?.(dock.right - dock.left) ?? 0;
  const under = header > 0 ? dock.top + header + 8 : content + (expanded ? 18 : 14);
  const below = layoutPodsBelow(plan, under, room, context);
  const end = isDeep ? below.bottom + 12 : under;
  const bridge = bridgeRect(columns, top + 36, (isDeep ? below.bottom : content) + 6);
  const drawing = nodeDrawing(
    { node, columns, top, bottom: end, middle, bridge, content, pods, below },
    {
      ...(expanded && { state: 'current' as const }),
      boxes: [switchBox(node, vfp, expanded, context), ...(expanded ? [hostBox(node.name, host, context)] : [])],
      wires: [],
      edges: switchEdges(node.name, { nic, vfp, host, bridge }, expanded),
      spots: switchSpots(node.name, vfp, host, expanded),
    },
    context,
  );
  return { ...drawing, ...(header > 0 && { dock }) };
}

type Parts = Readonly<Record<'nic' | 'vfp' | 'host' | 'bridge', Rect>>;

/** The switch is between all of them. */
function switchEdges(node: string, { nic, vfp, host, bridge }: Parts, expanded: boolean): readonly Edge[] {
  const at = (part: NodePart): Station => nodeStation(node, part);
  const middle = middleY(vfp);
  const center = { x: middleX(vfp), y: middle };
  const across = (from: Rect, to: Rect, y = middle) => [
    { x: right(from), y },
    { x: to.x, y },
  ];
  const inSwitch: readonly NodePart[] = expanded ? within : [...within, 'host'];
  return [
    { from: at('nic'), to: at('vfp'), points: across(nic, vfp) },
    { from: at('vfp'), to: at('cbr0'), points: across(vfp, bridge) },
    ...(expanded ? [{ from: at('vfp'), to: at('host'), points: across(vfp, host, middleY(host)) }] : []),
    ...inSwitch.map((part) => ({ from: at('vfp'), to: at(part), points: [center, center], hidden: true as const })),
  ];
}

function switchSpots(node: string, vfp: Rect, host: Rect, expanded: boolean): Drawing['spots'] {
  const at = (part: NodePart): Station => nodeStation(node, part);
  const corner = { x: right(vfp) + 2, y: bottom(vfp) + 4 };
  return [
    ...(['vfp', ...within] as const).map((part) => [at(part), corner] as const),
    [at('host'), expanded ? { x: middleX(host), y: bottom(host) + 8 } : corner],
  ];
}
