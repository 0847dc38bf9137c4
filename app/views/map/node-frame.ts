import type { NodeView } from '../../../sim-core/index.js';
import type { Box } from './box.js';
import type { Dock, Drawing, LayoutContext } from './context.js';
import { bottom, middleX, right, type Rect } from './geometry.js';
import type { PodRoom } from './layout-pods.js';
import { bridgeBox, nicBox, nicRect, nodeId, titleLabels, type NodeColumns } from './node-parts.js';
import { nodeStation } from './station.js';

/** What every node has, whatever a packet passes between its card and its bridge. */
export interface NodeFrame {
  readonly node: NodeView;
  readonly columns: NodeColumns;
  readonly top: number;
  readonly bottom: number;
  /** The card's own height in the node. */
  readonly middle: number;
  readonly bridge: Rect;
  /** How far down the parts beside the bridge reach: packets rest on it no lower. */
  readonly content: number;
  /** Pods beside the bridge, and those that find room only below. */
  readonly pods: Drawing;
  readonly below: Drawing;
}

/** What is in a node of one kind alone. */
type Inner = Pick<Drawing, 'boxes' | 'wires' | 'edges' | 'spots'> & Partial<Pick<Box, 'labels' | 'state'>>;

export function nodeDrawing(frame: NodeFrame, inner: Inner, context: LayoutContext): Drawing {
  const { node, columns, top, middle, bridge, content, pods, below } = frame;
  const nic = nicRect(node, columns, middle);
  const box: Box = {
    id: nodeId(node.name),
    shape: 'node',
    rect: { x: columns.x, y: top, w: columns.right - columns.x, h: frame.bottom - top },
    labels: [...titleLabels(node, top, columns, context), ...(inner.labels ?? [])],
    subject: { kind: 'node', node: node.name },
    ...(inner.state !== undefined && { state: inner.state }),
  };
  return {
    boxes: [
      box,
      nicBox(node, columns, middle, context),
      ...inner.boxes,
      bridgeBox(node, bridge, context),
      ...pods.boxes,
      ...below.boxes,
    ],
    wires: inner.wires,
    edges: [...inner.edges, ...pods.edges, ...below.edges],
    spots: [
      ...inner.spots,
      ...pods.spots,
      ...below.spots,
      [nodeStation(node.name, 'nic'), { x: right(nic) - 2, y: nic.y + 1 }],
      [nodeStation(node.name, 'cbr0'), { x: middleX(bridge), y: Math.min(bottom(bridge), content) - 6 }],
    ],
    bottom: frame.bottom,
  };
}

const padding = 10;

/** Room for the packet's header, down from `top`: as far as the bridge where that goes on down to Pods. */
export const dockBelow = (top: number, columns: NodeColumns, { bridge }: PodRoom, isDeep: boolean): Dock => ({
  top,
  left: columns.x + 12,
  right: isDeep ? bridge.left - padding : columns.right - 12,
});
