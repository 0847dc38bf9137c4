import type { NodeView } from '../../../sim-core/index.js';
import type { Box } from './box.js';
import { address, label, labelWidth, type LayoutContext } from './context.js';
import type { Rect } from './geometry.js';
import { nodeOf, nodeStation } from './station.js';

const headHeight = 20;
const rowHeight = 15;
const mostRows = 3;

/** Where a Service's tether ends on a node that holds the Service's address on a device. */
export const dummyId = (node: string): string => nodeStation(node, 'kube-ipvs0');

const addressesOf = ({ dummyAddresses = [] }: NodeView): readonly string[] => dummyAddresses;

/** Rows of addresses: the packet's own first, those that find no room counted. */
function shownAddresses(node: NodeView, { walk }: LayoutContext): readonly string[] {
  const all = addressesOf(node);
  const wanted = walk?.trace.flow.dst;
  const first = all.filter((ip) => ip === wanted);
  return [...first, ...all.filter((ip) => ip !== wanted)];
}

/** Height that kube-ipvs0 needs above the gate; 0 where there is none. */
export function dummyHeight(node: NodeView): number {
  const count = addressesOf(node).length;
  return count === 0 ? 0 : headHeight + Math.min(count, mostRows) * rowHeight + 6;
}

/** The dummy device with the addresses that ipvs mode puts on it. */
export function dummyBox(node: NodeView, rect: Rect, inside: string, context: LayoutContext): Box {
  const all = shownAddresses(node, context);
  const rows = all.length > mostRows ? all.slice(0, mostRows - 1) : all;
  const name = label('kube-ipvs0', rect.x + 8, rect.y + 14, 'monoStrong', { tone: 'cluster', width: rect.w - 12 });
  const kind = label('dummy', name.x + labelWidth(name) + 6, name.y, 'small', { tone: 'cluster' });
  const y = (row: number): number => rect.y + headHeight + row * rowHeight + 11;
  const more = all.length - rows.length;
  const { walk } = context;
  const isPassed = walk?.hops
    .slice(0, walk.cursor + 1)
    .some(
      ({ step, before, place }) =>
        step.kind === 'route' && step.decision === 'local' && nodeOf(place) === node.name && all.includes(before.dst),
    );
  return {
    id: dummyId(node.name),
    shape: 'dummy',
    rect,
    labels: [
      name,
      ...(kind.x + labelWidth(kind) <= rect.x + rect.w - 6 ? [kind] : []),
      ...rows.map((ip, i) => address(ip, 'cluster', rect.x + 8, y(i), rect.w - 14)),
      ...(more > 0
        ? [
            label(context.words.more(more), rect.x + 8, y(rows.length), 'small', {
              tone: 'cluster',
              width: rect.w - 14,
            }),
          ]
        : []),
    ],
    inside,
    ...(isPassed === true ? { state: 'passed' } : {}),
  };
}
