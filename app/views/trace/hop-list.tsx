import {
  useEffect,
  useRef,
  useState,
  type CSSProperties,
  type FocusEvent,
  type ReactElement,
  type RefObject,
} from 'react';
import type { Hop, Trace } from '../../../sim-core/index.js';
import { hopWords, placeName } from '../../i18n/hop-words.js';
import { useText } from '../../i18n/text.js';
import { seek } from '../../state/actions.js';
import { usePlayback, type Leg } from '../../state/playback.js';
import { isHopLit, selectionOfHop, useSelection } from '../../state/selection.js';
import { classNames } from '../../ui/class-names.js';
import { scrollIntoSight } from '../../ui/scroll-into-sight.js';
import { foldHops, waypoints, type HopState, type Row } from './fold.js';
import { HopDetail } from './hop-detail.js';
import style from './hop-list.module.css';
import { OutcomeSummary } from './outcome-summary.js';

interface HopListProps {
  readonly trace: Trace;
  readonly leg: Leg;
}

export function HopList({ trace, leg }: HopListProps): ReactElement {
  const { trace: words } = useText();
  const cursor = usePlayback((state) => state.cursor);
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const current = useRef<HTMLLIElement>(null);
  const hops = trace[leg];

  useEffect(() => scrollIntoSight(current.current), [cursor, trace, leg]);

  const keep = useKeptFocus(current);
  return (
    <div className={style.scroll}>
      <ol className={style.list} aria-label={words.hops} style={numberColumn(hops.length)} {...keep}>
        {foldHops(hops, cursor, opened).map((row) =>
          row.kind === 'fold' ? (
            <FoldRow
              key={row.hops[0]?.index}
              trace={trace}
              leg={leg}
              row={row}
              onOpen={(index) => setOpened(new Set([...opened, index]))}
            />
          ) : row.hop.index === cursor ? (
            <li key={row.hop.index} ref={current} aria-current="step">
              <HopDetail trace={trace} leg={leg} hop={row.hop} dropped={row.state === 'dropped'} />
            </li>
          ) : (
            <li key={row.hop.index}>
              <HopRow trace={trace} leg={leg} hop={row.hop} state={row.state} />
            </li>
          ),
        )}
      </ol>
      {cursor === hops.length - 1 && <OutcomeSummary trace={trace} leg={leg} />}
    </div>
  );
}

/** A row that unfolds becomes another element: the focus stays with its hop, or goes to the one the packet is at. */
function useKeptFocus(current: RefObject<HTMLLIElement | null>) {
  const list = useRef<HTMLOListElement>(null);
  const focused = useRef<string>(undefined);
  useEffect(() => {
    if (focused.current === undefined || document.activeElement !== document.body) return;
    const same = list.current?.querySelector<HTMLElement>(`[data-hop="${focused.current}"]`);
    (same ?? current.current?.querySelector('button'))?.focus({ preventScroll: true });
  });
  return {
    ref: list,
    onFocus: ({ target }: FocusEvent<HTMLElement>) => {
      focused.current = target.dataset['hop'];
    },
    onBlur: ({ relatedTarget }: FocusEvent) => {
      if (relatedTarget !== null) focused.current = undefined;
    },
  };
}

/** Wide enough for the widest range of hop numbers: `16–42`. */
const numberColumn = (count: number): CSSProperties =>
  ({ '--numbers': `${(String(count).length * 2 + 1) * 7.3}px` }) as CSSProperties;

interface HopRowProps {
  readonly trace: Trace;
  readonly leg: Leg;
  readonly hop: Hop;
  readonly state: HopState;
}

function HopRow({ trace, leg, hop, state }: HopRowProps): ReactElement {
  const text = useText();
  const { title, note, mono } = hopWords(hop, text);
  const hover = useSelection((selection) => selection.hover);
  const isLit = useSelection(({ preview, pinned }) => isHopLit(trace, leg, hop, preview ?? pinned));
  const chosen = selectionOfHop(trace, leg, hop);
  return (
    <button
      type="button"
      data-hop={hop.index}
      className={classNames(style.row, style[state], isLit && style.lit)}
      onClick={() => {
        seek(hop.index, leg);
        useSelection.getState().pin(chosen);
      }}
      onPointerEnter={() => hover(chosen)}
      onPointerLeave={() => hover(undefined)}
    >
      <span className={style.number}>{hop.index + 1}</span>
      <span className={classNames(style.title, mono && style.mono)}>{title}</span>
      <span className={style.note}>{note}</span>
    </button>
  );
}

interface FoldRowProps {
  readonly trace: Trace;
  readonly leg: Leg;
  readonly row: Extract<Row, { kind: 'fold' }>;
  readonly onOpen: (index: number) => void;
}

function FoldRow({ trace, leg, row, onOpen }: FoldRowProps): ReactElement {
  const text = useText();
  const isLit = useSelection(({ preview, pinned }) =>
    row.hops.some((hop) => isHopLit(trace, leg, hop, preview ?? pinned)),
  );
  const { verdicts } = text.trace.titles;
  const from = row.hops[0]?.index ?? 0;
  const to = row.hops[row.hops.length - 1]?.index ?? from;
  const points = waypoints(
    row.hops,
    (place) => placeName(place, text),
    (verdict) => verdicts[verdict],
  );
  return (
    <li>
      <button
        type="button"
        data-hop={from}
        className={classNames(style.row, style[row.state], isLit && style.lit)}
        aria-expanded={false}
        onClick={() => onOpen(from)}
      >
        <span className={style.number}>{`${from + 1}–${to + 1}`}</span>
        <span className={style.title}>{points.join(' → ')}</span>
      </button>
    </li>
  );
}
