import type { ReactElement, ReactNode } from 'react';
import { Button } from './button.js';
import { Icon, type IconName } from './icon.js';
import style from './toast.module.css';

interface ToastProps {
  readonly icon: IconName;
  readonly title: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Only for what the learner did not cause. Stays until closed. */
export function Toast({ icon, title, closeLabel, onClose, children }: ToastProps): ReactElement {
  return (
    <div className={style.toast} role="status">
      <span className={style.icon}>
        <Icon name={icon} />
      </span>
      <div className={style.body}>
        <p className={style.title}>{title}</p>
        <div className={style.text}>{children}</div>
      </div>
      <Button look="quiet" icon="close" label={closeLabel} onClick={onClose} />
    </div>
  );
}
