import type { Hook, NodeView } from '../../../sim-core/index.js';
import { shortChain } from '../../i18n/hop-words.js';
import type { Box, Row } from './box.js';
import { centred, endingAt, label, labelWidth, stateAt, widthOf, type LayoutContext } from './context.js';
import { middleX, middleY, right, type Point, type Rect } from './geometry.js';
import { baseChainsAt, entriesAt, hookLines } from './hook-lines.js';
import { nodeStation, type GateStack } from './station.js';

const headHeight = 24;
const rowHeight = 18;
const mostRows = 6;

export const hooks: readonly Hook[] = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'];

/** A line of a hook that lists no chains, under its name. */
const lineHeight = 13;
const mostLines = 2;

/** INPUT and OUTPUT stand above the row of the others, where there is less room. */
const linesOf = (node: NodeView, hook: Hook, width: number): readonly string[] =>
  hookLines(node, hook, width - 2, hook === 'INPUT' || hook === 'OUTPUT' ? 1 : mostLines);

/** Height a hook needs: a name and what is at it, or a name above the chains that the packet goes through. */
export function hookHeight(node: NodeView, hook: Hook, width: number, stack: GateStack | undefined): number {
  const rows = Math.min(stack?.chains.length ?? 0, mostRows);
  if (rows > 0) return headHeight + rows * rowHeight + 4;
  const lines = linesOf(node, hook, width).length;
  return lines === 0 ? headHeight : 27 + lines * lineHeight;
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
  return { id: station, shape: 'hook', rect, inside, subject, station, ...stateAt(station, context) };
}

/** A hook without chains: its name, and under it what kube-proxy has there when there is room. */
export function plainHook(node: NodeView, hook: Hook, rect: Rect, inside: string, context: LayoutContext): Box {
  const room = Math.floor((rect.h - 27) / lineHeight);
  const lines = linesOf(node, hook, rect.w).slice(0, Math.max(0, room));
  const y = middleY(rect) + 4 - (lines.length * lineHeight) / 2;
  const at = (text: string, line: number, tone: 'ink' | 'faint') =>
    centred(label(text, middleX(rect), y + line * lineHeight + (line > 0 ? 2 : 0), 'mono', { tone }));
  return {
    ...hookIdentity(node.name, hook, rect, inside, context),
    labels: [at(hook, 0, 'ink'), ...lines.map((line, i) => at(line, i + 1, 'faint'))],
  };
}

/** Before a packet says which chains it meets: the base chains that it will. */
export function restingStack(node: NodeView, hook: Hook): GateStack | undefined {
  const entries = baseChainsAt(node, hook);
  if (entries.length === 0) return undefined;
  return { table: '', chains: entries.flatMap(({ chains }) => chains), visited: 0, current: undefined };
}

/** A chain's name with as many letters of its hash as there is room for; else without what all names begin with. */
function chainText(chain: string, hook: Hook, width: number): string {
  const short = [4, 3].map((letters) => shortChain(chain, letters));
  const bare = shortChain(chain)
    .replace(/^KUBE-/, '')
    .replace(`-${hook.toLowerCase()}-`, '-…-');
  return [...short, bare].find((text) => widthOf(text, 'mono') <= width && text !== hook) ?? chain;
}

/** An nftables chain chooses its priority, so that stands behind the table's name where there is room. */
function tableText(node: NodeView, hook: Hook, table: string, width: number): string {
  const entry = entriesAt(node, hook).find((candidate) => candidate.table === table);
  const whole = entry?.engine === 'nftables' ? `${table} ${entry.priority}` : table;
  return widthOf(whole, 'mono') <= width ? whole : table;
}

/** A hook with the chains the packet comes through; the oldest fold away when there are many. */
export function gateHook(
  node: NodeView,
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
  const tableRoom = right(rect) - 6 - (name.x + labelWidth(name) + 6);
  const tableName = tableText(node, hook, stack.table, tableRoom);
  const table = endingAt(label(tableName, right(rect) - 6, rect.y + 16, 'mono', { tone: 'faint' }));
  const bases = baseChainsAt(node, hook);
  // Base chains tell their own type.
  const saysTable = bases.length === 0 && name.x + labelWidth(name) + 6 <= table.x;
  const labels = saysTable ? [name, table] : [name];
  chains.forEach((chain, i) => {
    const y = rect.y + headHeight + i * rowHeight + 1;
    const base = bases.find(({ chains: [own] }) => own === chain);
    const priority = endingAt(label(String(base?.priority ?? ''), right(rect) - 5, y + 13, 'mono', { tone: 'faint' }));
    const width = base === undefined ? rect.w - 12 : priority.x - rect.x - 12;
    const text = i === 0 && folded > 0 ? `+${folded} ${shortChain(chain, 2)}` : chainText(chain, hook, width);
    const seen = i + folded < stack.visited;
    labels.push(
      label(text, rect.x + 7, y + 13, 'mono', { width, tone: seen ? 'ink' : context.walk ? 'faint' : 'soft' }),
    );
    if (base !== undefined) labels.push(priority);
    const lit = i + folded === stack.current ? 'full' : seen ? 'soft' : undefined;
    rows.push({ rect: { x: rect.x + 1, y, w: rect.w - 2, h: rowHeight }, lit });
  });
  return { ...hookIdentity(node.name, hook, rect, inside, context), labels, rows };
}

/** Where the token rests at a hook: its lower right corner, clear of its text. */
export const hookSpot = (rect: Rect): Point => ({ x: right(rect) + 2, y: rect.y + rect.h + 4 });
