import { useLayoutEffect, useRef, type ReactElement } from 'react';
import type { Token } from './box.js';
import { pointAlong } from './geometry.js';
import { pathOf } from './map-wires.js';
import style from './map-wires.module.css';
import { lessMotion, tween } from './motion.js';

const hopMillis = 480;

interface PacketTokenProps {
  readonly token: Token;
  /** Changes with each hop; a hop forward from the last one is animated. */
  readonly hop: { readonly traceId: number; readonly leg: string; readonly cursor: number };
}

/** The packet: moves along the wire it took when it goes one hop on, jumps otherwise. */
export function PacketToken({ token, hop }: PacketTokenProps): ReactElement {
  const ref = useRef<SVGGElement>(null);
  const shown = useRef<PacketTokenProps['hop']>(undefined);
  const stop = useRef<(() => void) | undefined>(undefined);
  const { traceId, leg, cursor } = hop;
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const before = shown.current;
    shown.current = { traceId, leg, cursor };
    const onward = before?.traceId === traceId && before.leg === leg && before.cursor + 1 === cursor;
    const stays = before?.traceId === traceId && before.leg === leg && before.cursor === cursor;
    if (stays && stop.current !== undefined) return;
    stop.current?.();
    stop.current = undefined;
    if (!onward || lessMotion()) {
      element.setAttribute('transform', `translate(${token.at.x},${token.at.y})`);
      return;
    }
    const cancel = tween(
      hopMillis,
      (share) => {
        const { x, y } = pointAlong(token.way, share);
        element.setAttribute('transform', `translate(${x},${y})`);
      },
      () => (stop.current = undefined),
    );
    stop.current = cancel;
  }, [token, traceId, leg, cursor]);
  useLayoutEffect(() => () => stop.current?.(), []);
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
