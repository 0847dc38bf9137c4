import { useMemo } from 'react';
import { useWholeMap } from '../../state/whole-map.js';
import type { MapLayout } from './box.js';
import { bottom, right, type Rect } from './geometry.js';
import { seenPart, type Size, type View } from './pan-zoom.js';

/** Larger than that, only what is near the canvas is drawn: a browser finds, styles and paints all that is there. */
const mostBoxes = 300;
/** Of a picture that is taken away. */
const mostInPicture = 12_000;
/** At least so much is drawn around what is seen, and at most as far one moves until more is. */
const step = 240;

/** What is drawn of a large map while a part of it is seen: the same for many moves. */
export function partAround(seen: Rect): Rect {
  const before = (at: number): number => (Math.floor(at / step) - 1) * step;
  const after = (at: number): number => (Math.ceil(at / step) + 1) * step;
  const [x, y] = [before(seen.x), before(seen.y)];
  return { x, y, w: after(right(seen)) - x, h: after(bottom(seen)) - y };
}

/** The part of a large map that is drawn; undefined where all of it is. */
export function useDrawnPart(layout: MapLayout | undefined, view: View, canvas: Size): Rect | undefined {
  const whole = useWholeMap((state) => state.wanted);
  const large = (layout?.boxes.length ?? 0) > (whole ? mostInPicture : mostBoxes);
  const { x, y, w, h } = partAround(seenPart(view, canvas));
  return useMemo(() => (large ? { x, y, w, h } : undefined), [large, x, y, w, h]);
}
