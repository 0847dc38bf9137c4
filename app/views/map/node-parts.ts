import type { NodeView } from '../../../sim-core/index.js';
import type { Box, Label } from './box.js';
import { address, label, labelWidth, stateAt, type LayoutContext } from './context.js';
import { middleX, type Rect } from './geometry.js';
import type { PodRoom } from './layout-pods.js';
import { nodeStation } from './station.js';

/** Horizontal measures of a node, the same for all so that their parts align. */
export interface NodeColumns {
  readonly x: number;
  readonly right: number;
  readonly nic: number;
  readonly gate: number;
  readonly gap: number;
  readonly forward: number;
  readonly post: number;
  readonly pod: number;
}

export const nodeId = (name: string): string => `node/${name}`;
const nicReach = 12;
/** A bridge that goes down past many Pods has its name where the hooks are. */
const bridgeShown = 170;
const nodeIps = ({ ip, ip6 }: NodeView): readonly string[] => [ip, ...(ip6 === undefined ? [] : [ip6])];

export function nicRect(node: NodeView, columns: NodeColumns, middle: number): Rect {
  const h = 25 + 15 * nodeIps(node).length;
  return { x: columns.x - nicReach, y: middle - h / 2, w: columns.nic, h };
}

/** Left edge of the first hook. */
export const gateX = (columns: NodeColumns): number => columns.x - nicReach + columns.nic + columns.gap;

/** Left edge of the bridge, behind the last hook. */
export const bridgeLeft = (c: NodeColumns): number =>
  gateX(c) + c.gate + c.gap + 22 + c.gap + c.forward + c.gap + c.post + c.gap;

/** A service's tether comes down to the gate here, right of the node's title. */
export const tetherX = (columns: NodeColumns): number => gateX(columns) + columns.gate - 8;

export function nicBox(node: NodeView, columns: NodeColumns, middle: number, context: LayoutContext): Box {
  const rect = nicRect(node, columns, middle);
  const station = nodeStation(node.name, 'nic');
  return {
    id: station,
    shape: 'nic',
    rect,
    labels: [
      label('eth0', rect.x + 8, rect.y + 16, 'mono', { tone: 'node' }),
      ...nodeIps(node).map((ip, i) => address(ip, 'node', rect.x + 8, rect.y + 31 + i * 15, rect.w - 12, 4)),
    ],
    inside: nodeId(node.name),
    straddles: true,
    subject: { kind: 'nic', node: node.name },
    station,
    ...stateAt(station, context),
  };
}

/** Name, podCIDRs, and the revision that the rules were made from, left and right of where tethers come down. */
export function titleLabels(node: NodeView, top: number, columns: NodeColumns, context: LayoutContext): Box['labels'] {
  const start = columns.x + 14;
  const end = tetherX(columns) - 8;
  const y = top + 20;
  const endOf = (l: Label): number => l.x + labelWidth(l);
  const cidrAt = (text: string, x: number): Label => label(text, x, y, 'mono', { tone: 'pod' });
  const name = label(node.name, start, y, 'title', { width: end - start, tail: 3 });
  const word = label('podCIDR', endOf(name) + 8, y, 'small', { tone: 'faint' });
  const named = cidrAt(node.podCIDR, endOf(word) + 5);
  const bare = cidrAt(node.podCIDR, word.x);
  const first = endOf(named) <= end ? [word, named] : endOf(bare) <= end ? [bare] : [];
  const last = columns.right - 12;
  const from = tetherX(columns) + 12;
  const revision = label(context.words.revision(node.rulesRevision), from, y, 'small', {
    tone: 'faint',
    width: last - from,
  });
  const labels = [name, ...first];
  const before = first.at(-1);
  if (node.podCIDR6 === undefined || before === undefined) return [...labels, revision];
  const second = cidrAt(node.podCIDR6, endOf(before) + 8);
  if (endOf(second) <= end) return [...labels, second, revision];
  const beyond = { ...second, x: from };
  const behind = { ...revision, x: endOf(beyond) + 14 };
  return endOf(behind) <= last ? [...labels, beyond, behind] : [...labels, revision];
}

/** The bridge that Pods hang on; on Windows the network of the virtual switch. */
export function bridgeBox(node: NodeView, rect: Rect, context: LayoutContext): Box {
  const station = nodeStation(node.name, 'cbr0');
  const name = label(node.hnsNetwork?.name ?? 'cbr0', middleX(rect) - 4, 0, 'mono', {
    tone: 'soft',
    width: rect.h - 8,
  });
  const y = rect.y + (Math.min(rect.h, bridgeShown) - labelWidth(name)) / 2;
  return {
    id: station,
    shape: 'bridge',
    rect,
    labels: [{ ...name, y, turned: true }],
    inside: nodeId(node.name),
    station,
    ...stateAt(station, context),
  };
}

const bridgeWidth = 20;

export const bridgeRect = (columns: NodeColumns, top: number, end: number): Rect => ({
  x: bridgeLeft(columns),
  y: top,
  w: bridgeWidth,
  h: end - top,
});

/** Where a node's Pods may be: `floor` is how far down other parts reach. */
export function podRoom(
  node: NodeView,
  top: number,
  columns: NodeColumns,
  more: Pick<PodRoom, 'floor' | 'rows' | 'host'>,
): PodRoom {
  const left = bridgeLeft(columns);
  return {
    node: node.name,
    inside: nodeId(node.name),
    x: left + bridgeWidth + 14,
    right: columns.right - 12,
    top: top + 36,
    bridge: { left, right: left + bridgeWidth },
    left: columns.x + 12,
    lane: top + 30,
    ...more,
  };
}
