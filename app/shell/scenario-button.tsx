import type { ReactElement } from 'react';
import { useText } from '../i18n/text.js';
import { openFinder } from '../state/finder.js';
import { Icon } from '../ui/icon.js';
import { useScenarioName } from './scenario-name.js';
import style from './top-bar.module.css';

/** Says what the Lab shows, and opens the list of what it could show. */
export function ScenarioButton({ wide }: { readonly wide: boolean }): ReactElement {
  const { topBar } = useText().lab;
  const name = useScenarioName();
  return (
    <div className={style.scenario}>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-label={`${topBar.scenario}: ${name}`}
        title={name}
        onClick={() => openFinder('scenarios')}
      >
        {wide && <span className={style.word}>{topBar.scenario}</span>}
        <strong>{name}</strong>
        <Icon name="chevron-down" />
      </button>
    </div>
  );
}
