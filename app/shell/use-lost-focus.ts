import { useEffect } from 'react';
import { focusPane, goOnIn } from './panes.js';

/**
 * A key can take away what has the focus: a pane that steps aside, a row that is gone. Who works by keyboard
 * then goes on in the same pane, or in the cluster's, and not at the top of the page.
 */
export function useLostFocus(): void {
  useEffect(() => {
    let last: { readonly element: Element; readonly pane: string | undefined } | undefined;
    const onFocus = ({ target }: FocusEvent): void => {
      if (!(target instanceof Element)) return;
      last = { element: target, pane: target.closest<HTMLElement>('[data-pane]')?.dataset['pane'] };
    };
    const look = (): void => {
      if (last === undefined || last.element.isConnected || document.activeElement !== document.body) return;
      goOnIn(last.pane ?? 'canvas');
      if (document.activeElement === document.body) focusPane('canvas');
    };
    // By then the page is drawn as the key wanted it.
    const onKey = (): number => requestAnimationFrame(() => requestAnimationFrame(look));
    document.addEventListener('focusin', onFocus);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('keydown', onKey);
    };
  }, []);
}
