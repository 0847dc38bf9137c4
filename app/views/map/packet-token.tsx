import { interrupt } from 'd3-transition';
import { select } from 'd3-selection';
import 'd3-transition';
import { useLayoutEffect, useRef, type ReactElement } from 'react';
import type { Token } from './box.js';
import { pointAlong } from './geometry.js';
import { pathOf } from './map-wires.js';
import style from './map-wires.module.css';

const hopMillis = 480;

/** Starts and ends gently; a hop is one movement. */
const ease = (t: number): number => (t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2);

const lessMotion = (): boolean => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

interface PacketTokenProps {
  readonly token: Token;
  /** Changes with each hop; a hop forward from the last one is animated. */
  readonly hop: { readonly traceId: number; readonly leg: string; readonly cursor: number };
}

/** The packet: moves along the wire it took when it goes one hop on, jumps otherwise. */
export function PacketToken({ token, hop }: PacketTokenProps): ReactElement {
  const ref = useRef<SVGGElement>(null);
  const shown = useRef<PacketTokenProps['hop']>(undefined);
  const { traceId, leg, cursor } = hop;
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const before = shown.current;
    shown.current = { traceId, leg, cursor };
    const onward = before?.traceId === traceId && before.leg === leg && before.cursor + 1 === cursor;
    const rest = `translate(${token.at.x},${token.at.y})`;
    const stays = before?.traceId === traceId && before.leg === leg && before.cursor === cursor;
    if (stays && element.getAttribute('data-moving') === 'true') return;
    interrupt(element);
    if (!onward || lessMotion()) {
      element.setAttribute('transform', rest);
      return;
    }
    element.setAttribute('data-moving', 'true');
    select(element)
      .transition()
      .duration(hopMillis)
      .ease(ease)
      .attrTween('transform', () => (t) => {
        const { x, y } = pointAlong(token.way, t);
        return `translate(${x},${y})`;
      })
      .on('end interrupt', () => element.removeAttribute('data-moving'));
  }, [token, traceId, leg, cursor]);
  return (
    <g aria-hidden="true" pointerEvents="none">
      {token.stem !== undefined && <path className={style.stem} d={pathOf(token.stem)} />}
      <g ref={ref} data-token>
        <circle className={style.halo} r={13} />
        <circle className={style.core} r={10} />
        <text className={style.number} y={4}>
          {token.number}
        </text>
      </g>
    </g>
  );
}
