import { select } from 'd3-selection';
import 'd3-transition';
import { zoom, zoomIdentity, zoomTransform, type ZoomBehavior } from 'd3-zoom';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { Point } from './geometry.js';

export interface View {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

interface MapZoom {
  readonly view: View;
  readonly scaleBy: (factor: number) => void;
  readonly fit: () => void;
  /** Moves the map only as far as needed to see a point with some room around it. */
  readonly reveal: (point: Point) => void;
}

const most = 2.5;
const room = 48;

const moveMillis = (): number => (window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 240);

/** How far to shift one axis so that `at` lies within the canvas. */
function shiftInto(at: number, size: number): number {
  if (at < room) return room - at;
  return at > size - room ? size - room - at : 0;
}

/**
 * Dragging and the wheel pan, pinching and Ctrl with the wheel scale. The scale never falls below 1, so that no text
 * gets smaller than it was set; beyond that the level of detail changes.
 */
export function useMapZoom(ref: RefObject<SVGSVGElement | null>, canvas: Size, content: Size): MapZoom {
  const [view, setView] = useState<View>({ x: 0, y: 0, k: 1 });
  const behaviour = useRef<ZoomBehavior<SVGSVGElement, unknown>>(undefined);

  useLayoutEffect(() => {
    const svg = ref.current;
    if (svg === null) return;
    const zooming = zoom<SVGSVGElement, unknown>()
      .scaleExtent([1, most])
      .clickDistance(4)
      .filter((event: MouseEvent) => event.type !== 'wheel' && event.button === 0 && !event.ctrlKey)
      .on('zoom', (event: { readonly transform: View }) => {
        const { x, y, k } = event.transform;
        setView({ x, y, k });
      });
    behaviour.current = zooming;
    const selection = select(svg);
    selection.call(zooming).on('dblclick.zoom', null);
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) zooming.scaleBy(selection, 2 ** (-event.deltaY * 0.01));
      else {
        const { k } = zoomTransform(svg);
        zooming.translateBy(selection, -event.deltaX / k, -event.deltaY / k);
      }
    };
    svg.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      svg.removeEventListener('wheel', onWheel);
      selection.on('.zoom', null);
    };
  }, [ref]);

  useEffect(() => {
    const [svg, zooming] = [ref.current, behaviour.current];
    if (svg === null || zooming === undefined) return;
    const size = { width: Math.max(content.width, canvas.width), height: Math.max(content.height, canvas.height) };
    zooming.extent([
      [0, 0],
      [canvas.width, canvas.height],
    ]);
    zooming.translateExtent([
      [0, 0],
      [size.width, size.height],
    ]);
    zooming.translateBy(select(svg), 0, 0);
  }, [ref, canvas.width, canvas.height, content.width, content.height]);

  const scaleBy = useCallback(
    (factor: number) => {
      const [svg, zooming] = [ref.current, behaviour.current];
      if (svg !== null && zooming !== undefined)
        zooming.scaleBy(select(svg).transition().duration(moveMillis()), factor);
    },
    [ref],
  );
  const fit = useCallback(() => {
    const [svg, zooming] = [ref.current, behaviour.current];
    if (svg !== null && zooming !== undefined)
      zooming.transform(select(svg).transition().duration(moveMillis()), zoomIdentity);
  }, [ref]);
  const reveal = useCallback(
    (point: Point) => {
      const [svg, zooming] = [ref.current, behaviour.current];
      if (svg === null || zooming === undefined) return;
      const { x, y, k } = zoomTransform(svg);
      const dx = shiftInto(point.x * k + x, canvas.width) / k;
      const dy = shiftInto(point.y * k + y, canvas.height) / k;
      if (dx !== 0 || dy !== 0) zooming.translateBy(select(svg).transition().duration(moveMillis()), dx, dy);
    },
    [ref, canvas.width, canvas.height],
  );
  return { view, scaleBy, fit, reveal };
}
