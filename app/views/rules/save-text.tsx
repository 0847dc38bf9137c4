import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useText } from '../../i18n/text.js';
import { useLit } from '../../state/playback.js';
import { relatedOrigins, useSelection, type Selection } from '../../state/selection.js';
import { classNames } from '../../ui/class-names.js';
import { itemAt, measureLines, type Measured, type SaveLine } from './save-lines.js';
import style from './save-text.module.css';
import { useElementBox } from './use-element-box.js';

const rowPixels = 18;
const characterPixels = 7.2;
const gutterPixels = 62;
const rowsBeyond = 20;

interface SaveTextProps {
  readonly node: string;
  readonly lines: readonly SaveLine[];
  /** Rules that the packet has met by now. */
  readonly met: ReadonlySet<string>;
  /** The rule to keep in sight: pinned, or the packet's own. */
  readonly followed: string | undefined;
  readonly onChoose: (line: SaveLine) => void;
}

export const selectionOfLine = (node: string, line: SaveLine): Selection | undefined =>
  line.ruleId === undefined
    ? undefined
    : {
        rule: { node, id: line.ruleId },
        ...(line.origin === undefined ? {} : { origin: line.origin, object: line.origin.object }),
      };

/** How strongly a line is marked. */
function markOf(
  line: SaveLine,
  node: string,
  met: ReadonlySet<string>,
  lit: Selection | undefined,
): 'now' | 'met' | undefined {
  if (line.ruleId === undefined) return undefined;
  if (
    lit?.rule === undefined
      ? relatedOrigins(lit?.origin, line.origin)
      : lit.rule.node === node && lit.rule.id === line.ruleId
  ) {
    return 'now';
  }
  return met.has(line.ruleId) ? 'met' : undefined;
}

/** iptables-save as it is, of which only the lines in sight are in the document. */
export function SaveText({ node, lines, met, followed, onChoose }: SaveTextProps): ReactElement {
  const { rules } = useText();
  const frame = useRef<HTMLDivElement>(null);
  const { width, height } = useElementBox(frame);
  const [scrolled, setScrolled] = useState(0);
  const lit = useLit();
  const columns = Math.max(20, Math.floor((width - gutterPixels - 16) / characterPixels));
  const { items, rows } = useMemo(() => measureLines(lines, columns), [lines, columns]);
  const place = followed === undefined ? -1 : items.findIndex((item) => item.line.ruleId === followed);
  const top = items[place]?.top;
  useEffect(() => {
    const element = frame.current;
    if (element === null || top === undefined || height === 0) return;
    const y = top * rowPixels;
    if (y < element.scrollTop + rowPixels || y > element.scrollTop + height - 4 * rowPixels) {
      element.scrollTo({ top: Math.max(0, y - height / 3) });
    }
  }, [top, height]);

  const first = itemAt(items, Math.floor(scrolled / rowPixels) - rowsBeyond);
  const end = itemAt(items, Math.ceil((scrolled + height) / rowPixels) + rowsBeyond) + 1;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const step = event.key === 'ArrowDown' ? 1 : -1;
    let index = place < 0 ? (step > 0 ? -1 : items.length) : place;
    do index += step;
    while (items[index] !== undefined && items[index]?.line.ruleId === undefined);
    const line = items[index]?.line;
    if (line !== undefined) onChoose(line);
  };
  return (
    <div
      ref={frame}
      className={style.text}
      role="listbox"
      tabIndex={0}
      aria-label={rules.text}
      aria-activedescendant={place < 0 ? undefined : `rule-line-${place}`}
      lang="en"
      onScroll={(event) => setScrolled(event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
    >
      <div className={style.sizer} style={{ height: rows * rowPixels + 24 }} role="presentation">
        {items.slice(first, end).map((item, i) => (
          <Line
            key={item.line.key}
            id={`rule-line-${first + i}`}
            item={item}
            node={node}
            mark={markOf(item.line, node, met, lit)}
            chosen={first + i === place}
            onChoose={onChoose}
          />
        ))}
      </div>
    </div>
  );
}

interface LineProps {
  readonly id: string;
  readonly item: Measured;
  readonly node: string;
  readonly mark: 'now' | 'met' | undefined;
  readonly chosen: boolean;
  readonly onChoose: (line: SaveLine) => void;
}

function Line({ id, item, node, mark, chosen, onChoose }: LineProps): ReactElement {
  const { line, rows, top } = item;
  const { hover } = useSelection.getState();
  const selectable = line.ruleId !== undefined;
  return (
    <div
      id={id}
      className={classNames(
        style.line,
        selectable && style.selectable,
        line.sign === '+' && style.added,
        line.sign === '-' && style.removed,
        line.kind === 'gap' && style.gap,
        mark !== undefined && style[mark],
      )}
      style={{ top: top * rowPixels + 8, height: rows.length * rowPixels }}
      role="option"
      aria-selected={chosen}
      aria-disabled={!selectable}
      onClick={() => selectable && onChoose(line)}
      onPointerEnter={selectable ? () => hover(selectionOfLine(node, line)) : undefined}
      onPointerLeave={selectable ? () => hover(undefined) : undefined}
    >
      <span className={style.number}>{line.number}</span>
      <span className={style.sign}>{line.sign}</span>
      <span className={style.rows}>
        {rows.map((row, i) => (
          <span key={i} className={i === 0 ? undefined : style.wrapped}>
            {row}
          </span>
        ))}
      </span>
    </div>
  );
}
