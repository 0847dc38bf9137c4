import { pointer, pointers, select } from 'd3-selection';
import { zoom as zoomBehavior, zoomIdentity, type D3ZoomEvent } from 'd3-zoom';
import type { Point } from './geometry.js';

export interface GestureHandlers {
  readonly pan: (dx: number, dy: number) => void;
  /** `at` is a point on the canvas. */
  readonly zoom: (factor: number, at: Point) => void;
}

/** A pointer that moves no further than this clicks. */
const clickDistance = 4;
/** Turned by as many pixels, the wheel doubles or halves. */
const wheelOctave = 100;

/** Between the fingers, or where the only pointer is. */
function middle(points: readonly (readonly [number, number])[]): Point {
  const mean = (axis: 0 | 1): number => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  return { x: mean(0), y: mean(1) };
}

/** Dragging and the wheel pan; two fingers, and Ctrl with the wheel, zoom. Returns what ends it. */
export function listenToGestures(element: SVGSVGElement, { pan, zoom }: GestureHandlers): () => void {
  const canvas = select<SVGSVGElement, unknown>(element);
  // Where the map may go is not known here: a gesture tells of its steps, and leaves nothing behind when it ends.
  let last = zoomIdentity;
  const behavior = zoomBehavior<SVGSVGElement, unknown>()
    .clickDistance(clickDistance)
    .on('zoom', ({ transform, sourceEvent }: D3ZoomEvent<SVGSVGElement, unknown>) => {
      if (transform === last) return;
      const factor = transform.k / last.k;
      const at = middle(pointers(sourceEvent, element));
      // The step as a move and then a zoom about the pointers, which must bring every point where the step does.
      const moved = (to: number, from: number, fixed: number): number => (to - fixed) / factor - (from - fixed);
      const [dx, dy] = [moved(transform.x, last.x, at.x), moved(transform.y, last.y, at.y)];
      last = transform;
      pan(dx, dy);
      if (factor !== 1) zoom(factor, at);
    })
    .on('end', ({ transform }: D3ZoomEvent<SVGSVGElement, unknown>) => {
      last = zoomIdentity;
      if (transform !== last) behavior.transform(canvas, last);
    });
  // Said at once rather than through d3: its wheel gesture ends 150 ms late, in the middle of a drag begun by then.
  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    const factor = 2 ** (-event.deltaY / wheelOctave);
    if (event.ctrlKey || event.metaKey) zoom(factor, middle([pointer(event, element)]));
    else pan(-event.deltaX, -event.deltaY);
  };
  canvas.call(behavior).on('wheel.zoom', onWheel, { passive: false }).on('dblclick.zoom', null);
  return () => void canvas.on('.zoom', null);
}
