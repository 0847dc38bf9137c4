import type { ReactElement } from 'react';
import { useText } from '../i18n/text.js';
import { openScenario } from '../state/boot.js';
import { pageParameters } from '../state/page-parameters.js';
import { Button } from '../ui/button.js';
import { CardButton } from '../ui/card-button.js';
import { Icon } from '../ui/icon.js';
import { Kbd, withCommand } from '../ui/kbd.js';
import style from './empty-cluster.module.css';

/** Where to begin, and how many minutes it takes. */
const starts = [
  ['clusterip', 5],
  ['opening', 8],
  ['dns', 6],
] as const;

export function EmptyCluster(): ReactElement {
  const { lab, scenarios } = useText();
  const { empty } = lab;
  const [before, after] = empty.find;
  return (
    <div className={style.frame}>
      <div className={style.inner}>
        <h3>{empty.title}</h3>
        <p>{empty.body}</p>
        {starts.map(([slug, minutes]) => (
          <CardButton key={slug} className={style.card} onClick={() => void openScenario(slug)}>
            <span className={style.words}>
              <strong>{scenarios[slug].name}</strong>
              <span>{empty.notes[slug]}</span>
            </span>
            <span className={style.minutes}>{empty.minutes(minutes)}</span>
            <Icon name="chevron-right" />
          </CardButton>
        ))}
        {!pageParameters.embed && (
          <p className={style.find}>
            {before} <Kbd>{withCommand('K')}</Kbd> {after}
          </p>
        )}
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
