import type { Hook, NodeView } from '../../../sim-core/index.js';
import type { Wire } from './box.js';
import { widthOf, type Drawing, type Edge, type LayoutContext } from './context.js';
import { bottom, middleX, right, type Rect } from './geometry.js';
import { hooks, hookSpot, plainHook } from './layout-hooks.js';
import { layoutPods, layoutPodsBelow, planPods } from './layout-pods.js';
import { nodeDrawing } from './node-frame.js';
import { bridgeLeft, bridgeRect, gateX, nicRect, nodeId, podRoom, type NodeColumns } from './node-parts.js';
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
export function layoutNodeRow(node: NodeView, top: number, columns: NodeColumns, context: LayoutContext): Drawing {
  const inside = nodeId(node.name);
  const hostX = gateX(columns) + columns.gate;
  const nicHalf = nicRect(node, columns, 0).h / 2;
  const usual = podRoom(node, top, columns, { floor: top + 86, rows: 2, host: { x: hostX, y: top } });
  const plan = planPods(node.pods, usual, context);
  const beside = layoutPods(plan, usual, context).bottom;
  const middle = Math.max(usual.top + Math.max(24, nicHalf - 6), (usual.top + beside) / 2);
  const room = { ...usual, host: { x: hostX, y: middle } };
  const pods = layoutPods(plan, room, context);
  const content = Math.max(pods.bottom, middle + nicHalf);
  const below = layoutPodsBelow(plan, content + 12, room, context);
  const rects = placeRow(columns, bridgeLeft(columns) - 8, middle);
  const nic = nicRect(node, columns, middle);
  const end = plan.below.length > 0 ? below.bottom + 14 : Math.max(pods.bottom, middle + nicHalf) + 14;
  const bridgeEnd = plan.below.length > 0 ? below.bottom + 6 : Math.max(pods.bottom + 6, middle + 24);
  const bridge = bridgeRect(columns, room.top, bridgeEnd);
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
  const at = (part: NodePart): Station => nodeStation(node.name, part);
  const wire: Wire = {
    id: `${inside}/row`,
    kind: 'possible',
    points: [
      { x: right(nic), y: middle },
      { x: bridge.x, y: middle },
    ],
  };
  return nodeDrawing(
    { node, columns, top, bottom: end, middle, bridge, content, pods, below },
    {
      boxes: hooks.map((hook) => plainHook(node, hook, rects[hook], inside, context)),
      wires: [wire],
      edges: rowEdges(node.name, anchors, middle),
      spots: [
        ...hooks.map((hook) => [at(hook), hookSpot(rects[hook])] as const),
        [at('route'), { x: anchors.route, y: bottom(rects.PREROUTING) }],
        [at('host'), { x: anchors.host, y: bottom(rects.INPUT) }],
      ],
    },
    context,
  );
}
