import { useLayoutEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { classNames } from './class-names.js';
import style from './modal.module.css';

interface ModalProps {
  /** Its size and place, and where it looks otherwise than others. */
  readonly className: string | undefined;
  /** Its name: either the text, or the id of the element that shows it. */
  readonly name: { readonly label: string } | { readonly labelledBy: string };
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A native modal: the browser keeps the focus in it, closes it on Esc and gives the focus back. */
export function Modal({ className, name, onClose, children }: ModalProps): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  // Closed while it is still there: a dialog that is merely removed gives no focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // The first thing to press is not always the first in the dialog.
    element?.querySelector<HTMLElement>('[data-first-focus]')?.focus();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={classNames(style.modal, className)}
      {...('label' in name ? { 'aria-label': name.label } : { 'aria-labelledby': name.labelledBy })}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      {children}
    </dialog>
  );
}
