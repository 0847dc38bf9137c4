import { type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import { useText } from '../../i18n/text.js';
import { classNames } from '../../ui/class-names.js';
import type { Box, MapLayout } from './box.js';
import type { Point } from './geometry.js';
import style from './minimap.module.css';
import { seenPart, type Size, type View } from './pan-zoom.js';

const largest = { width: 140, height: 104 };
const least = 64;
const arrowStep = 80;
/** Border and padding. */
const edge = 4;

interface MinimapProps {
  readonly layout: MapLayout;
  readonly view: View;
  readonly canvas: Size;
  /** Ids of boxes in which something was found. */
  readonly found: ReadonlySet<string>;
  readonly onCentre: (at: Point) => void;
  readonly onPan: (dx: number, dy: number) => void;
}

const isShown = (box: Box): boolean => box.shape === 'tile' || box.shape === 'zoneCard' || box.shape === 'node';

function look(box: Box, found: ReadonlySet<string>): string | undefined {
  if (box.state !== undefined && (box.shape !== 'node' || box.state === 'current')) return style.walked;
  if (box.notReady === true) return style.notReady;
  return found.has(box.id) ? style.found : undefined;
}

/** The whole map, small: where the packet is, what is not well, and which part is in sight. */
export default function Minimap({ layout, view, canvas, found, onCentre, onPan }: MinimapProps): ReactElement {
  const { map } = useText();
  const whole = { width: Math.max(layout.width, canvas.width), height: Math.max(layout.height, canvas.height) };
  const scale = Math.min(largest.width / whole.width, largest.height / whole.height);
  // A long column of nodes is squeezed rather than drawn as a line.
  const drawn = {
    width: Math.max(least, whole.width * scale),
    height: Math.max(least / 2, whole.height * scale),
  };
  const seen = seenPart(view, canvas);
  const go = (event: PointerEvent<SVGSVGElement>) => {
    const frame = event.currentTarget.getBoundingClientRect();
    onCentre({
      x: ((event.clientX - frame.left - edge) / drawn.width) * whole.width,
      y: ((event.clientY - frame.top - edge) / drawn.height) * whole.height,
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Readonly<Record<string, Point>> = {
      ArrowLeft: { x: arrowStep, y: 0 },
      ArrowRight: { x: -arrowStep, y: 0 },
      ArrowUp: { x: 0, y: arrowStep },
      ArrowDown: { x: 0, y: -arrowStep },
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onPan(move.x, move.y);
  };
  return (
    <svg
      className={style.minimap}
      data-minimap
      role="group"
      tabIndex={0}
      aria-label={map.minimap}
      width={drawn.width}
      height={drawn.height}
      preserveAspectRatio="none"
      viewBox={`0 0 ${whole.width} ${whole.height}`}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && go(event)}
    >
      {layout.boxes.filter(isShown).map((box) => (
        <rect
          key={box.id}
          className={classNames(style.box, look(box, found))}
          x={box.rect.x}
          y={box.rect.y}
          width={box.rect.w}
          height={box.rect.h}
          rx={6}
        />
      ))}
      <rect
        className={style.seen}
        data-seen
        x={seen.x}
        y={seen.y}
        width={seen.w}
        height={seen.h}
        rx={8}
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
