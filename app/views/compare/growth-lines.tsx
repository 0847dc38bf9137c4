import type { ReactElement } from 'react';
import type { GrowthPoint } from '../../../sim-core/index.js';
import { useCompareText } from '../../i18n/compare-text.js';
import { useClusterView } from '../../state/cluster-view.js';
import { useSlowQuery } from '../../state/compare.js';
import { GrowthChart } from './growth-chart.js';
import style from './growth-lines.module.css';
import type { Packet } from './packet.js';

/** Cluster sizes that are looked at besides the cluster's own. */
const sizes = [10, 100, 1000, 5000] as const;
const largest = 5000;

/** Chance decides nothing that is counted here. */
const seed = 1;

/** What the same packet costs in larger clusters: measured, never typed in. */
export function GrowthLines({ mode, packet }: { readonly mode: string; readonly packet: Packet }): ReactElement {
  const words = useCompareText();
  const own = useClusterView((state) => state.cluster?.services.length ?? 1);
  const ask = (services: readonly number[]) => ({
    kind: 'compareGrowth' as const,
    modes: [mode],
    services,
    seed,
    ...packet,
  });
  // The largest is asked for on its own and first, so that no question takes long and the sentence comes early.
  const large = useSlowQuery(ask([Math.max(largest, own)]), 2);
  const smaller = useSlowQuery(ask([own, ...sizes.filter((size) => size > own && size < largest)]), 3);
  const most = large?.columns[0]?.points?.at(-1);
  const others = (smaller?.columns[0]?.points ?? []).filter(({ services }) => services !== most?.services);
  const points = most === undefined ? [] : [...others, most];
  return (
    <div className={style.growth}>
      <p>
        {words.grown(most?.services ?? largest)}{' '}
        {most === undefined ? <span role="status">{words.measuring}</span> : <Verdict point={most} />}
      </p>
      {most !== undefined && <p className={style.rewritten}>{words.rewritten(most.rewritten)}</p>}
      {points.length > 1 && (
        <details className={style.more}>
          <summary>{words.growth}</summary>
          <GrowthChart points={points} />
          <GrowthTable points={points} />
          <p>{words.growthWhy}</p>
        </details>
      )}
    </div>
  );
}

/** A list grows with the cluster; a lookup stays one. */
function Verdict({ point: { services, counts } }: { readonly point: GrowthPoint }): ReactElement {
  const words = useCompareText();
  if (counts.rules > services) return <strong>{words.walk(counts.rules)}</strong>;
  const kind = (['servers', 'maps', 'policies', 'sets', 'crossings'] as const).find((one) => counts[one] > 0);
  const what = kind === undefined ? words.walk(counts.rules) : words.counted[kind](counts[kind]);
  return <strong>{words.still(what)}</strong>;
}

const lookups = ({ counts }: GrowthPoint): number => counts.maps + counts.sets + counts.servers + counts.policies;

function GrowthTable({ points }: { readonly points: readonly GrowthPoint[] }): ReactElement {
  const words = useCompareText();
  const titles = [words.services, words.rulesColumn, words.lookupsColumn, words.rewrittenColumn];
  return (
    <table className={style.table}>
      <thead>
        <tr>
          {titles.map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.services}>
            {[point.services, point.counts.rules, lookups(point), point.rewritten].map((value, i) => (
              <td key={titles[i]}>{value.toLocaleString('en')}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
