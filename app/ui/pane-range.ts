/** The sizes a pane may have, in pixels; `most` is a share of the whole. */
export interface PaneRange {
  readonly usual: number;
  readonly least: number;
  readonly most: number;
  /** What is left of it when it is folded. */
  readonly folded: number;
}

const keyStep = 16;

/** What a key on the handle asks for: a size to move to, or to fold. */
export function keyed(key: string, size: number, range: PaneRange, grow: -1 | 1): number | 'fold' | undefined {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
  if (by !== undefined) return size + by * grow * keyStep;
  if (key === 'Home') return range.least;
  if (key === 'End') return Number.MAX_SAFE_INTEGER;
  return key === 'Enter' ? 'fold' : undefined;
}

/** The size a pane gets when one is wanted; none when it folds. */
export function sizeFor(wanted: number, range: PaneRange, limit: number): number | undefined {
  if (wanted <= (range.least + range.folded) / 2) return undefined;
  return Math.round(Math.min(Math.max(wanted, range.least), limit));
}
