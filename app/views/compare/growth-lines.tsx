import type { ReactElement } from 'react';
import type { GrowthPoint } from '../../../sim-core/index.js';
import { useCompareText } from '../../i18n/compare-text.js';
import { useSlowQuery } from '../../state/compare.js';
import { GrowthChart } from './growth-chart.js';
import style from './growth-lines.module.css';
import type { Packet } from './packet.js';

/** Cluster sizes; the large ones are asked for on their own, so that no question takes long. */
const small = [1, 10, 100];
const medium = [1000];
const large = [5000];

/** Chance decides nothing that is counted here. */
const seed = 1;

/** What the same packet costs in larger clusters: measured, never typed in. */
export function GrowthLines({ mode, packet }: { readonly mode: string; readonly packet: Packet }): ReactElement {
  const words = useCompareText();
  const ask = (services: readonly number[]) => ({
    kind: 'compareGrowth' as const,
    modes: [mode],
    services,
    seed,
    ...packet,
  });
  const answers = [useSlowQuery(ask(small)), useSlowQuery(ask(medium)), useSlowQuery(ask(large))];
  const points = answers.flatMap((answer) => answer?.columns[0]?.points ?? []);
  const [fewest] = points;
  const most = answers[2]?.columns[0]?.points?.at(-1);
  return (
    <div className={style.growth}>
      <p>
        {words.grown(most?.services ?? large[0] ?? 0)}{' '}
        {fewest === undefined || most === undefined ? (
          <span role="status">{words.measuring}</span>
        ) : (
          <Verdict fewest={fewest} most={most} />
        )}
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
function Verdict({ fewest, most }: { readonly fewest: GrowthPoint; readonly most: GrowthPoint }): ReactElement {
  const words = useCompareText();
  const { counts } = most;
  if (counts.rules > 2 * fewest.counts.rules) return <strong>{words.walk(counts.rules)}</strong>;
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
