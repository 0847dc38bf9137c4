import type { ReactElement, ReactNode } from 'react';
import { classNames } from '../ui/class-names.js';
import style from './pane.module.css';

interface PaneProps {
  readonly name: string;
  readonly label: string;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/** A region of the page: a landmark that F6 and the skip links can reach. */
export function Pane({ name, label, children, className }: PaneProps): ReactElement {
  return (
    <section
      className={classNames(style.pane, className)}
      data-pane={name}
      id={`pane-${name}`}
      aria-label={label}
      tabIndex={-1}
    >
      {children}
    </section>
  );
}
