import type { ReactElement } from 'react';
import { useText } from '../i18n/text.js';
import { restoreOpening } from '../state/boot.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import style from './empty-cluster.module.css';

export function EmptyCluster(): ReactElement {
  const { empty } = useText().lab;
  return (
    <div className={style.frame}>
      <div className={style.inner}>
        <h3>{empty.title}</h3>
        <p>{empty.body}</p>
        <button type="button" className={style.card} onClick={() => void restoreOpening()}>
          <span>
            <strong>{empty.restore}</strong>
            <span>{empty.restoreNote}</span>
          </span>
          <Icon name="chevron-right" />
        </button>
      </div>
    </div>
  );
}

export function FailedStart(): ReactElement {
  const { failed } = useText().lab;
  return (
    <div className={style.frame} role="alert">
      <div className={style.inner}>
        <h3>{failed.title}</h3>
        <p>{failed.body}</p>
        <Button look="solid" onClick={() => window.location.reload()}>
          {failed.reload}
        </Button>
      </div>
    </div>
  );
}
