import { useEffect, useId, useRef, type ReactElement, type ReactNode } from 'react';
import { Button } from './button.js';
import style from './dialog.module.css';

interface DialogProps {
  readonly title: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A native modal: the browser keeps the focus in it, closes it on Esc and gives the focus back. */
export function Dialog({ title, closeLabel, onClose, children }: DialogProps): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={style.dialog}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className={style.inner}>
        <header className={style.head}>
          <h2 id={heading}>{title}</h2>
          <Button look="quiet" icon="close" label={closeLabel} onClick={onClose} />
        </header>
        {children}
      </div>
    </dialog>
  );
}
