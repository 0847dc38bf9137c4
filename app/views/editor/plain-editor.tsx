import {
  Fragment,
  lazy,
  Suspense,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  type ReactElement,
  type ReactNode,
} from 'react';
import type { TextRange } from '../../../sim-core/index.js';
import { useText } from '../../i18n/text.js';
import { pinField } from '../../state/actions.js';
import { edit } from '../../state/typing.js';
import { useClusterView } from '../../state/cluster-view.js';
import { standingProblems, type FileState } from '../../state/document.js';
import { ipKind } from '../../state/ip-kind.js';
import { pageParameters } from '../../state/page-parameters.js';
import { classNames } from '../../ui/class-names.js';
import ipInk from '../../ui/ip-ink.module.css';
import { handCaret } from './caret.js';
import { lastLine } from './lines.js';
import style from './plain-editor.module.css';
import { ProblemBox } from './problem-box.js';
import { groupProblems, type ProblemGroup } from './problem-words.js';
import { placeOf, roomAttribute } from './sheet.js';
import { useRooms } from './use-rooms.js';
import { lineTokens, type Token } from './yaml-tokens.js';

const DiagnosisList = lazy(() => import('./diagnosis-list.js'));

/** Longer texts are shown without colours. */
const longestColoured = 100_000;

interface PlainEditorProps {
  readonly file: FileState;
  readonly place: TextRange | undefined;
  readonly onTouch: () => void;
  readonly onComposing: (composing: boolean) => void;
  /** Whether it stays, and is not only there until the full editor comes. */
  readonly stays: boolean;
}

/** A text area over the same text in colours; what is wrong stands below its line. */
export function PlainEditor({ file, place, onTouch, onComposing, stays }: PlainEditorProps): ReactElement {
  const { editor } = useText();
  const area = useRef<HTMLTextAreaElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const roomEvents = useRooms(area, sheet);
  const note = useId();
  const lines = useMemo(() => file.text.split('\n'), [file.text]);
  const problems = standingProblems(file);
  const groups = groupProblems(problems, lines.length);
  const wrong = new Set(problems.map((problem) => problem.range?.startLine));
  const coloured = file.text.length <= longestColoured;

  useLayoutEffect(() => {
    const element = area.current;
    return () => {
      if (element !== null && element === document.activeElement) handCaret(element.selectionStart);
    };
  }, []);

  const showLine = (line: number) => {
    const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    area.current?.focus();
    area.current?.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  };
  const pinAtCaret = () => {
    const { line, column } = placeOf(file.text, area.current?.selectionStart ?? 0);
    void pinField(file.text, line, column + 1);
  };
  const rooms = [...new Set(groups.map(({ line }) => line))].map((line) => ({
    line,
    id: `${note}-${line}`,
    content: <Refused file={file} groups={groups.filter((group) => group.line === line)} onLine={showLine} />,
  }));
  return (
    <div className={style.frame}>
      <div className={style.scroll}>
        <div ref={sheet} className={style.sheet} {...roomEvents}>
          <textarea
            ref={area}
            className={classNames(style.area, coloured && style.clear)}
            aria-label={editor.text(file.name)}
            aria-invalid={problems.some(({ severity }) => severity === 'error')}
            aria-describedby={rooms.length === 0 ? undefined : rooms.map(({ id }) => id).join(' ')}
            data-editor="plain"
            value={file.text}
            wrap="off"
            readOnly={pageParameters.readonly}
            spellCheck={false}
            autoCapitalize="off"
            autoCorrect="off"
            autoComplete="off"
            onFocus={onTouch}
            onCompositionStart={() => onComposing(true)}
            onCompositionEnd={() => onComposing(false)}
            onBlur={() => onComposing(false)}
            onClick={pinAtCaret}
            onChange={(event) => edit(file.name, event.target.value)}
          />
          {coloured && <ColouredText lines={lines} place={place} wrong={wrong} rooms={rooms} />}
        </div>
      </div>
      {((!coloured && rooms.length > 0) || stays) && (
        <div className={style.problems}>
          {!coloured &&
            rooms.map(({ id, content }) => (
              <div key={id} id={id}>
                {content}
              </div>
            ))}
          {stays && (
            <Suspense>
              <DiagnosisList file={file} />
            </Suspense>
          )}
        </div>
      )}
    </div>
  );
}

interface RefusedProps {
  readonly file: FileState;
  readonly groups: readonly ProblemGroup[];
  readonly onLine: (line: number) => void;
}

/** What the API server has against one line. */
function Refused({ file, groups, onLine }: RefusedProps): ReactElement {
  return (
    <>
      {groups.map(({ line, first }) => (
        <ProblemBox
          key={first.text}
          problem={first}
          file={file.name}
          text={file.text}
          onShow={() => onLine(line)}
          onFix={(text) => edit(file.name, text)}
        />
      ))}
    </>
  );
}

/** What is told between a line and the next one. */
interface Room {
  readonly line: number;
  readonly id: string;
  readonly content: ReactNode;
}

interface ColouredTextProps {
  readonly lines: readonly string[];
  readonly place: TextRange | undefined;
  readonly wrong: ReadonlySet<number | undefined>;
  readonly rooms: readonly Room[];
}

/** The text in colours, with room below lines where something is to be said. */
function ColouredText({ lines, place, wrong, rooms }: ColouredTextProps): ReactElement {
  const parts: readonly Partial<Room>[] = [...rooms, {}];
  return (
    <>
      {parts.map(({ line: end, id, content }, index) => {
        const begin = rooms[index - 1]?.line ?? 0;
        return (
          <Fragment key={id ?? 'rest'}>
            <pre className={style.text} aria-hidden="true">
              {lines.slice(begin, end).map((line, offset) => (
                <Line
                  key={begin + offset}
                  number={begin + offset + 1}
                  line={line}
                  lit={isWithin(begin + offset + 1, place)}
                  wrong={wrong.has(begin + offset + 1)}
                />
              ))}
            </pre>
            {id !== undefined && (
              <div id={id} className={style.room} {...{ [roomAttribute]: end }}>
                {content}
              </div>
            )}
          </Fragment>
        );
      })}
    </>
  );
}

const isWithin = (line: number, range: TextRange | undefined): boolean =>
  range !== undefined && line >= range.startLine && line <= lastLine(range);

interface LineProps {
  readonly number: number;
  readonly line: string;
  readonly lit: boolean;
  readonly wrong: boolean;
}

function Line({ number, line, lit, wrong }: LineProps): ReactElement {
  return (
    <span className={classNames(style.line, lit && style.lit, wrong && style.wrong)}>
      <span className={style.number}>{number}</span>
      <span className={style.code} data-code>
        {lineTokens(line).map((token, index) => (
          <Coloured key={index} token={token} />
        ))}
      </span>
    </span>
  );
}

function Coloured({ token }: { readonly token: Token }): ReactElement {
  const cluster = useClusterView((state) => state.cluster);
  const ink = token.kind === 'ip' ? ipInk[ipKind(token.text, cluster)] : style[token.kind];
  return <span className={ink}>{token.text}</span>;
}
