export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export type Polyline = readonly Point[];

export const right = (r: Rect): number => r.x + r.w;
export const bottom = (r: Rect): number => r.y + r.h;
export const middleX = (r: Rect): number => r.x + r.w / 2;
export const middleY = (r: Rect): number => r.y + r.h / 2;

export const overlaps = (a: Rect, b: Rect): boolean =>
  a.x < right(b) && b.x < right(a) && a.y < bottom(b) && b.y < bottom(a);

export const contains = (outer: Rect, inner: Rect): boolean =>
  inner.x >= outer.x && inner.y >= outer.y && right(inner) <= right(outer) && bottom(inner) <= bottom(outer);

/** The smallest rectangle around a line. */
export function boundsOf(points: Polyline): Rect {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, w: Math.max(...xs) - x, h: Math.max(...ys) - y };
}

const distance = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y);

/** Drops points that repeat their predecessor or lie on a straight run. */
export function simplify(points: Polyline): Polyline {
  const kept: Point[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    if (last !== undefined && last.x === point.x && last.y === point.y) continue;
    const before = kept.at(-2);
    const straight =
      last !== undefined &&
      before !== undefined &&
      ((before.x === last.x && last.x === point.x && (last.y - before.y) * (point.y - last.y) >= 0) ||
        (before.y === last.y && last.y === point.y && (last.x - before.x) * (point.x - last.x) >= 0));
    if (straight) kept.pop();
    kept.push(point);
  }
  return kept;
}

export function polylineLength(points: Polyline): number {
  let length = 0;
  points.forEach((point, i) => {
    const next = points[i + 1];
    if (next !== undefined) length += distance(point, next);
  });
  return length;
}

/** The point at a share (0 to 1) of the way along. */
export function pointAlong(points: Polyline, share: number): Point {
  let left = polylineLength(points) * Math.min(Math.max(share, 0), 1);
  let last: Point = points[0] ?? { x: 0, y: 0 };
  for (const point of points.slice(1)) {
    const length = distance(last, point);
    if (length >= left && length > 0) {
      const t = left / length;
      return { x: last.x + (point.x - last.x) * t, y: last.y + (point.y - last.y) * t };
    }
    left -= length;
    last = point;
  }
  return last;
}
