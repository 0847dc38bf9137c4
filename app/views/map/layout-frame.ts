import { address, labelWidth, widthOf, type LayoutContext } from './context.js';
import { baseChainsAt } from './hook-lines.js';
import { outsideWidth } from './layout-outside.js';
import type { NodeColumns } from './node-parts.js';
import { leastWholeWidth, podSize } from './pod-chip.js';

const margin = 10;
/** Room right of the nodes in which tethers run down. */
export const tetherLane = 10;

/** Columns of a node whose width may vary. */
type Widths = Pick<NodeColumns, 'nic' | 'gap' | 'gate' | 'forward' | 'post' | 'pod'>;

/** Where a column stops to grow for a while, and others have their turn. */
type Growth = readonly [column: keyof Widths, upTo: number];

const nicReach = 12;
const bridge = 20;
const gapsOfNode = 5;
/** The routing diamond, and what lies before and behind the Pods. */
const fixed = 22 + bridge + 14 + 12 - nicReach;
/** A map this much wider than its least has the outside beside the nodes. */
const easy = 20;
const leastNic = 92;
const readableNic = 172;
const mostGate = 190;
const usualGate = 150;

const total = ({ nic, gap, gate, forward, post, pod }: Widths): number =>
  nic + gapsOfNode * gap + gate + forward + post + pod + fixed;

const nicWidth = (ips: readonly string[]): number =>
  Math.max(leastNic, ...ips.map((ip) => labelWidth(address(ip, 'node', 0, 0)) + 12));

/** What the gate's longest line needs. */
function gateWidth({ cluster }: LayoutContext): number {
  const lines = cluster.nodes.slice(0, 1).flatMap((node) => baseChainsAt(node, 'PREROUTING'));
  const widths = lines.map(({ chains, priority }) => widthOf(`${chains.join()}  ${priority}`, 'mono') + 16);
  return Math.min(mostGate, Math.max(usualGate, ...widths));
}

/** In the order of what a reader misses most: air, whole Pod names, whole chain names. */
function growths(context: LayoutContext, podWidth: number, nic6: number): readonly Growth[] {
  const pods = context.cluster.nodes.flatMap((node) => node.pods);
  const whole = leastWholeWidth(pods);
  const dual = pods.some(({ ips = [] }) => ips.length > 1);
  return [
    // A second address is not shortened, a name may be.
    ...(dual ? [['pod', Math.min(podWidth, whole)] as const] : []),
    ['gap', 10],
    ['pod', Math.min(podWidth, whole, 126)],
    ['forward', 58],
    ['post', 90],
    ['pod', Math.min(podWidth, whole)],
    ['gap', 12],
    ['gate', 124],
    ['nic', nic6],
    ['pod', podWidth],
    ['gate', gateWidth(context)],
    ['forward', 84],
    ['post', 110],
  ];
}

function grown(widths: Widths, width: number, steps: readonly Growth[]): Widths {
  return steps.reduce((now, [column, upTo]) => {
    const times = column === 'gap' ? gapsOfNode : 1;
    const spare = Math.floor(Math.max(0, width - total(now)) / times);
    return { ...now, [column]: now[column] + Math.max(0, Math.min(spare, upTo - now[column])) };
  }, widths);
}

export interface Frame {
  readonly beside: boolean;
  readonly bus: number;
  readonly columns: NodeColumns;
}

/** Measures the columns: outside left of the nodes while there is room for both, above them otherwise. */
export function measureFrame(width: number, podWidth: number, context: LayoutContext): Frame {
  const { nodes } = context.cluster;
  const nic = nicWidth(nodes.map(({ ip }) => ip));
  const least: Widths = { nic, gap: 8, gate: 112, forward: 54, post: 82, pod: podSize.minWidth - 6 };
  const outside = outsideWidth(context);
  const besideX = margin + outside + 24;
  const beside = width - tetherLane - besideX >= total(least) + easy;
  const x = beside ? besideX : 26;
  const room = width - tetherLane - x;
  const nic6 = Math.min(readableNic, nicWidth(nodes.flatMap(({ ip6 }) => ip6 ?? [])));
  const widths = grown(least, room, growths(context, podWidth, nic6));
  const right = Math.max(width - tetherLane, x + total(widths));
  return { beside, bus: beside ? margin + outside + 7 : 8, columns: { x, right, ...widths } };
}
