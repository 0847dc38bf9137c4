import type { ReactElement, ReactNode } from 'react';
import { classNames } from './class-names.js';
import style from './pane-head.module.css';

interface PaneHeadProps {
  readonly children: ReactNode;
  readonly end?: ReactNode;
  /** With little room to spare. */
  readonly tight?: boolean;
}

/** The 38 px strip on top of a pane: tabs at its start, what belongs to the whole pane at its end. */
export function PaneHead({ children, end, tight = false }: PaneHeadProps): ReactElement {
  return (
    <div className={classNames(style.head, tight && style.tight)}>
      {children}
      {end !== undefined && <div className={style.end}>{end}</div>}
    </div>
  );
}
