import type { ReactElement, ReactNode } from 'react';
import style from './pane-head.module.css';

/** The 38 px strip on top of a pane: tabs at its start, what belongs to the whole pane at its end. */
export function PaneHead({ children, end }: { readonly children: ReactNode; readonly end?: ReactNode }): ReactElement {
  return (
    <div className={style.head}>
      {children}
      {end !== undefined && <div className={style.end}>{end}</div>}
    </div>
  );
}
