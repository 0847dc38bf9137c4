import type { Command, DispatchResult, SourceRef, TargetView } from '../../sim-core/index.js';
import { ask, refresh, useClusterView } from './cluster-view.js';
import { callProblem, isEdited, isRejected, updateFile, useDocument, type FileState } from './document.js';
import { engine } from './engine.js';
import { remember, useHistory, type HistoryStep } from './history.js';
import { tell } from './notices.js';
import { pageParameters } from './page-parameters.js';
import { hopsOf, usePlayback } from './playback.js';
import { pause } from './player.js';
import { routeIn } from './routes.js';
import { useSelection } from './selection.js';
import { saveLog } from './session.js';

export { back, first, last, pause, play, playOrPause, seek, step } from './player.js';

let queue: Promise<unknown> = Promise.resolve();

/** Commands reach the engine one at a time, in the order they were given. */
export function inTurn(work: () => Promise<void>): Promise<void> {
  const done = queue.then(work).catch((error: unknown) => {
    tell({ kind: 'engine-failed', message: error instanceof Error ? error.message : String(error) });
  });
  queue = done;
  return done;
}

const logLength = async (): Promise<number> => (await engine().log()).length;

/** After the world moved: everything on screen is asked for anew, at the head. */
export async function settleView(): Promise<void> {
  useClusterView.setState({ at: undefined });
  saveLog(await engine().log());
  await refresh();
  const { cluster } = useClusterView.getState();
  const { source, target, set } = usePlayback.getState();
  if (cluster !== undefined) set(routeIn(cluster, { source, target }));
}

/** The newest packet there is; none after its send was undone. */
export async function showNewestTrace(): Promise<void> {
  const { timeline } = useClusterView.getState();
  const id = timeline.findLast((event) => event.traceId !== undefined)?.traceId;
  const trace = id === undefined ? undefined : await ask({ kind: 'trace', id });
  if (trace?.id === usePlayback.getState().trace?.id && trace !== undefined) return;
  pause();
  usePlayback.getState().set({ trace, leg: 'request', cursor: 0 });
}

export async function openTrace(id: number): Promise<void> {
  const trace = await ask({ kind: 'trace', id });
  if (trace === undefined) return;
  pause();
  useSelection.getState().pin(undefined);
  usePlayback.getState().set({ trace, leg: 'request', cursor: 0 });
}

async function judge(file: FileState): Promise<readonly Command[]> {
  const command: Command = { type: 'apply', manifest: file.text, file: file.name };
  const result = await engine().dispatch(command);
  const verdict = { problems: result.problems, judged: file.text };
  updateFile(file.name, result.accepted ? { ...verdict, applied: file.text } : verdict);
  if (!result.accepted) return [];
  await engine().dispatch({ type: 'settle' });
  return [command, { type: 'settle' }];
}

function sendCommand(): Command | undefined {
  const { source, target } = usePlayback.getState();
  if (source === undefined || target === undefined) return undefined;
  return { type: 'send', from: source, to: target.to, protocol: target.protocol };
}

function showSent(result: DispatchResult, keepPlace: boolean): void {
  const trace = result.traces.at(-1);
  if (trace === undefined) return;
  pause();
  const { leg, cursor, set } = usePlayback.getState();
  const count = hopsOf(trace, leg).length;
  if (keepPlace && count > 0) set({ trace, cursor: Math.min(cursor, count - 1) });
  else set({ trace, leg: 'request', cursor: 0 });
}

/** The packet in view takes its way again through the new rules. */
async function resend(): Promise<readonly Command[]> {
  const command = sendCommand();
  if (usePlayback.getState().trace === undefined || command === undefined) return [];
  const result = await engine().dispatch(command);
  showSent(result, true);
  return [command];
}

/** Gives every edited file to the API server; what it refuses stays as typed, with its words. */
export async function apply(): Promise<void> {
  clearTimeout(typing);
  await submit(() => true);
  // Whoever asks for it wants to see what came of it; a pause in typing must not move the text.
  if (useDocument.getState().files.some(isRejected)) callProblem();
}

function submit(wanted: (file: FileState) => boolean): Promise<void> {
  return inTurn(async () => {
    const edited = useDocument.getState().files.filter((file) => isEdited(file) && wanted(file));
    if (edited.length === 0) return;
    useDocument.setState({ applying: true });
    try {
      const start = await logLength();
      const commands: Command[] = [];
      const before: Record<string, string> = {};
      const after: Record<string, string> = {};
      for (const file of edited) {
        const accepted = await judge(file);
        if (accepted.length === 0) continue;
        commands.push(...accepted);
        before[file.name] = file.applied;
        after[file.name] = file.text;
      }
      await settleView();
      if (commands.length === 0) return;
      useDocument.setState({ appliedRevision: useClusterView.getState().revision });
      const sent = await resend();
      if (sent.length > 0) await settleView();
      remember({ kind: 'apply', start, commands: [...commands, ...sent], before, after });
    } finally {
      useDocument.setState({ applying: false });
    }
  });
}

