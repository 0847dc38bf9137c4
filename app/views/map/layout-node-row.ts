import type { Hook, NodeView } from '../../../sim-core/index.js';
import type { Box } from './box.js';
import { widthOf, type Drawing, type Edge, type LayoutContext } from './context.js';
import { bottom, middleX, right, type Point, type Rect } from './geometry.js';
import { hooks, hookSpot, plainHook } from './layout-hooks.js';
import { bridgeBox, gateX, nicBox, nicRect, nodeId, titleLabels, type NodeColumns } from './layout-node.js';
import { layoutPods } from './layout-pods.js';
import { nodeStation, type NodePart, type Station } from './station.js';

/** The width that five hooks side by side need at least. */
const padding = 4;
export const hookRowWidth = (gap: number): number =>
  hooks.reduce((sum, hook) => sum + widthOf(hook, 'mono') + padding, 0) + gap * (hooks.length - 1);

function placeRow(columns: NodeColumns, end: number, middle: number): Readonly<Record<Hook, Rect>> {
  const start = gateX(columns);
  const spare = Math.max(0, end - start - hookRowWidth(4)) / hooks.length;
  let x = start;
  const rects: Partial<Record<Hook, Rect>> = {};
  for (const hook of hooks) {
    const w = widthOf(hook, 'mono') + padding + spare;
    rects[hook] = { x, y: middle - 16, w, h: 32 };
    x += w + 4;
  }
  return rects as Record<Hook, Rect>;
}

/** What a Linux node's row has room for. */
type RowPart = Exclude<NodePart, 'vfp' | 'kube-ipvs0'>;

/** The ways of the whole diagram, pressed onto one line. */
function rowEdges(node: string, anchors: Readonly<Record<RowPart, number>>, middle: number): readonly Edge[] {
  const edge = (from: RowPart, to: RowPart): Edge => ({
    from: nodeStation(node, from),
    to: nodeStation(node, to),
    points: [
      { x: anchors[from], y: middle },
      { x: anchors[to], y: middle },
    ],
    oneWay: true,
    hidden: true,
  });
  return [
    edge('nic', 'PREROUTING'),
    edge('PREROUTING', 'route'),
    edge('route', 'INPUT'),
    edge('INPUT', 'host'),
    edge('host', 'OUTPUT'),
    edge('OUTPUT', 'POSTROUTING'),
    edge('route', 'FORWARD'),
    edge('FORWARD', 'POSTROUTING'),
    edge('POSTROUTING', 'cbr0'),
    edge('POSTROUTING', 'nic'),
    edge('cbr0', 'PREROUTING'),
  ];
}

/** A node away from the packet: one row of hooks, and its pods. */
export function layoutNodeRow(
  node: NodeView,
  top: number,
  columns: NodeColumns,
  bridgeX: number,
  context: LayoutContext,
): Drawing {
  const podsTop = top + 36;
  const podsX = bridgeX + 20 + 14;
  const inside = nodeId(node.name);
  const hostX = gateX(columns) + columns.gate;
  const roomOf = (host: Point): Parameters<typeof layoutPods>[1] => ({
    node: node.name,
    inside,
    x: podsX,
    right: columns.right - 12,
    top: podsTop,
    bridge: bridgeX + 20,
    rows: 2,
    host,
    lane: top + 30,
  });
  const measured = layoutPods(node.pods, roomOf({ x: hostX, y: top }), context).bottom;
  const middle = Math.max(podsTop + 24, (podsTop + measured) / 2);
  const pods = layoutPods(node.pods, roomOf({ x: hostX, y: middle }), context);
  const rects = placeRow(columns, bridgeX - 8, middle);
  const nic = nicRect(columns, middle);
  const end = Math.max(pods.bottom + 16, middle + 34);
  const bridge: Rect = { x: bridgeX, y: podsTop, w: 20, h: Math.max(pods.bottom + 6, middle + 24) - podsTop };
  const anchors: Record<RowPart, number> = {
    nic: right(nic),
    route: right(rects.PREROUTING) + 2,
    host: right(rects.INPUT) + 2,
    cbr0: bridge.x,
    PREROUTING: middleX(rects.PREROUTING),
    INPUT: middleX(rects.INPUT),
    FORWARD: middleX(rects.FORWARD),
    OUTPUT: middleX(rects.OUTPUT),
    POSTROUTING: middleX(rects.POSTROUTING),
  };
  const frame: Box = {
    id: inside,
    shape: 'node',
    rect: { x: columns.x, y: top, w: columns.right - columns.x, h: end - top },
    labels: titleLabels(node, top, columns, context),
    subject: { kind: 'node', node: node.name },
  };
  const at = (part: NodePart): Station => nodeStation(node.name, part);
  return {
    boxes: [
      frame,
      nicBox(node, columns, middle, context),
      ...hooks.map((hook) => plainHook(node.name, hook, rects[hook], inside, context)),
      bridgeBox(node.name, bridge, context),
      ...pods.boxes,
    ],
    wires: [
      {
        id: `${inside}/row`,
        kind: 'possible',
        points: [
          { x: right(nic), y: middle },
          { x: bridge.x, y: middle },
        ],
      },
    ],
    edges: [...rowEdges(node.name, anchors, middle), ...pods.edges],
    spots: [
      ...hooks.map((hook) => [at(hook), hookSpot(rects[hook])] as const),
      ...pods.spots,
      [at('nic'), { x: right(nic) - 2, y: nic.y + 1 }],
      [at('route'), { x: anchors.route, y: bottom(rects.PREROUTING) }],
      [at('host'), { x: anchors.host, y: bottom(rects.INPUT) }],
      [at('cbr0'), { x: middleX(bridge), y: bottom(bridge) - 6 }],
    ],
    bottom: end,
  };
}
