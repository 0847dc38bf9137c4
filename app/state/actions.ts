import type { Command, DispatchResult, SourceRef, TargetView } from '../../sim-core/index.js';
import { clusterFile, manifestFiles } from './cluster-text.js';
import { ask, useClusterView } from './cluster-view.js';
import { asApplied, callProblem, isEdited, isRejected, updateFile, useDocument, type FileState } from './document.js';
import { engine } from './engine.js';
import { useFlights } from './flights.js';
import { remember } from './history.js';
import { tell } from './notices.js';
import { hopsOf, usePlayback } from './playback.js';
import { pause } from './player.js';
import { entranceNode } from './routes.js';
import { useSelection } from './selection.js';
import { depart } from './time-travel.js';
import { inTurn, settleView } from './turns.js';
import { asLabStep } from './whole-lab.js';

export { back, first, last, pause, play, playOrPause, seek, step } from './player.js';
export { redo, undo } from './time-travel.js';

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

function sendCommand(count = 1): Command | undefined {
  const { source, target } = usePlayback.getState();
  if (source === undefined || target === undefined) return undefined;
  const { cluster } = useClusterView.getState();
  const via = cluster && entranceNode(cluster, { source, target });
  return {
    type: 'send',
    from: source,
    to: target.to,
    protocol: target.protocol,
    ...(via !== undefined && { via }),
    ...(count > 1 && { count, summary: true }),
  };
}

function showSent(result: DispatchResult, keepPlace: boolean): void {
  const { flights, traces } = result;
  const trace = flights === undefined ? traces.at(-1) : traces[0];
  useFlights.getState().show(flights && { flights, traces });
  if (trace === undefined) return;
  pause();
  const { leg, cursor, set } = usePlayback.getState();
  const count = hopsOf(trace, leg).length;
  if (keepPlace && count > 0) set({ trace, cursor: Math.min(cursor, count - 1) });
  else set({ trace, leg: 'request', cursor: 0 });
}

/** What sends the packet in view on its way again, when there is one. */
export function resendCommands(): readonly Command[] {
  const command = usePlayback.getState().trace === undefined ? undefined : sendCommand();
  return command === undefined ? [] : [command];
}

/** It stays at the hop it was at. */
export function showResent(result: DispatchResult | undefined): void {
  if (result !== undefined) showSent(result, true);
}

/** The packet in view takes its way again through the new rules. */
export async function resend(): Promise<readonly Command[]> {
  const commands = resendCommands();
  for (const command of commands) showResent(await engine().dispatch(command));
  return commands;
}

/** Gives every edited file to the API server; what it refuses stays as typed, with its words. */
export async function apply(): Promise<void> {
  await submit(() => true, true);
  // Whoever asks for it wants to see what came of it; a pause in typing must not move the text.
  if (useDocument.getState().files.some(isRejected)) callProblem();
}

/** The cluster itself first: what it is made of decides what it accepts. */
async function submitCluster(): Promise<void> {
  const { applyClusterFile } = await import('./cluster-file.js');
  useDocument.setState({ applying: true });
  try {
    const change = async (): Promise<boolean> => {
      if ((await depart()) === undefined || !(await applyClusterFile())) return false;
      await settleView();
      await resend();
      return true;
    };
    const done = await asLabStep('cluster', change, (file) => (file.name === clusterFile ? asApplied(file) : file));
    if (!done) return;
    await settleView();
    useDocument.setState({ appliedRevision: useClusterView.getState().revision });
  } finally {
    useDocument.setState({ applying: false });
  }
}

/** Gives edited files to the API server, and keeps what it refused as an event of the cluster. */
export function submit(wanted: (file: FileState) => boolean, asked = false): Promise<void> {
  return inTurn(async () => {
    const toSubmit = () => useDocument.getState().files.filter((file) => isEdited(file) && wanted(file));
    // A pause in typing is no reason to ask whether the future may be dropped.
    if (toSubmit().length === 0 || (!asked && useClusterView.getState().at !== undefined)) return;
    if (toSubmit().some(({ name }) => name === clusterFile)) await submitCluster();
    if (manifestFiles(toSubmit()).length === 0) return;
    const departure = await depart();
    if (departure === undefined) return;
    const edited = manifestFiles(toSubmit());
    useDocument.setState({ applying: true });
    try {
      const commands: Command[] = [...departure.commands];
      const before: Record<string, string> = { ...departure.before };
      const after: Record<string, string> = { ...departure.after };
      for (const file of edited) {
        const accepted = await judge(file);
        if (accepted.length === 0) continue;
        commands.push(...accepted);
        before[file.name] ??= file.applied;
        after[file.name] = file.text;
      }
      await settleView();
      if (commands.length === 0 && departure.dropped.length === 0) return;
      useDocument.setState({ appliedRevision: useClusterView.getState().revision });
      const sent = await resend();
      if (sent.length > 0) await settleView();
      remember({ ...departure, kind: 'apply', commands: [...commands, ...sent], before, after });
    } finally {
      useDocument.setState({ applying: false });
    }
  });
}

/** Back to the text the cluster runs. */
export function revert(name: string): void {
  const file = useDocument.getState().files.find((candidate) => candidate.name === name);
  if (file !== undefined) updateFile(name, asApplied(file));
}

/** One packet to follow, or many to watch. */
export function send(count = 1): Promise<void> {
  return inTurn(async () => {
    const command = sendCommand(count);
    if (command === undefined) return;
    const departure = await depart();
    if (departure === undefined) return;
    const result = await engine().dispatch(command);
    if (result.accepted) {
      useSelection.getState().pin(undefined);
      showSent(result, false);
      useFlights.getState().show(result.flights && { flights: result.flights, traces: result.traces });
    } else {
      tell({ kind: 'not-sent', text: result.stderr });
    }
    if (result.accepted || departure.dropped.length > 0) {
      remember({ ...departure, kind: 'send', commands: [...departure.commands, command] });
    }
    await settleView();
  });
}

export type ShellCommand = Extract<Command, { readonly type: 'shell' }>;

/** Runs a command line in the world. What it changed, and the packets it sent, can be undone like an apply. */
export async function runShell(command: ShellCommand): Promise<DispatchResult | undefined> {
  let ran: DispatchResult | undefined;
  await inTurn(async () => {
    const departure = await depart();
    if (departure === undefined) return;
    const { revision, time } = useClusterView.getState();
    const result = await engine().dispatch(command);
    ran = result;
    const changed = result.revision !== revision || result.time !== time || result.events.length > 0;
    if (!changed && result.traces.length === 0 && departure.dropped.length === 0) return;
    if (result.traces.length > 0) useSelection.getState().pin(undefined);
    // A name that did not resolve made no packet to follow.
    showSent({ ...result, traces: result.traces.filter((trace) => trace.request.length > 0) }, false);
    remember({ ...departure, kind: 'shell', commands: [...departure.commands, command] });
    await settleView();
  });
  return ran;
}

export const chooseSource = (source: SourceRef | undefined): void => usePlayback.getState().set({ source });
export const chooseTarget = (target: TargetView | undefined): void => usePlayback.getState().set({ target });

/** Pins the object field that a place in a text belongs to. */
export async function pinField(text: string, line: number, column: number): Promise<void> {
  const origin = await ask({ kind: 'fieldAt', text, line, column });
  if (origin !== undefined) useSelection.getState().pin({ origin, object: origin.object });
}
