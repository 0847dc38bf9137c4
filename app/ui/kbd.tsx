import type { ReactElement } from 'react';
import { classNames } from './class-names.js';
import style from './kbd.module.css';

/** A key as it is printed on a keyboard. Hidden where there is none. */
export function Kbd({
  children,
  inverse = false,
}: {
  readonly children: string;
  readonly inverse?: boolean;
}): ReactElement {
  return (
    <kbd className={classNames(style.kbd, inverse && style.inverse)} aria-hidden="true">
      {children}
    </kbd>
  );
}

const apple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The command key's name here, joined to another: `⌘↵` or `Ctrl ↵`. */
export const withCommand = (key: string, shift = false): string =>
  apple ? `${shift ? '⇧' : ''}⌘${key}` : `Ctrl ${shift ? '⇧ ' : ''}${key}`;
