import type { Hook } from '../../../sim-core/index.js';
import { shortChain } from '../../i18n/hop-words.js';
import type { Box, Row } from './box.js';
import { centred, endingAt, label, labelWidth, widthOf, type LayoutContext } from './context.js';
import { middleX, middleY, right, type Point, type Rect } from './geometry.js';
import { nodeStation, type GateStack, type Station } from './station.js';

const headHeight = 24;
const rowHeight = 18;
const mostRows = 6;

export const hooks: readonly Hook[] = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'];

/** The table that kube-proxy uses at a hook, shown while the packet has not said otherwise. */
const usualTable: Partial<Record<Hook, string>> = { PREROUTING: 'nat', FORWARD: 'filter', POSTROUTING: 'nat' };

/** Height a hook needs: a name, or a name above the chains that the packet went through. */
export function hookHeight(hook: Hook, stack: GateStack | undefined): number {
  const rows = Math.min(stack?.chains.length ?? 0, mostRows);
  if (rows > 0) return headHeight + rows * rowHeight + 4;
  return usualTable[hook] === undefined ? headHeight : 40;
}

function stateOf(station: Station, context: LayoutContext): Pick<Box, 'state'> {
  const state = context.visited.get(station);
  return state === undefined ? {} : { state };
}

function hookIdentity(
  node: string,
  hook: Hook,
  rect: Rect,
  inside: string,
  context: LayoutContext,
): Omit<Box, 'labels'> {
  const station = nodeStation(node, hook);
  const subject = { kind: 'hook', node, hook } as const;
  return { id: station, shape: 'hook', rect, inside, subject, station, ...stateOf(station, context) };
}

/** A hook without chains: its name, and its table when there is room. */
export function plainHook(node: string, hook: Hook, rect: Rect, inside: string, context: LayoutContext): Box {
  const table = rect.h >= 38 ? usualTable[hook] : undefined;
  const middle = middleY(rect) + 4;
  const name = centred(label(hook, middleX(rect), table === undefined ? middle : middle - 7, 'mono'));
  const below =
    table === undefined ? [] : [centred(label(table, middleX(rect), middle + 8, 'mono', { tone: 'faint' }))];
  return { ...hookIdentity(node, hook, rect, inside, context), labels: [name, ...below] };
}

/** A chain's name with as many letters of its hash as there is room for; else without what all names begin with. */
function chainText(chain: string, hook: Hook, width: number): string {
  const short = [4, 3].map((letters) => shortChain(chain, letters));
  const bare = shortChain(chain).replace(/^KUBE-/, '');
  return [...short, bare].find((text) => widthOf(text, 'mono') <= width && text !== hook) ?? chain;
}

/** A hook with the chains the packet comes through; the oldest fold away when there are many. */
export function gateHook(
  node: string,
  hook: Hook,
  rect: Rect,
  stack: GateStack,
  inside: string,
  context: LayoutContext,
): Box {
  const folded = Math.min(Math.max(0, stack.visited - mostRows), Math.max(0, stack.chains.length - mostRows));
  const chains = stack.chains.slice(folded, folded + mostRows);
  const rows: Row[] = [];
  const name = label(hook, rect.x + (rect.w < 92 ? 4 : 7), rect.y + 16, 'mono', { width: rect.w - 8 });
  const table = endingAt(label(stack.table, right(rect) - 6, rect.y + 16, 'mono', { tone: 'faint' }));
  const labels = name.x + labelWidth(name) + 6 <= table.x ? [name, table] : [name];
  chains.forEach((chain, i) => {
    const y = rect.y + headHeight + i * rowHeight + 1;
    const text = i === 0 && folded > 0 ? `+${folded} ${shortChain(chain, 2)}` : chainText(chain, hook, rect.w - 12);
    const seen = i + folded < stack.visited;
    labels.push(label(text, rect.x + 7, y + 13, 'mono', { width: rect.w - 12, tone: seen ? 'ink' : 'faint' }));
    const lit = i + folded === stack.current ? 'full' : seen ? 'soft' : undefined;
    rows.push({ rect: { x: rect.x + 1, y, w: rect.w - 2, h: rowHeight }, lit });
  });
  return { ...hookIdentity(node, hook, rect, inside, context), labels, rows };
}

/** Where the token rests at a hook: its lower right corner, clear of its text. */
export const hookSpot = (rect: Rect): Point => ({ x: right(rect) + 2, y: rect.y + rect.h + 4 });
