import type { Point } from './geometry.js';

export interface GestureHandlers {
  readonly pan: (dx: number, dy: number) => void;
  /** `at` is a point on the canvas. */
  readonly zoom: (factor: number, at: Point) => void;
}

/** A pointer that moves less than this clicks. */
const clickDistance = 4;

const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** The click that ends a drag is none. */
function swallowClick(element: Element): void {
  const swallow = (event: Event) => event.stopPropagation();
  element.addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => element.removeEventListener('click', swallow, { capture: true }), 0);
}

/** Dragging and the wheel pan; two fingers, and Ctrl with the wheel, zoom. Returns what ends it. */
export function listenToGestures(element: SVGSVGElement, { pan, zoom }: GestureHandlers): () => void {
  const pointers = new Map<number, Point>();
  let start: Point | undefined;
  let dragging = false;

  const at = (event: MouseEvent): Point => {
    const frame = element.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  };
  const onDown = (event: PointerEvent) => {
    if (event.button !== 0 || event.ctrlKey) return;
    pointers.set(event.pointerId, at(event));
    if (pointers.size === 1) [start, dragging] = [at(event), false];
  };
  const onMove = (event: PointerEvent) => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) return;
    const now = at(event);
    if (!dragging) {
      if (start !== undefined && distance(start, now) < clickDistance) return;
      dragging = true;
      element.setPointerCapture(event.pointerId);
    }
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    pointers.set(event.pointerId, now);
    if (other === undefined) return pan(now.x - before.x, now.y - before.y);
    const [from, to] = [middle(before, other), middle(now, other)];
    pan(to.x - from.x, to.y - from.y);
    zoom(distance(now, other) / Math.max(1, distance(before, other)), to);
  };
  const onUp = (event: PointerEvent) => {
    if (!pointers.delete(event.pointerId)) return;
    if (dragging && pointers.size === 0) swallowClick(element);
  };
  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) zoom(2 ** (-event.deltaY * 0.01), at(event));
    else pan(-event.deltaX, -event.deltaY);
  };
  element.addEventListener('pointerdown', onDown);
  element.addEventListener('pointermove', onMove);
  element.addEventListener('pointerup', onUp);
  element.addEventListener('pointercancel', onUp);
  element.addEventListener('wheel', onWheel, { passive: false });
  return () => {
    element.removeEventListener('pointerdown', onDown);
    element.removeEventListener('pointermove', onMove);
    element.removeEventListener('pointerup', onUp);
    element.removeEventListener('pointercancel', onUp);
    element.removeEventListener('wheel', onWheel);
  };
}
