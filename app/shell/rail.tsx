import type { ReactElement } from 'react';
import { Icon, type IconName } from '../ui/icon.js';
import style from './rail.module.css';

interface RailProps {
  readonly icon: IconName;
  readonly name: string;
  readonly label: string;
  readonly title: string;
  /** Things gone wrong in there. */
  readonly count?: number;
  readonly onOpen: () => void;
}

/** What is left of a pane that stepped aside. */
export function Rail({ icon, name, label, title, count = 0, onOpen }: RailProps): ReactElement {
  return (
    <button
      type="button"
      className={style.rail}
      data-pane={name}
      id={`pane-${name}`}
      aria-label={label}
      title={label}
      onClick={onOpen}
    >
      <Icon name={icon} />
      <span className={style.title} aria-hidden="true">
        {title}
      </span>
      {count > 0 && <span className={style.count}>{count}</span>}
    </button>
  );
}
