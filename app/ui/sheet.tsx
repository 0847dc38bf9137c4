import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { Button } from './button.js';
import style from './sheet.module.css';

interface SheetProps {
  readonly label: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A modal that slides over the page's side; the browser keeps the focus in it. */
export function Sheet({ label, closeLabel, onClose, children }: SheetProps): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={style.sheet}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className={style.inner}>
        <div className={style.body}>{children}</div>
        <span className={style.close}>
          <Button look="quiet" icon="close" label={closeLabel} onClick={onClose} />
        </span>
      </div>
    </dialog>
  );
}
