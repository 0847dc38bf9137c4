import { useEffect, useLayoutEffect, useRef, useState, type ReactElement } from 'react';
import { useTerminalText } from '../../i18n/terminal-text.js';
import { useLit } from '../../state/playback.js';
import { useSettings } from '../../state/settings.js';
import { activate, placeOf, useTerminals, type Terminal } from '../../state/terminal.js';
import { placeName } from './notes.js';
import { XtermScreen } from './screen.js';
import style from './terminal.module.css';
import { useKnown } from './use-known.js';

interface XtermTerminalProps {
  readonly terminal: Terminal;
  readonly reader: boolean;
  readonly onLeave: () => void;
}

/** A terminal as one knows it, drawn by xterm.js. */
export default function XtermTerminal({ terminal, reader, onLeave }: XtermTerminalProps): ReactElement {
  const words = useTerminalText();
  const host = useRef<HTMLDivElement>(null);
  const [screen, setScreen] = useState<XtermScreen>();
  const theme = useSettings((state) => state.theme);
  const [hint, setHint] = useState<'never' | 'now' | 'over'>('never');
  const first = useRef({ terminal, reader, onLeave });

  useLayoutEffect(() => {
    const element = host.current;
    if (element === null) return;
    const begin = first.current;
    const created = new XtermScreen(element, begin.terminal, begin.reader, begin.onLeave);
    setScreen(created);
    if (useTerminals.getState().wanted === begin.terminal.id) {
      useTerminals.setState({ wanted: undefined });
      created.focus();
    }
    const observer = new ResizeObserver(() => created.fit());
    observer.observe(element);
    return () => {
      observer.disconnect();
      created.dispose();
      setScreen(undefined);
    };
  }, []);

  const label = words.input(placeName(placeOf(terminal), words));
  useEffect(() => screen?.setLabel(label), [screen, label]);
  useEffect(() => screen?.setReader(reader), [screen, reader]);
  useEffect(() => screen?.restyle(), [screen, theme]);
  useLayoutEffect(() => screen?.show(terminal), [screen, terminal]);
  useEffect(() => screen?.replay(), [screen, words]);
  const [lit, known] = [useLit(), useKnown(terminal)];
  useEffect(() => screen?.light(lit, known), [screen, lit, known]);

  return (
    <div
      className={style.frame}
      lang="en"
      onFocus={() => {
        activate(terminal.id);
        setHint((before) => (before === 'never' ? 'now' : before));
      }}
      onBlur={() => setHint((before) => (before === 'now' ? 'over' : before))}
    >
      <div ref={host} className={style.host} />
      {hint === 'now' && terminal.entries.length > 1 && <p className={style.hint}>{words.leaveHint}</p>}
    </div>
  );
}
