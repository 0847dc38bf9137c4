import type { ReactElement } from 'react';
import { parseIp, type Spread, type SpreadBar } from '../../../sim-core/index.js';
import { useCompareText } from '../../i18n/compare-text.js';
import { useClusterView } from '../../state/cluster-view.js';
import { connections, useSlowQuery } from '../../state/compare.js';
import { ipKind } from '../../state/ip-kind.js';
import { classNames } from '../../ui/class-names.js';
import { IpChip } from '../../ui/ip-chip.js';
import type { Packet } from './packet.js';
import style from './spread-table.module.css';

interface SpreadTableProps {
  readonly mode: string;
  readonly packet: Packet;
  readonly seed: number;
}

/** Where so many connections went, against what chance or turn would give. */
export function SpreadTable({ mode, packet, seed }: SpreadTableProps): ReactElement {
  const words = useCompareText();
  const view = useSlowQuery({ kind: 'compareSpread', modes: [mode], seed, count: connections, ...packet }, 1);
  const spread = view?.columns[0]?.spread;
  return (
    <div className={style.spread}>
      <p className={style.head}>
        <strong>{words.connections(connections)}</strong>
        {spread === undefined ? <span role="status">{words.counting(connections)}</span> : <Method spread={spread} />}
      </p>
      {spread !== undefined && <Bars spread={spread} />}
      {spread !== undefined && <Legend spread={spread} />}
    </div>
  );
}

function Method({ spread }: { readonly spread: Spread }): ReactElement {
  const words = useCompareText();
  const { method, scheduler = '', exact, chiSquare } = spread;
  const name = words.method(method, scheduler, exact);
  if (chiSquare === undefined) return <span>{name}</span>;
  const { value, freedom, p } = chiSquare;
  const text = value.toFixed(2);
  const chance = p < 0.001 ? '< 0.1' : (p * 100).toFixed(p < 0.1 ? 1 : 0);
  return (
    <span title={words.chiWhy(text, freedom, chance)}>
      {words.withChi(name, text)}
      <span className="visually-hidden"> {words.chiWhy(text, freedom, chance)}</span>
    </span>
  );
}

/** An expected value as it is: whole, or with one digit. */
const rounded = (n: number): string => (Number.isInteger(n) ? String(n) : n.toFixed(1));

function Bars({ spread }: { readonly spread: Spread }): ReactElement | null {
  const words = useCompareText();
  const { bars, band } = spread;
  if (bars.length === 0) return null;
  const widest = 1.08 * Math.max(1, band?.[1] ?? 0, ...bars.map(({ observed }) => observed));
  const ports = new Set(bars.map(({ endpoint }) => /:(\d+)$/.exec(endpoint)?.[1]));
  return (
    <div className={style.scroll} tabIndex={bars.length > mostInSight ? 0 : undefined}>
      <table className={style.table}>
        <thead className="visually-hidden">
          <tr>
            {[words.endpoint, words.share, words.difference, words.observed].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => (
            <Row key={bar.endpoint} bar={bar} band={band} widest={widest} bare={ports.size === 1} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const mostInSight = 8;

interface RowProps {
  readonly bar: SpreadBar;
  readonly band: Spread['band'];
  readonly widest: number;
  /** All endpoints have the same port: their addresses tell them apart. */
  readonly bare: boolean;
}

function Row({ bar, band, widest, bare }: RowProps): ReactElement {
  const cluster = useClusterView((state) => state.cluster);
  const { endpoint, observed, expected } = bar;
  const address = endpoint.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  const difference = Math.round(observed - expected);
  const x = (n: number): number => (100 * n) / widest;
  const isOut = band !== undefined && (observed < band[0] || observed > band[1]);
  return (
    <tr>
      <th scope="row">
        <IpChip kind={ipKind(parseIp(address) ?? address, cluster)} text={bare ? address : endpoint} />
      </th>
      <td className={style.bar}>
        <svg viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          {band !== undefined && (
            <rect className={style.band} x={x(band[0])} width={x(band[1] - band[0])} height="20" />
          )}
          <rect className={style.observed} y="3" width={x(observed)} height="14" />
          {band !== undefined && <line className={style.expected} x1={x(expected)} x2={x(expected)} y2="20" />}
        </svg>
      </td>
      <td className={classNames(style.difference, isOut && style.out)}>
        {band === undefined ? '' : difference > 0 ? `+${difference}` : String(difference).replace('-', '−')}
      </td>
      <td className={style.count}>{observed}</td>
    </tr>
  );
}

function Legend({ spread }: { readonly spread: Spread }): ReactElement {
  const words = useCompareText();
  const { bars, band, failed, method } = spread;
  return (
    <div className={style.legend}>
      {band !== undefined && <p>{words.legend(rounded(bars[0]?.expected ?? 0))}</p>}
      {method === 'sticky' && <p>{words.sticky}</p>}
      {failed.map(({ outcome, count }) => (
        <p key={outcome}>{words.missed(count, words.outcomes[outcome])}</p>
      ))}
    </div>
  );
}
