import {
  bottom,
  middleX,
  overlaps,
  polylineLength,
  right,
  simplify,
  type Point,
  type Polyline,
  type Rect,
} from './geometry.js';

export interface GutterRoom {
  /** What no wire may cross: boxes, and texts between them. */
  readonly obstacles: readonly Rect[];
  /** Where a wire may run up and down. */
  readonly columns: readonly number[];
  /** How far above and below a box a wire may run along. */
  readonly lane: number;
}

/** What a wire keeps away from boxes it passes; it touches those it joins. */
const clearance = 2;
const touching = -0.01;
const grown = (r: Rect, by: number): Rect => ({ x: r.x - by, y: r.y - by, w: r.w + 2 * by, h: r.h + 2 * by });

function crosses(points: Polyline, obstacles: readonly Rect[]): boolean {
  return points.some((from, i) => {
    const to = points[i + 1];
    if (to === undefined) return false;
    const run = {
      x: Math.min(from.x, to.x),
      y: Math.min(from.y, to.y),
      w: Math.abs(to.x - from.x),
      h: Math.abs(to.y - from.y),
    };
    return obstacles.some((obstacle) => overlaps(obstacle, run));
  });
}

/** A way out of a box: its edge, and the lane beyond it. */
function exits(box: Rect, lane: number): readonly (readonly [edge: Point, lane: Point])[] {
  const x = middleX(box);
  return [
    [
      { x, y: bottom(box) },
      { x, y: bottom(box) + lane },
    ],
    [
      { x, y: box.y },
      { x, y: box.y - lane },
    ],
  ];
}

/** The shortest way from box to box along the gutters, at right angles, that crosses nothing. */
export function gutterRoute(from: Rect, to: Rect, { obstacles, columns, lane }: GutterRoom): Polyline | undefined {
  let best: { readonly points: Polyline; readonly length: number } | undefined;
  const kept = obstacles.map((one) => grown(one, one === from || one === to ? touching : clearance));
  const near = [...columns, middleX(from), middleX(to)];
  for (const [start, out] of exits(from, lane)) {
    for (const [end, into] of exits(to, lane)) {
      for (const x of near) {
        const points = simplify([start, out, { x, y: out.y }, { x, y: into.y }, into, end]);
        const length = polylineLength(points) + points.length;
        if (best !== undefined && length >= best.length) continue;
        if (!crosses(points, kept)) best = { points, length };
      }
    }
  }
  return best?.points;
}

/** Columns between boxes that stand in rows, and beside all of them. */
export function gutterColumns(boxes: readonly Rect[], width: number, gap: number): readonly number[] {
  const between = boxes.map((box) => right(box) + gap / 2).filter((x) => x < width);
  return [...new Set([gap / 2, width - gap / 2, ...between])];
}
