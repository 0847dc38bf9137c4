import { useId, type ReactElement, type ReactNode } from 'react';
import { Button } from './button.js';
import style from './dialog.module.css';
import { Modal } from './modal.js';
import modal from './modal.module.css';

interface DialogProps {
  readonly title: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A modal in the middle of the page, with a title. */
export function Dialog({ title, closeLabel, onClose, children }: DialogProps): ReactElement {
  const heading = useId();
  return (
    <Modal className={style.dialog} name={{ labelledBy: heading }} onClose={onClose}>
      <div className={style.inner}>
        <div className={style.head}>
          <h2 id={heading} className={modal.title}>
            {title}
          </h2>
          <Button look="quiet" icon="close" label={closeLabel} onClick={onClose} />
        </div>
        {children}
      </div>
    </Modal>
  );
}
