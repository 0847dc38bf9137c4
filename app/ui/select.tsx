import type { ReactElement } from 'react';
import { Icon } from './icon.js';
import style from './select.module.css';

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}

interface SelectProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly mono?: boolean;
}

/** The browser's own list in our frame: it works with every keyboard, touch screen and reader. */
export function Select({ label, choices, value, onChange, mono = false }: SelectProps): ReactElement {
  return (
    <span className={style.frame}>
      <select
        className={mono ? style.mono : undefined}
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} disabled={choice.disabled}>
            {choice.label}
          </option>
        ))}
      </select>
      <span className={style.arrow}>
        <Icon name="chevron-down" />
      </span>
    </span>
  );
}
