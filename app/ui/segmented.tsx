import { useId, useRef, type KeyboardEvent, type ReactElement } from 'react';
import { rovingIndex } from './tabs.js';
import style from './segmented.module.css';

export interface Segment<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly note?: string;
  /** Why it cannot be chosen; shown, and read out. */
  readonly unavailable?: string;
  /** What there is to know before it is chosen. */
  readonly hint?: string;
  readonly lang?: string;
}

interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly segments: readonly Segment<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  /** Arrow keys only move; Enter or Space choose. */
  readonly manual?: boolean;
}

const told = ({ unavailable, hint }: Segment<string>): string | undefined => unavailable ?? hint;

/** One of a few, all in sight. Unavailable ones can be reached, so that their reason can be read. */
export function Segmented<Value extends string>({
  label,
  segments,
  value,
  onChange,
  manual = false,
}: SegmentedProps<Value>): ReactElement {
  const group = useRef<HTMLDivElement>(null);
  const id = useId();
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = [...(group.current?.querySelectorAll('button') ?? [])];
    const from = buttons.findIndex((button) => button === document.activeElement);
    const to = rovingIndex(event.key, from, buttons.length);
    const segment = to === undefined ? undefined : segments[to];
    if (to === undefined || segment === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    buttons[to]?.focus();
    if (segment.unavailable === undefined && !manual) onChange(segment.value);
  };
  return (
    <div ref={group} className={style.group} role="radiogroup" aria-label={label} onKeyDown={onKeyDown}>
      {segments.map((segment) => (
        <button
          key={segment.value}
          type="button"
          role="radio"
          className={style.segment}
          aria-checked={segment.value === value}
          aria-disabled={segment.unavailable !== undefined}
          aria-describedby={told(segment) === undefined ? undefined : `${id}-${segment.value}`}
          tabIndex={segment.value === value ? 0 : -1}
          lang={segment.lang}
          onClick={() => segment.unavailable === undefined && onChange(segment.value)}
        >
          {segment.label}
          {segment.note !== undefined && <small className={style.note}>{segment.note}</small>}
          {told(segment) !== undefined && (
            <span className={style.reason} id={`${id}-${segment.value}`} role="tooltip">
              {told(segment)}
            </span>
          )}
        </button>
      ))}
    </div>
  );
}
