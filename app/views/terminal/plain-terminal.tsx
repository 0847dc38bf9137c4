import {
  Fragment,
  useEffect,
  useRef,
  useState,
  type ClipboardEvent,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
} from 'react';
import { useTerminalText } from '../../i18n/terminal-text.js';
import { useClusterView } from '../../state/cluster-view.js';
import { useLit } from '../../state/playback.js';
import { useSelection, type Selection } from '../../state/selection.js';
import {
  activate,
  append,
  completions,
  interrupt,
  placeOf,
  submit,
  useTerminals,
  type Entry,
  type Terminal,
} from '../../state/terminal.js';
import { Button } from '../../ui/button.js';
import ipInk from '../../ui/ip-ink.module.css';
import { isLineLit, litWords, type PrintedLine } from '../../state/printed/meaning.js';
import { noteText, placeName } from './notes.js';
import { readPaste } from './paste.js';
import { PlainKeys } from './plain-keys.js';
import style from './plain-terminal.module.css';
import { addressParts, commonStart } from './screen-text.js';
import { askedFor, linesOf, useKnown } from './use-known.js';

/** What the word between two places of a text may become. */
interface Offer {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly candidates: readonly string[];
}

/** Output and a text field: for touch keyboards, and where the full terminal cannot load. */
export function PlainTerminal({ terminal }: { readonly terminal: Terminal }): ReactElement {
  const words = useTerminalText();
  const [text, setText] = useState(terminal.draft);
  const [back, setBack] = useState(0);
  const [offer, setOffer] = useState<Offer>();
  const field = useRef<HTMLInputElement>(null);
  const history = useTerminals((state) => state.history);
  const known = useKnown(terminal);
  const end = useRef<HTMLDivElement>(null);
  const count = terminal.entries.length;
  useEffect(() => {
    // Newer browsers answer with a promise, which is no way to clean up.
    void end.current?.scrollIntoView({ block: 'nearest' });
  }, [count, terminal.busy]);

  const run = (lines: readonly string[]) => {
    setText('');
    setBack(0);
    void submit(terminal.id, lines);
  };
  const travel = (direction: 1 | -1) => {
    const next = Math.max(0, Math.min(history.length, back + direction));
    setBack(next);
    setText(next === 0 ? '' : (history[history.length - next] ?? ''));
  };
  /** Puts a word where the one at the cursor was; what stands behind it stays. */
  const become = ({ from, to }: Offer, word: string) => {
    setText(text.slice(0, from) + word + text.slice(to));
    setOffer(undefined);
  };
  const complete = async () => {
    const to = field.current?.selectionStart ?? text.length;
    const found = await completions(terminal.id, text, to);
    if (found === undefined || field.current?.value !== text) return;
    const { from, candidates } = found;
    const common = candidates.length === 1 ? (candidates[0] ?? '') : commonStart(candidates);
    if (common.length > to - from) become({ text, from, to, candidates }, common);
    else if (candidates.length > 1) setOffer({ text, from, to, candidates });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'c' && event.ctrlKey && terminal.busy) return interrupt(terminal.id);
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : undefined;
    if (direction === undefined) return;
    event.preventDefault();
    travel(direction);
  };
  const offered = offer?.text === text ? offer : undefined;
  const onPaste = (event: ClipboardEvent) => {
    const { commands, rest, skipped } = readPaste(event.clipboardData.getData('text/plain'));
    if (commands.length === 0 && !rest.includes('\n')) return;
    event.preventDefault();
    run(rest.trim() === '' ? commands : [...commands, rest]);
    if (skipped > 0) append(terminal.id, { kind: 'note', note: 'skipped', count: skipped });
  };
  return (
    <div className={style.plain} onFocus={() => activate(terminal.id)}>
      <div className={style.output} role="log" aria-label={words.output} tabIndex={0}>
        {terminal.entries.map((entry, index) => (
          <Printed
            key={`${terminal.screen} ${index}`}
            entry={entry}
            lines={linesOf(entry, askedFor(terminal.entries, index), known)}
          />
        ))}
        <div ref={end} />
      </div>
      <PlainKeys
        busy={terminal.busy}
        candidates={offered?.candidates ?? []}
        onComplete={() => void complete()}
        onCandidate={(candidate) => offered !== undefined && become(offered, candidate)}
        onTravel={travel}
        onStop={() => interrupt(terminal.id)}
      />
      <form
        className={style.form}
        onSubmit={(event) => {
          event.preventDefault();
          run([text]);
        }}
      >
        <code className={style.prompt} lang="en" aria-hidden="true">
          {terminal.busy ? '' : terminal.prompt}
        </code>
        <input
          ref={field}
          className={style.input}
          lang="en"
          value={text}
          aria-label={words.plainInput(placeName(placeOf(terminal), words))}
          autoCapitalize="none"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="go"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <Button type="submit">{words.run}</Button>
      </form>
    </div>
  );
}

interface PrintedProps {
  readonly entry: Entry;
  readonly lines: readonly PrintedLine[];
}

function Printed({ entry, lines }: PrintedProps): ReactElement {
  const words = useTerminalText();
  if (entry.kind === 'note') return <p className={style.note}>{noteText(entry, words)}</p>;
  if (entry.kind !== 'input') {
    return (
      <pre lang="en" className={entry.kind === 'stderr' ? style.error : style.printed}>
        {lines.length === 0 ? <Inked text={entry.text} /> : lines.map((line, i) => <Line key={i} line={line} />)}
      </pre>
    );
  }
  return (
    <pre lang="en">
      <span className={style.note}>{entry.prompt}</span>
      <strong>{entry.text}</strong>
    </pre>
  );
}

/** A printed line: marked when it is about what is lit, and a press on it selects what it stands for. */
function Line({ line }: { readonly line: PrintedLine }): ReactElement {
  const lit = useLit();
  const { text, whole, words } = line;
  const select = (selection: Selection | undefined) => (event: MouseEvent) => {
    if (selection === undefined || window.getSelection()?.isCollapsed === false) return;
    event.stopPropagation();
    useSelection.getState().pin(selection);
  };
  const marked = litWords(words, lit);
  return (
    <span className={isLineLit(whole, lit) ? style.lit : undefined} onClick={select(whole)}>
      {words.map((word, i) => (
        <Fragment key={word.from}>
          <Inked text={text.slice(words[i - 1]?.to ?? 0, word.from)} />
          <span className={marked.includes(word) ? style.lit : undefined} onClick={select(word.selection)}>
            <Inked text={text.slice(word.from, word.to)} />
          </span>
        </Fragment>
      ))}
      <Inked text={text.slice(words.at(-1)?.to ?? 0)} />
      {'\n'}
    </span>
  );
}

/** Addresses in the colours of their kinds, as everywhere. */
function Inked({ text }: { readonly text: string }): ReactElement {
  const cluster = useClusterView((state) => state.cluster);
  return (
    <>
      {addressParts(text, cluster).map((part, i) =>
        part.kind === undefined ? (
          part.text
        ) : (
          <span key={i} className={ipInk[part.kind]}>
            {part.text}
          </span>
        ),
      )}
    </>
  );
}
