import type { ReactElement } from 'react';
import type { GrowthPoint } from '../../../sim-core/index.js';
import style from './growth-lines.module.css';

const width = 300;
const height = 72;
const inset = 8;
/** Both axes by powers of ten, up to these. */
const most = { services: 10_000, rules: 100_000 } as const;

const along = (value: number, top: number): number => Math.log10(Math.max(1, value)) / Math.log10(top);
const x = ({ services }: GrowthPoint): number => inset + (width - 2 * inset) * along(services, most.services);
const y = ({ counts }: GrowthPoint): number => height - inset - (height - 2 * inset) * along(counts.rules, most.rules);

/** Rules to walk over the number of Services; the table beside it holds the numbers. */
export function GrowthChart({ points }: { readonly points: readonly GrowthPoint[] }): ReactElement {
  const path = points.map((point, i) => `${i === 0 ? 'M' : 'L'}${x(point).toFixed(1)} ${y(point).toFixed(1)}`).join('');
  return (
    <svg className={style.chart} viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      <path className={style.axis} d={`M${inset} ${inset}V${height - inset}H${width - inset}`} />
      <path className={style.line} d={path} />
      {points.map((point) => (
        <circle key={point.services} className={style.dot} cx={x(point)} cy={y(point)} r="2.5" />
      ))}
    </svg>
  );
}
