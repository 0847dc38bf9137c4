import type { ReactElement, ReactNode } from 'react';
import { Button } from './button.js';
import { Modal } from './modal.js';
import style from './sheet.module.css';

interface SheetProps {
  readonly label: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  /** As wide as the page, from below. */
  readonly across?: boolean;
  readonly children: ReactNode;
}

/** A modal that slides over the page's side. */
export function Sheet({ label, closeLabel, onClose, across = false, children }: SheetProps): ReactElement {
  return (
    <Modal className={across ? `${style.sheet} ${style.across}` : style.sheet} name={{ label }} onClose={onClose}>
      <div className={style.inner}>
        <div className={style.body}>{children}</div>
        <span className={style.close}>
          <Button look="quiet" icon="close" label={closeLabel} onClick={onClose} />
        </span>
      </div>
    </Modal>
  );
}
