import type { ReactElement } from 'react';
import { Separator } from 'react-resizable-panels';
import { classNames } from './class-names.js';
import style from './resize-handle.module.css';

/** The hairline between two panes: dragged, moved with arrow keys, reset by a double click. */
export function ResizeHandle({
  label,
  across = false,
}: {
  readonly label: string;
  readonly across?: boolean;
}): ReactElement {
  return <Separator className={classNames(style.handle, across ? style.across : style.along)} aria-label={label} />;
}
