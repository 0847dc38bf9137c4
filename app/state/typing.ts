import type { Command } from '../../sim-core/index.js';
import { resendCommands, showResent, submit } from './actions.js';
import { clusterFile } from './cluster-text.js';
import { shownQueries, useClusterView } from './cluster-view.js';
import { isEdited, updateFile, useDocument } from './document.js';
import { engine } from './engine.js';
import { useHistory, type HistoryStep } from './history.js';
import { pageParameters } from './page-parameters.js';
import { saveLog } from './session.js';
import { inTurn, logLength, showHead } from './turns.js';

/** After this long without a keystroke typing has paused: what was refused is said, and undo has a step of its own. */
const pauseMillis = 700;

/** A keystroke whose rules take longer than this to show would make typing lag: the pause applies it then. */
const mostMillis = 150;

/** What was typed into one file without a pause: one command, made anew with each keystroke, and one step to undo. */
interface Run {
  readonly name: string;
  /** Length of the log before it. */
  readonly start: number;
  readonly step?: HistoryStep;
}

let run: Run | undefined;
let waiting: string | undefined;
let pause: ReturnType<typeof setTimeout> | undefined;
/** From this length on a text is too much for a keystroke. */
let tooLong = Number.POSITIVE_INFINITY;

/** One slow keystroke says little: the first ones run code that the browser has not compiled yet. */
const mostSlow = 5;
let slow = 0;

/** What a change took to show decides whether the next keystroke is applied at once. */
function judgePace(millis: number, length: number): void {
  slow = millis > mostMillis ? slow + 1 : 0;
  if (slow >= mostSlow) tooLong = Math.ceil(length * 0.8);
  else if (slow === 0 && length >= tooLong) tooLong = Number.POSITIVE_INFINITY;
}

/** Takes what was typed. It is applied at once where that is quick and the server accepts it, else in a pause. */
export function edit(name: string, text: string): void {
  if (pageParameters.readonly) return;
  updateFile(name, { text });
  clearTimeout(pause);
  pause = setTimeout(() => {
    run = undefined;
    void applyPaused(text.length);
  }, pauseMillis);
  if (name === clusterFile || text.length >= tooLong) return;
  const queued = waiting === name;
  waiting = name;
  // Keystrokes that come while one is being applied are applied together.
  if (!queued) void inTurn(() => applyTyped(name));
}

async function applyPaused(length: number): Promise<void> {
  const isJudged = length < tooLong;
  const started = performance.now();
  await submit((file) => file.judged !== file.text);
  if (!isJudged) judgePace(performance.now() - started, length);
}

/** Whether the run is still the newest thing done, so that its command may give way to the next keystroke's. */
const goesOn = (name: string): boolean =>
  run !== undefined && run.name === name && run.step !== undefined && useHistory.getState().past.at(-1) === run.step;

async function applyTyped(name: string): Promise<void> {
  waiting = undefined;
  const file = useDocument.getState().files.find((one) => one.name === name);
  if (file === undefined || !isEdited(file) || useClusterView.getState().at !== undefined) return;
  const { applied, text } = file;
  const started = performance.now();
  if (!goesOn(name)) run = { name, start: await logLength() };
  const { start, step } = run ?? { start: await logLength() };
  const command: Command = { type: 'apply', manifest: text, file: name };
  const sent = resendCommands();
  const after: readonly Command[] = [{ type: 'settle' }, ...sent];
  const queries = shownQueries();
  const retried = await engine().retry({ from: start, tried: command, after, queries });
  // Half a word is nothing to complain of: the cluster stays what it was, and the pause has the say.
  if (!retried.accepted) return;
  // All of this is drawn together.
  if (sent.length > 0) showResent(retried.after.at(-1));
  updateFile(name, { problems: retried.tried.problems, judged: text, applied: text });
  showHead(queries, retried.answers);
  useDocument.setState({ appliedRevision: useClusterView.getState().revision });
  const done: HistoryStep = {
    kind: 'apply',
    start,
    commands: [command, ...after],
    before: step?.before ?? { [name]: applied },
    after: { [name]: text },
  };
  useHistory.setState(({ past }) => ({ past: [...(step === undefined ? past : past.slice(0, -1)), done], future: [] }));
  run = { name, start, step: done };
  judgePace(performance.now() - started, text.length);
  saveLog(await engine().log());
}
