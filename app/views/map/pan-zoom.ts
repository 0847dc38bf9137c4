import { bottom, right, type Point, type Rect } from './geometry.js';

/** Where the map is: its origin on the canvas, and how much larger than life it is. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const restView: View = { x: 0, y: 0, k: 1 };

/** Room to keep around what is brought into sight. */
const room = 16;

/** Keeps the map on the canvas: no edge of it comes further in than the canvas' own. */
export function clampView({ x, y, k }: View, canvas: Size, content: Size): View {
  const least = (canvasLength: number, length: number): number =>
    Math.min(0, canvasLength - Math.max(length, canvasLength) * k);
  return {
    x: Math.min(0, Math.max(x, least(canvas.width, content.width))),
    y: Math.min(0, Math.max(y, least(canvas.height, content.height))),
    k,
  };
}

/** Larger or smaller, with the point on the canvas staying where it is. */
export const scaleAt = (view: View, k: number, at: Point): View => ({
  x: at.x - ((at.x - view.x) / view.k) * k,
  y: at.y - ((at.y - view.y) / view.k) * k,
  k,
});

/** How far to shift one axis so that a stretch lies within the canvas, its start first. */
function shiftInto(start: number, end: number, size: number): number {
  const over = Math.max(0, end + room - size);
  const under = Math.max(0, room - (start - over));
  return under - over;
}

/** Moved only as far as needed to see a part of the map with some room around. */
export function revealIn(view: View, part: Rect, canvas: Size): View {
  const { x, y, k } = view;
  return {
    x: x + shiftInto(part.x * k + x, right(part) * k + x, canvas.width),
    y: y + shiftInto(part.y * k + y, bottom(part) * k + y, canvas.height),
    k,
  };
}

/** The point in the middle of the map's part that is seen, moved to another. */
export const centreOn = (view: View, at: Point, canvas: Size): View => ({
  x: canvas.width / 2 - at.x * view.k,
  y: canvas.height / 2 - at.y * view.k,
  k: view.k,
});

/** The part of the map that is seen. */
export const seenPart = ({ x, y, k }: View, canvas: Size): Rect => ({
  x: -x / k,
  y: -y / k,
  w: canvas.width / k,
  h: canvas.height / k,
});
