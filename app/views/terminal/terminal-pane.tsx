import { lazy, Suspense, useState, type ReactElement } from 'react';
import { useTerminalText } from '../../i18n/terminal-text.js';
import { useTerminals, type Terminal } from '../../state/terminal.js';
import { classNames } from '../../ui/class-names.js';
import { ErrorBoundary } from '../../ui/error-boundary.js';
import { EditDialog } from './edit-dialog.js';
import { PlainTerminal } from './plain-terminal.js';
import { useReader } from './reader.js';
import style from './terminal.module.css';

const XtermTerminal = lazy(() => import('./xterm-terminal.js'));

interface TerminalPaneProps {
  /** A text field instead of a screen of cells, as on phones. */
  readonly plain?: boolean;
  /** Where the focus goes when Escape was pressed twice. */
  readonly onLeave: () => void;
}

/** The terminals, side by side. */
export default function TerminalPane({ plain = false, onLeave }: TerminalPaneProps): ReactElement {
  const terminals = useTerminals((state) => state.terminals);
  const [simple] = useState(() => plain || window.matchMedia('(pointer: coarse)').matches);
  const editing = terminals.find((terminal) => terminal.editing !== undefined);
  return (
    <div className={classNames(style.terminals, terminals.length > 1 && style.several)}>
      {terminals.map((terminal) =>
        simple ? (
          <div key={terminal.id} className={style.frame}>
            <PlainTerminal terminal={terminal} />
          </div>
        ) : (
          <FullTerminal key={terminal.id} terminal={terminal} onLeave={onLeave} />
        ),
      )}
      {editing?.editing !== undefined && <EditDialog id={editing.id} editing={editing.editing} />}
    </div>
  );
}

function FullTerminal({
  terminal,
  onLeave,
}: {
  readonly terminal: Terminal;
  readonly onLeave: () => void;
}): ReactElement {
  const words = useTerminalText();
  const reader = useReader((state) => state.on);
  const fallback = (
    <div className={style.frame}>
      <PlainTerminal terminal={terminal} />
    </div>
  );
  return (
    <ErrorBoundary fallback={() => fallback}>
      <Suspense fallback={<p className={style.loading}>{words.loading}</p>}>
        <XtermTerminal terminal={terminal} reader={reader} onLeave={onLeave} />
      </Suspense>
    </ErrorBoundary>
  );
}
