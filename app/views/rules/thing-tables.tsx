import { useEffect, useRef, type ReactElement } from 'react';
import type { Origin } from '../../../sim-core/index.js';
import { useLit } from '../../state/playback.js';
import { relatedOrigins, useSelection, type Selection } from '../../state/selection.js';
import { classNames } from '../../ui/class-names.js';
import { scrollIntoSight } from '../../ui/scroll-into-sight.js';
import { lastMet, type MetThings } from './met-things.js';
import type { ThingRow, ThingSection } from './thing-sections.js';
import style from './thing-tables.module.css';

interface ThingTablesProps {
  readonly node: string;
  readonly label: string;
  /** A sentence about all of them. */
  readonly about?: string | undefined;
  readonly sections: readonly ThingSection[];
  readonly met: MetThings;
  /** The packet's hop, from 0. */
  readonly cursor: number;
}

const selectionOf = (node: string, id: string, origin: Origin | undefined): Selection => ({
  rule: { node, id },
  ...(origin === undefined ? {} : { origin, object: origin.object }),
});

/** What the kernel holds besides rules, as tables; what the packet met is lit. */
export function ThingTables({ node, label, about, sections, met, cursor }: ThingTablesProps): ReactElement {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => scrollIntoSight(frame.current?.querySelector('[data-now]')), [cursor, sections]);
  return (
    <div ref={frame} className={style.frame} tabIndex={0} role="region" aria-label={label}>
      {about !== undefined && <p className={style.lead}>{about}</p>}
      <div className={style.grid}>
        {sections.map((section) => (
          <Section key={section.id} section={section} node={node} met={met} cursor={cursor} />
        ))}
      </div>
    </div>
  );
}

interface SectionProps extends Pick<ThingTablesProps, 'node' | 'met' | 'cursor'> {
  readonly section: ThingSection;
}

function useMark({ node, met, cursor }: Omit<SectionProps, 'section'>) {
  const lit = useLit();
  return (id: string, origin: Origin | undefined): 'now' | 'met' | undefined => {
    const chosen =
      lit?.rule === undefined ? relatedOrigins(lit?.origin, origin) : lit.rule.node === node && lit.rule.id === id;
    const hop = lastMet(met, id, cursor);
    if (chosen || hop === cursor) return 'now';
    return hop === undefined ? undefined : 'met';
  };
}

function Section({ section, ...at }: SectionProps): ReactElement {
  const { id, title, note, about, columns, rows, empty, origin } = section;
  const { pin } = useSelection.getState();
  const mark = useMark(at);
  const own = mark(id, origin);
  const widest = Math.max(columns?.length ?? 1, ...rows.map(({ cells }) => cells.length));
  return (
    <section className={classNames(style.card, own !== undefined && style.cardMet)}>
      <button
        type="button"
        className={classNames(style.head, own !== undefined && style[own])}
        onClick={() => pin(selectionOf(at.node, id, origin))}
      >
        <strong lang="en">{title}</strong>
        {note !== undefined && <span>{note}</span>}
      </button>
      {about !== undefined && about !== '' && <p className={style.about}>{about}</p>}
      {rows.length === 0 ? (
        empty !== '' && <p className={style.empty}>{empty}</p>
      ) : (
        <table className={style.table}>
          {columns !== undefined && (
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
          )}
          <tbody>
            {rows.map((row) => (
              <Row key={row.id} row={row} widest={widest} node={at.node} mark={mark(row.id, row.origin)} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

interface RowProps {
  readonly row: ThingRow;
  readonly widest: number;
  readonly node: string;
  readonly mark: 'now' | 'met' | undefined;
}

function Row({ row, widest, node, mark }: RowProps): ReactElement {
  const { hover, pin } = useSelection.getState();
  const selection = selectionOf(node, row.id, row.origin);
  return (
    <tr
      className={classNames(style.row, mark !== undefined && style[mark])}
      data-now={mark === 'now' ? '' : undefined}
      onClick={() => pin(selection)}
      onPointerEnter={() => hover(selection)}
      onPointerLeave={() => hover(undefined)}
    >
      {row.cells.map((cell, i) => (
        <td key={i} lang="en" colSpan={i === row.cells.length - 1 ? widest - i : 1}>
          {i === 0 ? (
            <button type="button" className={style.cell} onClick={() => pin(selection)}>
              {cell}
            </button>
          ) : (
            cell
          )}
          {i === row.cells.length - 1 && row.note !== undefined && <small className={style.note}>{row.note}</small>}
        </td>
      ))}
    </tr>
  );
}
