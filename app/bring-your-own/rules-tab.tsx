import { useEffect, useMemo, useState, type ReactElement } from 'react';
import type { CapturedPacket, CapturedProblem, CapturedSummary, CapturedWalk, DumpFile } from '../../sim-core/index.js';
import { useBringYourOwnText } from '../i18n/bring-your-own-text.js';
import { Button } from '../ui/button.js';
import style from './bring-your-own.module.css';
import type { DeskClient } from './desk-client.js';
import { Intake } from './intake.js';
import { PacketForm } from './packet-form.js';
import { RuleText } from './rule-text.js';
import { WalkView } from './walk-view.js';

const commands = ['iptables-save -c', 'ip6tables-save -c', 'nft list ruleset'];

type Stage =
  | { readonly kind: 'empty' | 'reading' | 'failed' | 'not-rules' }
  | { readonly kind: 'read'; readonly text: string; readonly summary: CapturedSummary };

interface TabProps {
  readonly desk: DeskClient;
  readonly given: readonly DumpFile[];
}

export function RulesTab({ desk, given }: TabProps): ReactElement {
  const words = useBringYourOwnText();
  const [stage, setStage] = useState<Stage>({ kind: given.length > 0 ? 'reading' : 'empty' });
  const onRead = (files: readonly DumpFile[]): void => {
    setStage({ kind: 'reading' });
    load(files);
  };
  const load = (files: readonly DumpFile[]): void => {
    const text = files.map((file) => file.text).join('\n');
    desk.ask('readRules', text).then(
      (summary) => setStage(summary === undefined ? { kind: 'not-rules' } : { kind: 'read', text, summary }),
      () => setStage({ kind: 'failed' }),
    );
  };
  useEffect(() => {
    if (given.length > 0) load(given);
    // Files that were dropped on the page are read once: others come with another key.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [given]);
  if (stage.kind === 'read') {
    return (
      <Walking desk={desk} text={stage.text} summary={stage.summary} onAnother={() => setStage({ kind: 'empty' })} />
    );
  }
  return (
    <Intake
      note={words.rulesNote}
      commands={commands}
      reading={stage.kind === 'reading'}
      problem={stage.kind === 'not-rules' ? words.notRules : stage.kind === 'failed' ? words.failed : null}
      onRead={onRead}
    />
  );
}

interface WalkingProps {
  readonly desk: DeskClient;
  readonly text: string;
  readonly summary: CapturedSummary;
  readonly onAnother: () => void;
}

function Walking({ desk, text, summary, onAnother }: WalkingProps): ReactElement {
  const words = useBringYourOwnText();
  const lines = useMemo(() => text.split('\n'), [text]);
  const [walk, setWalk] = useState<CapturedWalk>();
  const [problem, setProblem] = useState<CapturedProblem | 'failed'>();
  const [line, setLine] = useState<number>();
  const lit = useMemo(
    () => new Set(walk?.passes.flatMap(({ visits }) => visits.flatMap((visit) => visit.line ?? []))),
    [walk],
  );
  const send = (packet: CapturedPacket): void => {
    desk.ask('walk', packet).then(
      (result) => {
        const isWalk = typeof result === 'object';
        setWalk(isWalk ? result : undefined);
        setProblem(isWalk ? undefined : (result ?? 'failed'));
        if (isWalk) setLine(result.passes.flatMap(({ visits }) => visits)[0]?.line);
      },
      () => setProblem('failed'),
    );
  };
  return (
    <div className={style.walking}>
      <div className={style.left}>
        <p className={style.note}>
          {words.rulesRead(summary.rules, summary.tables.length)}
          {summary.rulesInPart > 0 && ` · ${words.inPart(summary.rulesInPart)}`}{' '}
          <Button look="quiet" onClick={onAnother}>
            {words.another}
          </Button>
        </p>
        <RuleText lines={lines} lit={lit} shown={line} />
        {summary.notes.length > 0 && (
          <details className={style.notes}>
            <summary>{words.notes(summary.notes.length)}</summary>
            <ul>
              {summary.notes.slice(0, 200).map((note, index) => (
                <li key={index}>
                  <button type="button" onClick={() => setLine(note.line)}>
                    {words.line(note.line)}
                  </button>{' '}
                  {words.noteKinds[note.kind]}: <code>{note.detail}</code>
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      <div className={style.right}>
        <PacketForm summary={summary} walked={walk !== undefined} onWalk={send} />
        <div role="status">
          {problem !== undefined && (
            <p className={style.problem}>{problem === 'failed' ? words.failed : words.walkProblems[problem]}</p>
          )}
        </div>
        {walk && <WalkView walk={walk} lines={lines} onLine={setLine} />}
      </div>
    </div>
  );
}
