import type { IpKind } from '../../state/ip-kind.js';
import type { Box } from './box.js';
import { label, labelWidth, type LayoutContext } from './context.js';

const kinds: readonly IpKind[] = ['node', 'pod', 'cluster', 'external'];
const rowHeight = 22;
const gap = 18;
/** Room under the legend for the zoom buttons, which keep their place while the map moves. */
const controls = 40;

/** Height of the whole map: the nodes, or the column outside with the legend under it. */
export function legendHeight(beside: boolean, outsideBottom: number, nodesBottom: number): number {
  if (!beside) return nodesBottom + 14 + rowHeight + 10;
  return Math.max(nodesBottom, outsideBottom + 20 + kinds.length * rowHeight + controls) + 10;
}

/** What the four kinds of address look like. */
export function legendBoxes(beside: boolean, x: number, height: number, context: LayoutContext): readonly Box[] {
  let across = x + 16;
  return kinds.map((kind, i): Box => {
    const left = beside ? x + 2 : across;
    const y = beside ? height - 10 - controls - (kinds.length - i) * rowHeight : height - 10 - rowHeight;
    const text = { ...label(context.words.kinds[kind], left, y + 15, 'text', { tone: 'soft' }), glyph: kind };
    const w = labelWidth(text) + 4;
    across += w + gap;
    return { id: `legend/${kind}`, shape: 'legend', rect: { x: left, y, w, h: rowHeight }, labels: [text] };
  });
}
