import { useRef, type KeyboardEvent, type PointerEvent, type ReactElement, type ReactNode } from 'react';
import { classNames } from './class-names.js';
import { keyed, sizeFor, type PaneRange } from './pane-range.js';
import style from './side-pane.module.css';

export type { PaneRange };

interface SplitProps {
  /** Panes stand one below the other. */
  readonly down?: boolean;
  readonly children: ReactNode;
}

/** A row (or column) of panes around one that takes the rest: `SidePane`s and a `MiddlePane`. */
export const Split = ({ down = false, children }: SplitProps): ReactElement => (
  <div className={classNames(style.split, down && style.down)}>{children}</div>
);

interface MiddlePaneProps {
  readonly down?: boolean;
  readonly least: number;
  readonly children: ReactNode;
}

/** The pane that takes the rest, and the others' room too when it would be less than it needs. */
export const MiddlePane = ({ down = false, least, children }: MiddlePaneProps): ReactElement => (
  <div className={style.middle} data-middle={least} style={down ? { minHeight: least } : { minWidth: least }}>
    {children}
  </div>
);

interface SidePaneProps {
  readonly id: string;
  /** Whether it stands before the middle (left) or after it (right, below). */
  readonly side: 'start' | 'end';
  readonly down?: boolean;
  readonly range: PaneRange;
  readonly size: number | undefined;
  readonly open: boolean;
  /** Names the handle. */
  readonly label: string;
  readonly onSize: (size: number | undefined) => void;
  readonly onOpen: (open: boolean) => void;
  readonly children: ReactNode;
}

/** A pane of a size of its own with the handle that changes it: dragged, moved by arrow keys, reset by a double click. */
export function SidePane(props: SidePaneProps): ReactElement {
  const { id, side, down = false, range, size, open, label, onSize, onOpen, children } = props;
  const pane = useRef<HTMLDivElement>(null);
  const drag = useRef<{ readonly from: number; readonly size: number }>(undefined);
  const grow = side === 'start' ? 1 : -1;
  const along = (element: Element): number =>
    down ? element.getBoundingClientRect().height : element.getBoundingClientRect().width;

  const limit = (): number => {
    const element = pane.current;
    const whole = element?.parentElement;
    if (element === null || whole === null || whole === undefined) return Number.MAX_SAFE_INTEGER;
    const middle = whole.querySelector(':scope > [data-middle]');
    const spare = middle === null ? 0 : along(middle) - Number(middle.getAttribute('data-middle'));
    return Math.max(range.least, Math.min(along(whole) * range.most, along(element) + spare));
  };
  const moveTo = (wanted: number): void => {
    const next = sizeFor(wanted, range, limit());
    if ((next !== undefined) !== open) onOpen(next !== undefined);
    if (next !== undefined) onSize(next);
  };

  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0 || pane.current === null) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    event.currentTarget.dataset['dragged'] = '';
    drag.current = { from: down ? event.clientY : event.clientX, size: along(pane.current) };
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    const start = drag.current;
    if (start === undefined) return;
    moveTo(start.size + ((down ? event.clientY : event.clientX) - start.from) * grow);
  };
  const onPointerUp = (event: PointerEvent<HTMLDivElement>): void => {
    delete event.currentTarget.dataset['dragged'];
    drag.current = undefined;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (pane.current === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const wanted = keyed(event.key, along(pane.current), range, grow);
    if (wanted === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (wanted === 'fold') onOpen(!open);
    else moveTo(open ? Math.max(wanted, range.least) : range.least);
  };
  const basis = open ? (size ?? range.usual) : range.folded;
  const least = open ? range.least : range.folded;
  const bounds = down
    ? { minHeight: least, maxHeight: `${range.most * 100}%` }
    : { minWidth: least, maxWidth: `${range.most * 100}%` };
  const panel = (
    <div ref={pane} className={style.side} style={{ flex: `0 1 ${basis}px`, ...bounds }}>
      {children}
    </div>
  );
  return (
    <>
      {side === 'start' && panel}
      <div
        className={classNames(style.handle, down ? style.across : style.along)}
        role="separator"
        tabIndex={0}
        aria-label={label}
        aria-orientation={down ? 'horizontal' : 'vertical'}
        aria-controls={`pane-${id}`}
        aria-valuenow={basis}
        aria-valuemin={range.folded}
        aria-valuemax={Math.max(basis, 2 * range.usual)}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerUp}
        onKeyDown={onKeyDown}
        onDoubleClick={() => {
          onSize(undefined);
          onOpen(true);
        }}
      />
      {side === 'end' && panel}
    </>
  );
}
