import type { ReactElement } from 'react';
import { useText } from '../i18n/text.js';
import { useLayout } from '../state/layout.js';
import { focusPane } from './panes.js';
import style from './skip-links.module.css';
import type { Frame } from './use-frame.js';

/** To the panes that are there in this frame; a phone has its tabs instead. */
export function SkipLinks({ frame }: { readonly frame: Frame }): ReactElement | null {
  const { skip } = useText().lab;
  const rules = useLayout((state) => state.view === 'rules');
  if (frame === 'phone') return null;
  const editor = frame === 'strip' ? [] : (['editor'] as const);
  const trace = rules && frame !== 'strip' ? [] : (['trace'] as const);
  const targets = [...editor, 'canvas', ...trace] as const;
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