/** Back to the text the cluster runs. */
export function revert(name: string): void {
  const file = useDocument.getState().files.find((candidate) => candidate.name === name);
  if (file !== undefined) updateFile(name, { text: file.applied, problems: [], judged: undefined });
}

const typingPauseMillis = 700;

let typing: ReturnType<typeof setTimeout> | undefined;

/** Takes what was typed; a pause in typing applies it. */
export function edit(name: string, text: string): void {
  if (pageParameters.readonly) return;
  updateFile(name, { text });
  clearTimeout(typing);
  typing = setTimeout(() => void submit((file) => file.judged !== file.text), typingPauseMillis);
}

export function send(): Promise<void> {
  return inTurn(async () => {
    const command = sendCommand();
    if (command === undefined) return;
    const start = await logLength();
    const result = await engine().dispatch(command);
    if (!result.accepted) {
      tell({ kind: 'not-sent', text: result.stderr });
      return;
    }
    useSelection.getState().pin(undefined);
    showSent(result, false);
    remember({ kind: 'send', start, commands: [command], before: {}, after: {} });
    await settleView();
  });
}

export type ShellCommand = Extract<Command, { readonly type: 'shell' }>;

/** Runs a command line in the world. What it changed, and the packets it sent, can be undone like an apply. */
export async function runShell(command: ShellCommand): Promise<DispatchResult | undefined> {
  let ran: DispatchResult | undefined;
  await inTurn(async () => {
    const start = await logLength();
    const { revision, time } = useClusterView.getState();
    const result = await engine().dispatch(command);
    ran = result;
    const changed = result.revision !== revision || result.time !== time || result.events.length > 0;
    if (!changed && result.traces.length === 0) return;
    if (result.traces.length > 0) useSelection.getState().pin(undefined);
    showSent(result, false);
    remember({ kind: 'shell', start, commands: [command], before: {}, after: {} });
    await settleView();
  });
  return ran;
}

/** Accepted texts change with the world; a file being edited keeps what was typed. */
function rewind(texts: Readonly<Record<string, string>>): void {
  useDocument.setState((state) => ({ rewinds: state.rewinds + 1 }));
  for (const [name, applied] of Object.entries(texts)) {
    const file = useDocument.getState().files.find((candidate) => candidate.name === name);
    if (file === undefined) continue;
    const text = isEdited(file) ? file.text : applied;
    updateFile(name, { applied, text, problems: [], judged: undefined });
  }
}

const lastOf = (steps: readonly HistoryStep[]): HistoryStep | undefined => steps[steps.length - 1];

export function undo(): Promise<void> {
  return inTurn(async () => {
    const { past, future } = useHistory.getState();
    const undone = lastOf(past);
    if (undone === undefined) return;
    await engine().truncate(undone.start);
    useHistory.setState({ past: past.slice(0, -1), future: [...future, undone] });
    await afterTravel(undone.before);
  });
}

export function redo(): Promise<void> {
  return inTurn(async () => {
    const { past, future } = useHistory.getState();
    const redone = lastOf(future);
    if (redone === undefined) return;
    const start = await logLength();
    for (const command of redone.commands) await engine().dispatch(command);
    useHistory.setState({ past: [...past, { ...redone, start }], future: future.slice(0, -1) });
    await afterTravel(redone.after);
  });
}

async function afterTravel(texts: Readonly<Record<string, string>>): Promise<void> {
  rewind(texts);
  useSelection.getState().pin(undefined);
  usePlayback.getState().set({ trace: undefined });
  await settleView();
  await showNewestTrace();
  if (Object.keys(texts).length > 0) useDocument.setState({ appliedRevision: useClusterView.getState().revision });
}

/** Looks at an earlier position of the command log without changing anything; the head when undefined. */
export function viewAt(at: number | undefined): Promise<void> {
  return inTurn(async () => {
    useClusterView.setState({ at });
    await refresh();
  });
}

export const chooseSource = (source: SourceRef | undefined): void => usePlayback.getState().set({ source });
export const chooseTarget = (target: TargetView | undefined): void => usePlayback.getState().set({ target });

/** Pins the object field that a place in a text belongs to. */
export async function pinField(text: string, line: number, column: number): Promise<void> {
  const origin = await ask({ kind: 'fieldAt', text, line, column });
  if (origin !== undefined) useSelection.getState().pin({ origin, object: origin.object });
}
