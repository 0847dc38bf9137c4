import { line } from 'd3-shape';
import { useEffect, useMemo, useRef, type ReactElement } from 'react';
import type { Hop, RulesetView } from '../../../sim-core/index.js';
import { useRulesText } from '../../i18n/rules-text.js';
import { useText } from '../../i18n/text.js';
import { useLit } from '../../state/playback.js';
import { useSelection } from '../../state/selection.js';
import { classNames } from '../../ui/class-names.js';
import { useElementWidth } from '../../ui/element-size.js';
import wireLook from '../../ui/wires.module.css';
import { chainSections } from './chain-graph.js';
import { chainServices } from './chain-role.js';
import type { ChainBox, Point, RowBox } from './graph-box.js';
import { headHeight, layoutGraph, rowHeight, type GraphFacts, type GraphLayout } from './graph-layout.js';
import type { GraphWire } from './graph-wires.js';
import style from './graph-view.module.css';
import { leavingOf, sectionAt } from './leaving.js';
import { ruleOfRow } from './map-chains.js';
import { HeaderCard, LeavingCard } from './packet-cards.js';
import type { VisitedRule } from './visits.js';

interface GraphViewProps {
  readonly node: string;
  readonly ruleset: RulesetView | undefined;
  readonly visits: readonly VisitedRule[];
  /** The hops of the packet's leg. */
  readonly hops: readonly Hop[];
  /** The packet's hop, from 0. */
  readonly cursor: number;
  readonly traceId: number | undefined;
}

const draw = line<Point>(
  (point) => point.x,
  (point) => point.y,
);

const nothing: readonly never[] = [];

function useGraph({ ruleset, visits, hops }: GraphViewProps, width: number) {
  const { rules, trace } = useText();
  const { chain } = useRulesText();
  const sections = useMemo(() => chainSections(ruleset?.chains ?? nothing, visits, ruleset?.maps), [ruleset, visits]);
  const facts = useMemo((): GraphFacts => {
    const names = new Set(sections.flatMap((section) => section.chains.map(({ name }) => name)));
    return {
      services: chainServices(names, ruleset?.lines ?? nothing),
      leavings: sections.map((section) => leavingOf(section, hops)),
    };
  }, [sections, ruleset, hops]);
  const layout = useMemo(() => {
    const words = { ...rules.chain, ...chain, rolled: trace.titles.rolled };
    return width === 0 ? undefined : layoutGraph(sections, width, words, facts);
  }, [sections, facts, width, rules, chain, trace]);
  return { sections, layout };
}

/** Chains as boxes in columns; wires lead from the rule that jumps to the chain it jumps to. */
export function GraphView(props: GraphViewProps): ReactElement {
  const { node, visits, hops, cursor, traceId } = props;
  const { rules } = useText();
  const frame = useRef<HTMLDivElement>(null);
  const width = useElementWidth(frame);
  const { sections, layout } = useGraph(props, width);
  const now = visits.findLast((visit) => visit.hop <= cursor);
  useEffect(() => {
    const row = layout?.boxes
      .flatMap((box) => box.rows)
      .find((candidate) => candidate.row.visit?.hop === now?.hop && now !== undefined);
    const element = frame.current;
    if (row === undefined || element === null) return;
    const hidden = row.y < element.scrollTop || row.y + rowHeight > element.scrollTop + element.clientHeight;
    if (hidden) element.scrollTo({ top: row.y - element.clientHeight / 2 });
  }, [layout, now]);
  const title = layout?.titles[sectionAt(sections, cursor) ?? -1];
  const hop = hops[cursor];
  return (
    <div ref={frame} className={style.frame} tabIndex={0} role="region" aria-label={rules.graph}>
      {layout !== undefined && (
        <div className={style.sheet} style={{ width: layout.width, height: layout.height }}>
          <Graph layout={layout} node={node} cursor={cursor} now={now} traceId={traceId} />
          {title !== undefined && hop !== undefined && <HeaderCard hop={hop} title={title} width={layout.width} />}
          {layout.boxes.map(({ below }) => {
            const left = below === undefined ? undefined : hops[below.leaving.hop];
            return below === undefined || left === undefined ? null : (
              <LeavingCard key={below.leaving.chain} card={below} hop={left} reached={left.index <= cursor} />
            );
          })}
        </div>
      )}
    </div>
  );
}

interface GraphProps {
  readonly layout: GraphLayout;
  readonly node: string;
  readonly cursor: number;
  readonly now: VisitedRule | undefined;
  readonly traceId: number | undefined;
}

