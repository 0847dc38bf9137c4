import type { NodeView } from '../../../sim-core/index.js';
import type { Box, Label, Row } from './box.js';
import { centred, label, widthOf, type Drawing, type LayoutContext } from './context.js';
import { bottom, middleX, middleY, right, type Rect } from './geometry.js';
import { hooks } from './layout-hooks.js';
import { bridgeBox, gateX, nicBox, nicRect, nodeId, titleLabels, type NodeColumns } from './layout-node.js';
import { layoutPods } from './layout-pods.js';
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

function switchBox(node: NodeView, rect: Rect, context: LayoutContext): Box {
  const station = nodeStation(node.name, 'vfp');
  const state = context.visited.get(station);
  const marks = layerMarks(node.name, context);
  const rows = layers.map((layer, i): Row => {
    const y = rect.y + headHeight + i * rowHeight + 1;
    return { rect: { x: rect.x + 1, y, w: rect.w - 2, h: rowHeight }, lit: marks.get(layer) };
  });
  const texts = layers.map((layer, i): Label =>
    label(names[layer], rect.x + 8, rect.y + headHeight + i * rowHeight + 14, 'mono', {
      width: rect.w - 14,
      tone: marks.has(layer) ? 'ink' : 'soft',
    }),
  );
  return {
    id: station,
    shape: 'hook',
    rect,
    labels: [label('VFP', rect.x + 8, rect.y + 16, 'monoStrong'), ...texts],
    rows,
    inside: nodeId(node.name),
    subject: { kind: 'hook', node: node.name, hook: 'VFP' },
    station,
    ...(state === undefined ? {} : { state }),
  };
}

/** A Windows node: in place of netfilter's hooks the virtual switch, which every packet passes. */
export function layoutWindows(
  node: NodeView,
  top: number,
  columns: NodeColumns,
  reserved: number,
  bridgeX: number,
  context: LayoutContext,
): Drawing {
  const inside = nodeId(node.name);
  const start = gateX(columns);
  const hostWidth = widthOf(context.words.hostApps, 'small') + 12;
  const vfp: Rect = {
    x: start,
    y: top + 36,
    w: Math.max(columns.gate, Math.min(230, bridgeX - start - hostWidth - 2 * columns.gap)),
    h: headHeight + layers.length * rowHeight + 4,
  };
  const middle = middleY(vfp);
  const nic = nicRect(columns, middle);
  const host: Rect = { x: bridgeX - columns.gap - hostWidth, y: top + 36, w: hostWidth, h: 24 };
  const pods = layoutPods(
    node.pods,
    {
      node: node.name,
      inside,
      x: bridgeX + 34,
      right: columns.right - 12,
      top: top + 36,
      bridge: bridgeX + 20,
      rows: 3,
      host: { x: middleX(host), y: host.y },
      lane: top + 30,
    },
    context,
  );
  const content = Math.max(bottom(vfp), pods.bottom, bottom(nic));
  const bridge: Rect = { x: bridgeX, y: top + 36, w: 20, h: content - top - 30 };
  const end = content + 18 + (reserved > 0 ? reserved + 14 : 0);
  const at = (part: NodePart): Station => nodeStation(node.name, part);
  const hostState = context.visited.get(at('host'));
  const frame: Box = {
    id: inside,
    shape: 'node',
    rect: { x: columns.x, y: top, w: columns.right - columns.x, h: end - top },
    labels: titleLabels(node, top, columns, context),
    subject: { kind: 'node', node: node.name },
    ...(reserved > 0 ? { state: 'current' } : {}),
  };
  const center = { x: middleX(vfp), y: middle };
  const across = (from: Rect, to: Rect, y = middle) => [
    { x: right(from), y },
    { x: to.x, y },
  ];
  return {
    boxes: [
      frame,
      nicBox(node, columns, middle, context),
      switchBox(node, vfp, context),
      {
        id: at('host'),
        shape: 'host',
        rect: host,
        labels: [centred(label(context.words.hostApps, middleX(host), host.y + 16, 'small', { tone: 'soft' }))],
        inside,
        station: at('host'),
        ...(hostState === undefined ? {} : { state: hostState }),
      },
      bridgeBox(node.name, bridge, context),
      ...pods.boxes,
    ],
    wires: [],
    edges: [
      { from: at('nic'), to: at('vfp'), points: across(nic, vfp) },
      { from: at('vfp'), to: at('cbr0'), points: across(vfp, bridge) },
      { from: at('vfp'), to: at('host'), points: across(vfp, host, middleY(host)) },
      ...within.map((part) => ({ from: at('vfp'), to: at(part), points: [center, center], hidden: true as const })),
      ...pods.edges,
    ],
    spots: [
      ...pods.spots,
      [at('nic'), { x: right(nic) - 2, y: nic.y + 1 }],
      ...(['vfp', ...within] as const).map((part) => [at(part), { x: right(vfp) + 2, y: bottom(vfp) + 4 }] as const),
      [at('host'), { x: middleX(host), y: bottom(host) + 8 }],
      [at('cbr0'), { x: middleX(bridge), y: bottom(bridge) - 6 }],
    ],
    bottom: end,
  };
}
