import type { ReactElement } from 'react';
import { useText } from '../i18n/text.js';
import { takesWholeWidth, useLayout } from '../state/layout.js';
import { focusPane, focusTerminal } from './panes.js';
import style from './skip-links.module.css';
import type { Frame } from './use-frame.js';

/** To the panes that are there in this frame; a phone has its tabs instead. */
export function SkipLinks({ frame }: { readonly frame: Frame }): ReactElement | null {
  const { skip } = useText().lab;
  const whole = useLayout((state) => takesWholeWidth(state.view));
  const comparing = useLayout((state) => state.view === 'compare');
  const editing = useLayout((state) => state.editorOpenInRules);
  if (frame === 'phone') return null;
  const editor = frame === 'strip' || (comparing && !editing) ? [] : (['editor'] as const);
  const trace = (whole && frame !== 'strip') || comparing ? [] : (['trace'] as const);
  const dock = whole || frame === 'strip' ? [] : (['dock'] as const);
  const targets = [...editor, 'canvas', ...trace, ...dock] as const;
  return (
    <nav className={style.links} aria-label={skip.label}>
      {targets.map((target) => (
        <a
          key={target}
          href={`#pane-${target}`}
          onClick={(event) => {
            event.preventDefault();
            if (target === 'dock') focusTerminal();
            else focusPane(target);
          }}
        >
          {skip[target]}
        </a>
      ))}
    </nav>
  );
}
