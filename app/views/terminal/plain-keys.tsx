import type { ReactElement } from 'react';
import { useTerminalText } from '../../i18n/terminal-text.js';
import style from './plain-terminal.module.css';

interface PlainKeysProps {
  readonly busy: boolean;
  /** What the word at the cursor may become, once it was asked for. */
  readonly candidates: readonly string[];
  readonly onComplete: () => void;
  readonly onCandidate: (candidate: string) => void;
  readonly onTravel: (direction: 1 | -1) => void;
  readonly onStop: () => void;
}

/** The keys that a touch keyboard lacks. */
export function PlainKeys(props: PlainKeysProps): ReactElement {
  const { busy, candidates, onComplete, onCandidate, onTravel, onStop } = props;
  const words = useTerminalText();
  return (
    <div className={style.keys} role="group" aria-label={words.keys}>
      {busy ? (
        <Key text="^C" label={words.stop} onPress={onStop} />
      ) : (
        <>
          <Key text="Tab" label={words.complete} onPress={onComplete} />
          <Key text="↑" label={words.older} onPress={() => onTravel(1)} />
          <Key text="↓" label={words.newer} onPress={() => onTravel(-1)} />
        </>
      )}
      <span className={style.candidates} lang="en" aria-live="polite">
        {candidates.map((candidate) => (
          <Key key={candidate} text={candidate.trimEnd()} onPress={() => onCandidate(candidate)} />
        ))}
      </span>
    </div>
  );
}

interface KeyProps {
  readonly text: string;
  readonly label?: string;
  readonly onPress: () => void;
}

/** The field keeps the focus, so that the touch keyboard stays. */
function Key({ text, label, onPress }: KeyProps): ReactElement {
  return (
    <button
      type="button"
      className={style.key}
      aria-label={label}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onPress}
    >
      {text}
    </button>
  );
}
