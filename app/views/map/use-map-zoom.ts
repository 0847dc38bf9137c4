import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { Point, Rect } from './geometry.js';
import { lessMotion, tween } from './motion.js';
import { centreOn, clampView, restView, revealIn, scaleAt, type Size, type View } from './pan-zoom.js';

export interface MapZoom {
  readonly view: View;
  /** Scales about the middle of the canvas, or asks for another level where scaling ends. */
  readonly scaleBy: (factor: number) => void;
  readonly panBy: (dx: number, dy: number) => void;
  /** Puts a point of the map into the middle of the canvas. */
  readonly centre: (at: Point) => void;
  /** Moves the map only as far as needed to see a part of it with some room around. */
  readonly reveal: (part: Rect) => void;
  /** Back to the start of the map, at its own size. */
  readonly rest: () => void;
}

export interface ZoomRange {
  /** The largest scale before the next level of detail takes over. */
  readonly most: number;
  /** More detail (1) or less (-1) was asked for, at a point of the map. */
  readonly onLevel: (direction: 1 | -1, at: Point) => void;
}

const moveMillis = 240;
/** How far one has to go on scaling beyond an end until the level changes. */
const insist = 1.25;
const quietMillis = 400;

interface Latest {
  view: View;
  canvas: Size;
  content: Size;
  range: ZoomRange;
  /** How far the scale was pushed beyond its end. */
  beyond: number;
  /** After a change of level scaling waits until then. */
  quietUntil: number;
  stop: () => void;
}

/**
 * Dragging and the wheel pan, pinching and Ctrl with the wheel scale. The scale never falls below 1, so that no text
 * gets smaller than it was set; beyond its ends the level of detail changes.
 */
export function useMapZoom(
  ref: RefObject<SVGSVGElement | null>,
  canvas: Size,
  content: Size,
  range: ZoomRange,
): MapZoom {
  const [view, setView] = useState<View>(restView);
  const latest = useRef<Latest>({ view, canvas, content, range, beyond: 1, quietUntil: 0, stop: () => undefined });

  const show = useCallback((next: View) => {
    const now = latest.current;
    now.view = clampView(next, now.canvas, now.content);
    setView((shown) => {
      const { x, y, k } = now.view;
      return shown.x === x && shown.y === y && shown.k === k ? shown : now.view;
    });
  }, []);
  const glide = useCallback(
    (next: View) => {
      const now = latest.current;
      now.stop();
      const [from, to] = [now.view, clampView(next, now.canvas, now.content)];
      const between = (a: number, b: number, t: number) => a + (b - a) * t;
      now.stop = tween(lessMotion() ? 0 : moveMillis, (t) =>
        show({ x: between(from.x, to.x, t), y: between(from.y, to.y, t), k: between(from.k, to.k, t) }),
      );
    },
    [show],
  );
  const zoom = useCallback(
    (factor: number, at: Point) => {
      const now = latest.current;
      const { view: from, range: allowed } = now;
      // One long pinch goes on one level, not through all of them.
      if (performance.now() < now.quietUntil) return;
      const wanted = from.k * factor;
      const k = Math.min(Math.max(wanted, 1), allowed.most);
      now.beyond = wanted === k ? 1 : now.beyond * (wanted / k);
      if (now.beyond > insist || now.beyond < 1 / insist) {
        const direction = now.beyond > 1 ? 1 : -1;
        now.beyond = 1;
        now.quietUntil = performance.now() + quietMillis;
        allowed.onLevel(direction, { x: (at.x - from.x) / from.k, y: (at.y - from.y) / from.k });
      } else show(scaleAt(from, k, at));
    },
    [show],
  );

  useEffect(() => {
    const now = latest.current;
    [now.canvas, now.content, now.range] = [canvas, content, range];
    show(now.view);
  }, [canvas, content, range, show]);

  useEffect(() => {
    const svg = ref.current;
    const now = latest.current;
    if (svg === null) return;
    let current = true;
    let unlisten: (() => void) | undefined;
    // The map is seen first; what moves it comes right after.
    void import('./gestures.js').then(({ listenToGestures }) => {
      if (!current) return;
      unlisten = listenToGestures(svg, {
        pan: (dx, dy) => {
          now.stop();
          show({ ...now.view, x: now.view.x + dx, y: now.view.y + dy });
        },
        zoom: (factor, at) => {
          now.stop();
          zoom(factor, at);
        },
      });
    });
    return () => {
      current = false;
      now.stop();
      unlisten?.();
    };
  }, [ref, show, zoom]);

  const moves = useMemo(() => {
    const now = latest.current;
    const scaleBy = (factor: number) => {
      const k = Math.min(Math.max(now.view.k * factor, 1), now.range.most);
      glide(scaleAt(now.view, k, { x: now.canvas.width / 2, y: now.canvas.height / 2 }));
    };
    return {
      scaleBy,
      panBy: (dx: number, dy: number) => glide({ ...now.view, x: now.view.x + dx, y: now.view.y + dy }),
      centre: (at: Point) => {
        now.stop();
        show(centreOn(now.view, at, now.canvas));
      },
      reveal: (part: Rect) => {
        const to = revealIn(now.view, part, now.canvas);
        if (to.x !== now.view.x || to.y !== now.view.y) glide(to);
      },
      rest: () => {
        now.stop();
        show(restView);
      },
    };
  }, [glide, show]);
  return useMemo(() => ({ view, ...moves }), [view, moves]);
}
