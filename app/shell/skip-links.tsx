import type { ReactElement } from 'react';
import { useText } from '../i18n/text.js';
import { focusPane } from './panes.js';
import style from './skip-links.module.css';

const targets = ['editor', 'canvas', 'trace'] as const;

export function SkipLinks(): ReactElement {
  const { skip } = useText().lab;
  return (
    <nav className={style.links}>
      {targets.map((target) => (
        <a
          key={target}
          href={`#pane-${target}`}
          onClick={(event) => {
            event.preventDefault();
            focusPane(target);
          }}
        >
          {skip[target]}
        </a>
      ))}
    </nav>
  );
}
