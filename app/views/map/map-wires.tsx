import type { ReactElement } from 'react';
import type { Wire } from './box.js';
import type { Point } from './geometry.js';
import style from './map-wires.module.css';

export const pathOf = (points: readonly Point[]): string =>
  points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x},${y}`).join('');

const order: readonly Wire['kind'][] = ['possible', 'tether', 'ahead', 'travelled', 'refusal'];

/** All wires, the packet's on top. Travelled ones are ink on marker, so they are drawn twice. */
export function MapWires({ wires }: { readonly wires: readonly Wire[] }): ReactElement {
  const sorted = order.flatMap((kind) => wires.filter((wire) => wire.kind === kind));
  const travelled = sorted.filter((wire) => wire.kind === 'travelled');
  return (
    <g aria-hidden="true">
      {sorted
        .filter((wire) => wire.kind === 'possible' || wire.kind === 'tether')
        .map((wire) => (
          <path key={wire.id} className={style[wire.kind]} d={pathOf(wire.points)} />
        ))}
      {travelled.map((wire) => (
        <path key={`marker/${wire.id}`} className={style.marker} d={pathOf(wire.points)} />
      ))}
      {sorted
        .filter((wire) => wire.kind !== 'possible' && wire.kind !== 'tether')
        .map((wire) => (
          <path key={wire.id} className={style[wire.kind]} d={pathOf(wire.points)} />
        ))}
    </g>
  );
}
