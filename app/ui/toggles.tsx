import { useId, type ReactElement } from 'react';
import type { Segment } from './segmented.js';
import style from './segmented.module.css';

interface TogglesProps<Value extends string> {
  readonly label: string;
  readonly segments: readonly Segment<Value>[];
  readonly values: readonly Value[];
  readonly onToggle: (value: Value) => void;
}

/** Several of a few, all in sight. */
export function Toggles<Value extends string>({
  label,
  segments,
  values,
  onToggle,
}: TogglesProps<Value>): ReactElement {
  const id = useId();
  return (
    <div className={style.group} role="group" aria-label={label}>
      {segments.map(({ value, label: name, note, hint, unavailable, lang }) => {
        const told = unavailable ?? hint;
        return (
          <button
            key={value}
            type="button"
            className={style.segment}
            aria-pressed={values.includes(value)}
            aria-disabled={unavailable !== undefined}
            aria-describedby={told === undefined ? undefined : `${id}-${value}`}
            lang={lang}
            onClick={() => unavailable === undefined && onToggle(value)}
          >
            {name}
            {note !== undefined && <small className={style.note}>{note}</small>}
            {told !== undefined && (
              <span className={style.reason} id={`${id}-${value}`} role="tooltip">
                {told}
              </span>
            )}
          </button>
        );
      })}
    </div>
  );
}
