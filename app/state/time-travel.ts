import { create } from 'zustand';
import type { Command, Millis, Moment } from '../../sim-core/index.js';
import { refresh, useClusterView } from './cluster-view.js';
import { isEdited, updateFile, useDocument } from './document.js';
import { engine } from './engine.js';
import { rememberJump, sameMoment, useHistory, type HistoryStep } from './history.js';
import { usePlayback } from './playback.js';
import { pause } from './player.js';
import { useSelection } from './selection.js';
import { inTurn, logLength, settleView, showNewestTrace } from './turns.js';
import { restoreLab, wholeLab } from './whole-lab.js';

/** Whether to go on from the past: a question that waits for the learner. */
interface Question {
  readonly answer: (choice: 'here' | 'now' | 'cancel') => void;
  /** How many commands would be dropped. */
  readonly later: number;
}

export const useDeparture = create<{ readonly question: Question | undefined }>()(() => ({ question: undefined }));

/** Looks at another moment without changing anything; at the present when undefined. */
export function lookAt(at: Moment | undefined): Promise<void> {
  return inTurn(async () => {
    const from = useClusterView.getState().at;
    if (sameMoment(from, at)) return;
    rememberJump(from, at);
    await show(at);
  });
}

async function show(at: Moment | undefined): Promise<void> {
  const { trace } = usePlayback.getState();
  useClusterView.setState({ at });
  await refresh();
  if (at === undefined) return showNewestTrace();
  // A packet that is not sent yet is not on the map.
  const { timeline } = useClusterView.getState();
  if (trace !== undefined && !timeline.some((event) => event.traceId === trace.id)) {
    pause();
    usePlayback.getState().set({ trace: undefined });
  }
}

/** A jump is undone by looking where one looked before. Whoever has come back from there since has nothing to undo. */
function forgetIdleJumps(): void {
  const { at } = useClusterView.getState();
  const { past } = useHistory.getState();
  const last = past.findLastIndex(({ jump }) => jump === undefined || !sameMoment(jump.from, at));
  if (last < past.length - 1) useHistory.setState({ past: past.slice(0, last + 1) });
}

/** From where a new command goes on: the head of the log, or a branch off its past. */
export interface Departure extends Pick<HistoryStep, 'start' | 'before' | 'after'> {
  /** What makes the past moment the head: the beginning of a command that was under way then. */
  readonly commands: readonly Command[];
  readonly dropped: readonly Command[];
}

const askLearner = (later: number): Promise<'here' | 'now' | 'cancel'> =>
  new Promise((resolve) => {
    const answer = (choice: 'here' | 'now' | 'cancel'): void => {
      useDeparture.setState({ question: undefined });
      resolve(choice);
    };
    useDeparture.setState({ question: { answer, later } });
  });

/**
 * Before anything is done: in the past the learner is asked, and then either what came later is
 * dropped (undo brings it back) or it is done in the present. Undefined when nothing is to be done.
 */
export async function depart(): Promise<Departure | undefined> {
  const { at } = useClusterView.getState();
  const present = async (): Promise<Departure> => ({
    start: await logLength(),
    commands: [],
    dropped: [],
    before: {},
    after: {},
  });
  if (at === undefined) return present();
  const whole = await engine().log();
  const choice = await askLearner(whole.length);
  if (choice === 'cancel') return undefined;
  const before = await engine().query({ kind: 'files' });
  if (choice === 'now') {
    useClusterView.setState({ at: undefined });
    return present();
  }
  await engine().truncate(at);
  const log = await engine().log();
  const start =
    log.at(-1)?.type === 'partly' && JSON.stringify(log.at(-1)) !== JSON.stringify(whole[log.length - 1])
      ? log.length - 1
      : log.length;
  useClusterView.setState({ at: undefined });
  const after = await engine().query({ kind: 'files' });
  rewind(after);
  return { start, commands: log.slice(start), dropped: whole.slice(start), before, after };
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

export function undo(): Promise<void> {
  return inTurn(async () => {
    forgetIdleJumps();
    const { past, future } = useHistory.getState();
    const undone = past.at(-1);
    if (undone === undefined) return;
    if (undone.jump !== undefined) {
      useHistory.setState({ past: past.slice(0, -1), future: [...future, undone] });
      return show(undone.jump.from);
    }
    if (undone.lab !== undefined) {
      // What was typed meanwhile is to come back with the redo.
      const after = await wholeLab();
      await restoreLab(undone.lab.before);
      const step = { ...undone, lab: { ...undone.lab, after } };
      useHistory.setState({ past: past.slice(0, -1), future: [...future, step] });
      return afterTravel({});
    }
    await engine().truncate(undone.start);
    for (const command of undone.dropped ?? []) await engine().dispatch(command);
    useHistory.setState({ past: past.slice(0, -1), future: [...future, undone] });
    await afterTravel(undone.before);
  });
}

export function redo(): Promise<void> {
  return inTurn(async () => {
    const { past, future } = useHistory.getState();
    const redone = future.at(-1);
    if (redone === undefined) return;
    if (redone.jump !== undefined) {
      useHistory.setState({ past: [...past, redone], future: future.slice(0, -1) });
      return show(redone.jump.to);
    }
    if (redone.lab !== undefined) {
      const before = await wholeLab();
      await restoreLab(redone.lab.after);
      useHistory.setState({
        past: [...past, { ...redone, lab: { ...redone.lab, before } }],
        future: future.slice(0, -1),
      });
      return afterTravel({});
    }
    if ((redone.dropped ?? []).length > 0) await engine().truncate(redone.start);
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

/** How fast simulated time passes on the screen: simulated milliseconds in one of the reader's. */
export const speeds = [0.1, 0.25, 0.5, 1, 2, 4] as const;
export type Speed = (typeof speeds)[number];

/** Frames a second at which the cluster is asked anew; more would only fill the worker's queue. */
const framesASecond = 12;

interface Film {
  readonly running: boolean;
  readonly speed: Speed;
}

export const useFilm = create<Film>()(() => ({ running: false, speed: 0.25 }));

let film: ReturnType<typeof setTimeout> | undefined;

export function stopFilm(): void {
  clearTimeout(film);
  film = undefined;
  if (useFilm.getState().running) useFilm.setState({ running: false });
}

/** Lets time pass on the screen from the moment in view until the present is reached. */
export async function runFilm(): Promise<void> {
  stopFilm();
  const { at } = useClusterView.getState();
  if (typeof at !== 'object') return;
  const end = (await engine().query({ kind: 'cluster' }, Number.MAX_SAFE_INTEGER)).time;
  useFilm.setState({ running: true });
  let shotAt = performance.now();
  const shoot = (time: Millis): void => {
    film = setTimeout(() => {
      // Where frames take long, fewer are shown in the same time.
      const passed = performance.now() - shotAt;
      shotAt += passed;
      const next = Math.round(time + Math.max(1, useFilm.getState().speed * passed));
      void lookAt(next >= end ? undefined : { time: next }).then(() => {
        if (film === undefined) return;
        if (next >= end) stopFilm();
        else shoot(next);
      });
    }, 1000 / framesASecond);
  };
  shoot(at.time);
}
