import { select } from 'd3-selection';
import 'd3-transition';
import { zoom, zoomIdentity, zoomTransform, type ZoomBehavior } from 'd3-zoom';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { bottom, right, type Rect } from './geometry.js';

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
  /** Moves the map only as far as needed to see a part of it with some room around. */
  readonly reveal: (part: Rect) => void;
}

const most = 2.5;
const room = 16;

const moveMillis = (): number => (window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 240);

/** How far to shift one axis so that a stretch lies within the canvas, its start first. */
function shiftInto(start: number, end: number, size: number): number {
  const over = Math.max(0, end + room - size);
  const under = Math.max(0, room - (start - over));
  return under - over;
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
    (part: Rect) => {
      const [svg, zooming] = [ref.current, behaviour.current];
      if (svg === null || zooming === undefined) return;
      const { x, y, k } = zoomTransform(svg);
      const dx = shiftInto(part.x * k + x, right(part) * k + x, canvas.width) / k;
      const dy = shiftInto(part.y * k + y, bottom(part) * k + y, canvas.height) / k;
      if (dx !== 0 || dy !== 0) zooming.translateBy(select(svg).transition().duration(moveMillis()), dx, dy);
    },
    [ref, canvas.width, canvas.height],
  );
  return { view, scaleBy, fit, reveal };
}
