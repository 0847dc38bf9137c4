import { memo, type ReactElement } from 'react';
import { classNames } from '../../ui/class-names.js';
import wireLook from '../../ui/wires.module.css';
import type { Wire } from './box.js';
import { boundsOf, overlaps, type Point, type Rect } from './geometry.js';
import style from './map-wires.module.css';

export const pathOf = (points: readonly Point[]): string =>
  points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x},${y}`).join('');

const order: readonly Wire['kind'][] = ['possible', 'tether', 'ahead', 'travelled', 'refusal'];

const isBelow = ({ kind }: Wire): boolean => kind === 'possible' || kind === 'tether';

interface WirePathProps {
  readonly wire: Wire;
  readonly look: Wire['kind'] | 'marker';
}

const WirePath = memo(function WirePath({ wire, look }: WirePathProps): ReactElement {
  return <path className={classNames(wireLook[look], style[look])} d={pathOf(wire.points)} />;
});

interface MapWiresProps {
  readonly wires: readonly Wire[];
  /** The part of a large map that is drawn. */
  readonly part: Rect | undefined;
}

/** All wires, the packet's on top. Travelled ones are ink on marker, so they are drawn twice. */
export function MapWires({ wires, part }: MapWiresProps): ReactElement {
  const drawn = part === undefined ? wires : wires.filter(({ points }) => overlaps(boundsOf(points), part));
  const sorted = order.flatMap((kind) => drawn.filter((wire) => wire.kind === kind));
  const travelled = sorted.filter((wire) => wire.kind === 'travelled');
  const draw = (wire: Wire) => <WirePath key={wire.id} wire={wire} look={wire.kind} />;
  return (
    <g aria-hidden="true">
      {sorted.filter(isBelow).map(draw)}
      {travelled.map((wire) => (
        <WirePath key={wire.id} wire={wire} look="marker" />
      ))}
      {sorted.filter((wire) => !isBelow(wire)).map(draw)}
    </g>
  );
}
