import { memo, type ReactElement } from 'react';
import { classNames } from '../../ui/class-names.js';
import type { Box } from './box.js';
import { labelWidth } from './context.js';
import { bottom, middleX, middleY, right, type Point } from './geometry.js';
import style from './map-box.module.css';
import { MapLabel } from './map-label.js';
import type { TileDot } from './overview.js';
import type { Face as FaceOfBox } from './steady.js';

const radius: Partial<Record<Box['shape'], number>> = {
  node: 10,
  tile: 8,
  zoneCard: 10,
  outside: 6,
  nic: 5,
  hook: 4,
  bridge: 4,
  card: 7,
  callout: 6,
};

const cornerOf = (box: Box): number =>
  box.shape === 'pod' || box.shape === 'ghost' || box.shape === 'address'
    ? Math.min(20, box.rect.h / 2)
    : (radius[box.shape] ?? 4);

/** The outline of a box; what has none is only text. */
function Frame({ box }: { readonly box: Box }): ReactElement | null {
  const { x, y, w, h } = box.rect;
  if (box.shape === 'routing') {
    const [cx, cy] = [middleX(box.rect), middleY(box.rect)];
    return (
      <path className={style.frame} d={`M${cx} ${y}L${right(box.rect)} ${cy}L${cx} ${bottom(box.rect)}L${x} ${cy}Z`} />
    );
  }
  if (box.shape === 'dot') return <Dot box={box} />;
  if (box.shape === 'legend' || box.shape === 'more' || box.shape === 'host' || box.shape === 'zone') return null;
  return <rect className={style.frame} x={x} y={y} width={w} height={h} rx={cornerOf(box)} />;
}

function Dot({ box }: { readonly box: Box }): ReactElement {
  const [cx, cy] = [middleX(box.rect), middleY(box.rect)];
  if (box.notReady !== true) return <circle className={style.dotMark} cx={cx} cy={cy} r={5} />;
  return <path className={style.dotCross} d={`M${cx - 4} ${cy - 4}l8 8m0-8l-8 8`} />;
}

function Rows({ box }: { readonly box: Box }): ReactElement | null {
  if (box.rows === undefined) return null;
  const { x, y, w } = box.rect;
  const isHeaded = box.rows.every((row) => row.rect.y >= y + 24);
  return (
    <>
      {box.rows.map((row) => (
        <rect
          key={`${row.rect.x} ${row.rect.y}`}
          className={classNames(style.row, row.lit === 'full' ? style.full : row.lit === 'soft' && style.softRow)}
          x={row.rect.x}
          y={row.rect.y}
          width={row.rect.w}
          height={row.rect.h}
        />
      ))}
      {isHeaded && <line className={style.rule} x1={x} x2={x + w} y1={y + 24} y2={y + 24} />}
    </>
  );
}

function TileDots({ dots }: { readonly dots: readonly TileDot[] }): ReactElement {
  return (
    <>
      {dots.map((dot) => {
        const [cx, cy] = [middleX(dot), middleY(dot)];
        if (dot.state === 'notReady' && dot.square !== true)
          return <path key={`${cx} ${cy}`} className={style.dotCross} d={`M${cx - 3.5} ${cy - 3.5}l7 7m0-7l-7 7`} />;
        const look = classNames(
          style.dotMark,
          dot.state !== 'ready' && style[dot.state === 'notReady' ? 'unready' : dot.state],
        );
        if (dot.square === true)
          return <rect key={`${cx} ${cy}`} className={look} x={dot.x} y={dot.y} width={dot.w} height={dot.h} rx={2} />;
        return <circle key={`${cx} ${cy}`} className={look} cx={cx} cy={cy} r={dot.state === 'found' ? 5 : 4.5} />;
      })}
    </>
  );
}

interface MapBoxProps {
  /** Where it stands: what only moves is not drawn again. */
  readonly at: Point;
  readonly face: FaceOfBox;
  readonly lit: boolean;
  readonly dim: boolean;
  readonly found: boolean;
  readonly role: 'source' | 'target' | undefined;
}

/** One object of the map: outline, rows, texts. */
export function MapBox({ at, face, lit, dim, found, role }: MapBoxProps): ReactElement {
  const { box } = face;
  return (
    <g
      transform={`translate(${at.x},${at.y})`}
      className={classNames(
        style.box,
        style[box.shape],
        box.state !== undefined && style[box.state],
        box.notReady === true && style.notReady,
        box.terminating === true && style.terminating,
        lit && style.lit,
        dim && style.dim,
        found && style.isFound,
      )}
    >
      <Face face={face} role={role} />
    </g>
  );
}

/** All of it but its place and what marks it. */
const Face = memo(function Face({ face, role }: Pick<MapBoxProps, 'face' | 'role'>): ReactElement {
  const { box, dots } = face;
  const { x, y, w, h } = box.rect;
  const ringed = role !== undefined || (box.target === true && box.shape === 'pod');
  return (
    <>
      <rect className={style.focusRing} x={x - 3} y={y - 3} width={w + 6} height={h + 6} rx={cornerOf(box) + 3} />
      {ringed && (
        <rect
          className={classNames(style.ring, role !== undefined && style.picked)}
          x={x - 3}
          y={y - 3}
          width={w + 6}
          height={h + 6}
          rx={cornerOf(box) + 3}
        />
      )}
      <Frame box={box} />
      {box.shape === 'pod' && box.notReady === true && (
        <rect className={style.hatching} x={x} y={y} width={w} height={h} rx={cornerOf(box)} />
      )}
      {box.shape === 'bridge' && <rect className={style.hatching} x={x} y={y} width={w} height={h} rx={4} />}
      <Rows box={box} />
      {dots !== undefined && <TileDots dots={dots} />}
      {(box.shape === 'host' || box.shape === 'zone') &&
        box.labels.map((l) => (
          <rect key={l.text} className={style.plate} x={l.x - 4} y={l.y - 12} width={labelWidth(l) + 8} height={16} />
        ))}
      {box.shape === 'bridge' &&
        box.labels.map((label) => (
          <rect key={label.text} className={style.plate} x={label.x - 4} y={label.y - 3} width={15} height={33} />
        ))}
      {box.labels.map((label) => (
        <MapLabel key={`${label.x} ${label.y}`} label={label} />
      ))}
      {box.state === 'dropped' && <Cross x={right(box.rect)} y={y} />}
    </>
  );
});

function Cross({ x, y }: { readonly x: number; readonly y: number }): ReactElement {
  return (
    <g className={style.cross}>
      <circle cx={x} cy={y} r={8} />
      <path d={`M${x - 3} ${y - 3}l6 6m0-6l-6 6`} />
    </g>
  );
}
