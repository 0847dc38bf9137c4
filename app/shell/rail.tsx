import type { ReactElement } from 'react';
import { Icon, type IconName } from '../ui/icon.js';
import style from './rail.module.css';

interface RailProps {
  readonly icon: IconName;
  readonly name: string;
  readonly label: string;
  readonly title: string;
  readonly onOpen: () => void;
}

/** What is left of a pane that stepped aside. */
export function Rail({ icon, name, label, title, onOpen }: RailProps): ReactElement {
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
      <span aria-hidden="true">{title}</span>
    </button>
  );
}