function Graph({ layout, node, cursor, now, traceId }: GraphProps): ReactElement {
  const behind = (wire: GraphWire): boolean => wire.hop !== undefined && wire.hop - 1 <= cursor;
  const taken = layout.wires.filter((wire) => wire.kind === 'travelled');
  return (
    <svg width={layout.width} height={layout.height} lang="en" aria-hidden="true">
      {layout.titles.map((title) => (
        <text key={title.y} className={style.section} x={title.x} y={title.y}>
          {title.text}
        </text>
      ))}
      {layout.wires
        .filter((wire) => wire.kind === 'possible')
        .map((wire) => (
          <path key={wire.id} className={wireLook.possible} d={draw([...wire.points]) ?? ''} />
        ))}
      {taken.map((wire) => (
        <path key={wire.id} className={behind(wire) ? wireLook.marker : style.none} d={draw([...wire.points]) ?? ''} />
      ))}
      {taken.map((wire) => (
        <path
          key={`ink/${wire.id}`}
          className={behind(wire) ? wireLook.travelled : wireLook.ahead}
          d={draw([...wire.points]) ?? ''}
        />
      ))}
      {layout.boxes.map((box) => (
        <Chain key={box.key} box={box} node={node} cursor={cursor} now={now} traceId={traceId} />
      ))}
      {layout.boxes.map(
        ({ below }) =>
          below !== undefined && (
            <path
              key={`left/${below.leaving.chain}`}
              className={below.leaving.hop <= cursor ? wireLook.travelled : wireLook.ahead}
              d={draw([...below.wire]) ?? ''}
            />
          ),
      )}
      {taken.map((wire) => (
        <Badge key={`hop/${wire.id}`} wire={wire} reached={behind(wire)} />
      ))}
    </svg>
  );
}

function Badge({ wire, reached }: { readonly wire: GraphWire; readonly reached: boolean }): ReactElement | null {
  if (wire.badge === undefined || wire.hop === undefined) return null;
  return (
    <g className={classNames(style.badge, !reached && style.later)}>
      <circle cx={wire.badge.x} cy={wire.badge.y} r={9} />
      <text x={wire.badge.x} y={wire.badge.y + 4}>
        {wire.hop}
      </text>
    </g>
  );
}

interface ChainProps extends Omit<GraphProps, 'layout'> {
  readonly box: ChainBox;
}

function Chain({ box, node, cursor, now, traceId }: ChainProps): ReactElement {
  const { rules } = useText();
  const { x, y, w, h, chain } = box;
  const last = box.rows.at(-1);
  return (
    <g className={classNames(style.chain, !chain.visited && style.quiet)}>
      <rect className={style.box} x={x} y={y} width={w} height={h} rx={6} />
      <text className={style.name} x={box.name.x} y={box.name.y}>
        <title>{chain.name}</title>
        {box.name.text}
      </text>
      <text className={style.note} x={box.note.x} y={box.note.y}>
        {box.note.text}
      </text>
      {box.rows.map((row) => (
        <Row key={row.id} row={row} box={box} node={node} cursor={cursor} now={now} traceId={traceId} />
      ))}
      {last !== undefined && chain.hidden > 0 && (
        <text className={style.note} x={x + 12} y={last.y + rowHeight + 14}>
          {rules.chain.more(chain.hidden)}
        </text>
      )}
      <rect className={style.outline} x={x} y={y} width={w} height={h} rx={6} />
      {box.rows.length > 0 && <line className={style.rule} x1={x} x2={x + w} y1={y + headHeight} y2={y + headHeight} />}
    </g>
  );
}

interface RowProps extends Omit<ChainProps, 'box'> {
  readonly row: RowBox;
  readonly box: ChainBox;
}

function Row({ row, box, node, cursor, now, traceId }: RowProps): ReactElement {
  const lit = useLit();
  const { pin, hover } = useSelection.getState();
  const { visit } = row.row;
  const met = visit !== undefined && visit.hop <= cursor;
  const isNow = visit !== undefined && visit.hop === now?.hop;
  const rule = ruleOfRow(row.id);
  const isLit = lit?.rule?.node === node && lit.rule.id === rule;
  const selection = {
    rule: { node, id: rule },
    ...(visit === undefined || traceId === undefined ? {} : { hop: { traceId, leg: visit.leg, index: visit.hop } }),
  };
  return (
    <g
      className={classNames(style.row, met && style.met, (isNow || isLit) && style.now)}
      onClick={() => pin(selection)}
      onPointerEnter={() => hover(selection)}
      onPointerLeave={() => hover(undefined)}
    >
      <rect className={style.rowPlate} x={box.x + 0.5} y={row.y} width={box.w - 1} height={rowHeight} />
      {met && <rect className={style.bar} x={box.x} y={row.y} width={3} height={rowHeight} />}
      <line className={style.rule} x1={box.x} x2={box.x + box.w} y1={row.y} y2={row.y} />
      <text className={style.summary} x={row.summary.x} y={row.summary.y}>
        {row.summary.text}
      </text>
      <text
        className={classNames(style.target, met && visit.visit.matched && style.strong)}
        x={row.target.x}
        y={row.target.y}
      >
        {row.target.text}
      </text>
      <title>{`${row.row.summary} ${row.row.target}`.trim()}</title>
    </g>
  );
}

/** What the three kinds of wire mean. */
export function GraphLegend(): ReactElement {
  const { rules } = useText();
  const kinds = ['travelled', 'possible', 'ahead'] as const;
  return (
    <ul className={style.legend}>
      {kinds.map((kind) => (
        <li key={kind}>
          <svg width="28" height="8" aria-hidden="true">
            {kind === 'travelled' && <path className={wireLook.marker} d="M0 4H28" />}
            <path className={wireLook[kind]} d="M0 4H28" />
          </svg>
          {rules.legend[kind]}
        </li>
      ))}
    </ul>
  );
}
