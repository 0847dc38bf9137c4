import type { ReactElement } from 'react';
import { classNames } from '../../ui/class-names.js';
import type { IpKind } from '../../state/ip-kind.js';
import ipInk from '../../ui/ip-ink.module.css';
import { fonts, glyphWidth, type Label } from './box.js';
import { labelWidth } from './context.js';
import style from './map-label.module.css';

function Glyph({ kind, x, y }: { readonly kind: IpKind; readonly x: number; readonly y: number }): ReactElement {
  const cy = y - 4;
  if (kind === 'node') return <rect className={style.glyph} x={x} y={cy - 4} width={8} height={8} />;
  if (kind === 'pod') return <circle className={style.glyph} cx={x + 4} cy={cy} r={4.2} />;
  if (kind === 'external') return <path className={style.glyph} d={`M${x + 4} ${cy - 5}l5 5-5 5-5-5Z`} />;
  return <circle className={style.ring} cx={x + 4} cy={cy} r={3.8} />;
}

/** A text at its measured place, with the glyph of its address kind and its state. */
export function MapLabel({ label }: { readonly label: Label }): ReactElement {
  const { x, y, font, tone, glyph, mark } = label;
  const width = labelWidth(label);
  const textX = x + (glyph === undefined ? 0 : glyphWidth);
  const turn = label.turned ? `rotate(90 ${x} ${y})` : undefined;
  return (
    <g className={classNames(ipInk[tone] ?? style[tone], mark !== undefined && style[mark])} transform={turn}>
      {(mark === 'now' || mark === 'chip') && (
        <rect className={style.plate} x={x - 5} y={y - 14} width={width + 10} height={20} rx={4} />
      )}
      {glyph !== undefined && (
        <g className={ipInk[glyph]}>
          <Glyph kind={glyph} x={x} y={y} />
        </g>
      )}
      <text className={classNames(style.text, style[font])} x={textX} y={y} fontSize={fonts[font].size}>
        {label.text}
      </text>
    </g>
  );
}
