import type { Box } from './box.js';
import { lowestOf, type LayoutContext } from './context.js';
import { layoutContext, type MapInput } from './layout.js';
import { outsideBoxes, outsideWidth } from './layout-outside.js';
import type { Grid } from './overview.js';

interface OverviewFrame {
  readonly context: LayoutContext;
  readonly found: ReadonlySet<string>;
  readonly width: number;
  /** All that is outside of the cluster, in a row above it. */
  readonly outside: readonly Box[];
  /** Where the cluster begins. */
  readonly top: number;
}

/** Around the cells of an overview: as wide as the canvas, or as wide as they and the outside must be. */
export function overviewFrame(input: MapInput, { columns, w }: Grid, margin: number, gap: number): OverviewFrame {
  const context = layoutContext(input);
  const cells = columns * (w + gap) - gap;
  const width = Math.max(input.width, cells + 2 * margin, outsideWidth(context) + 2 * margin);
  const outside = outsideBoxes({ x: margin, top: margin, width: width - 2 * margin, perRow: undefined }, context);
  const top = lowestOf(outside, margin) + gap;
  return { context, found: input.found ?? new Set(), width, outside, top };
}
