import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useLit } from '../../state/playback.js';
import { relatedOrigins, useSelection, type Selection } from '../../state/selection.js';
import { classNames } from '../../ui/class-names.js';
import { useElementSize } from '../../ui/element-size.js';
import { itemAt, measureLines, type Measured, type SaveLine } from './save-lines.js';
import style from './save-text.module.css';

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
  /** The command that prints the lines. */
  readonly command: string;
  /** Said of lines that a former mode left. */
  readonly leftover: string;
}

export const selectionOfLine = (node: string, line: SaveLine): Selection | undefined =>
  line.ruleId === undefined
    ? undefined
    : {
        rule: { node, id: line.ruleId },
        ...(line.origin === undefined ? {} : { origin: line.origin, object: line.origin.object }),
      };

/** Tabs are drawn two characters wide; room for the deepest is kept free. */
const indentOf = (lines: readonly SaveLine[]): number =>
  lines.reduce((deepest, { text }) => Math.max(deepest, /^\t*/.exec(text)?.[0].length ?? 0), 0);

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
export function SaveText({ node, lines, met, followed, onChoose, command, leftover }: SaveTextProps): ReactElement {
  const frame = useRef<HTMLDivElement>(null);
  const { width, height } = useElementSize(frame);
  const [scrolled, setScrolled] = useState(0);
  const lit = useLit();
  const columns = Math.max(20, Math.floor((width - gutterPixels - 16) / characterPixels) - indentOf(lines));
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
      aria-label={command}
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
            leftover={leftover}
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
  readonly leftover: string;
}

/** A rule's counter, as `iptables-save -c` would print it, and who left it. */
function titleOf({ packets, leftoverOf }: SaveLine, leftover: string): string | undefined {
  const words = [
    ...(packets === undefined ? [] : [`[${packets}]`]),
    ...(leftoverOf === undefined ? [] : [`${leftover}: ${leftoverOf}`]),
  ];
  return words.length === 0 ? undefined : words.join(' ');
}

function Line({ id, item, node, mark, chosen, onChoose, leftover }: LineProps): ReactElement {
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
        line.leftoverOf !== undefined && style.leftover,
        mark !== undefined && style[mark],
      )}
      title={titleOf(line, leftover)}
      style={{ top: top * rowPixels + 8, height: rows.length * rowPixels }}
      role="option"
      aria-selected={chosen}
      aria-disabled={!selectable}
      onClick={() => selectable && onChoose(line)}
      onPointerEnter={selectable ? () => hover(selectionOfLine(node, line)) : undefined}
      onPointerLeave={selectable ? () => hover(undefined) : undefined}
    >
      <span className={style.number}>{line.number}</span>
      <span className={style.sign}>{line.sign === ' ' && line.leftoverOf !== undefined ? '⟂' : line.sign}</span>
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
