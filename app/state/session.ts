import type { Command } from '../../sim-core/index.js';
import { isEdited, useDocument, type FileState } from './document.js';
import { useNotices } from './notices.js';
import type { SharedLab } from './share-link.js';
import { readStored, removeStored, writeStored } from './storage.js';

/** What a reload brings back: every text as typed, and the commands that made the cluster. */
export interface Session extends Pick<SharedLab, 'scenario' | 'seed' | 'config' | 'active' | 'log'> {
  readonly version: 1;
  readonly files: readonly FileState[];
}

/** The Lab of this browser; an embedded one keeps its own, so that courses do not overwrite it. */
let key = 'kubehop.session';

export const keepSessionUnder = (name: string): void => {
  key = name;
};

/** What was there before a link was opened over it. */
const earlier = (): string => `${key}.earlier`;

/** A log longer than this is not kept; the accepted texts rebuild the cluster then. */
const longestLog = 500_000;

let log: readonly Command[] = [];

export const loadSession = (): Session | undefined => readSession(key);

export const hasEarlierSession = (): boolean => readSession(earlier()) !== undefined;

/** Commands after those that built the cluster. */
function doneIn({ log: commands }: Session): readonly Command[] {
  const built = commands.findIndex(({ type }) => type !== 'apply');
  return built === -1 ? [] : commands.slice(built + 1);
}

/** Puts the stored session aside, if the learner did anything in it. Only looking does not replace earlier work. */
export function setSessionAside(): void {
  saveNow();
  const session = loadSession();
  if (session === undefined) return;
  const done = doneIn(session);
  const typed = session.files.some(isEdited);
  if (!typed && done.length === 0) return;
  const looked = !typed && session.scenario !== undefined && done.every(({ type }) => type === 'send');
  if (!looked || !hasEarlierSession()) writeStored(earlier(), session);
}

/** Brings back what was put aside. */
export function takeEarlierSession(): Session | undefined {
  const session = readSession(earlier());
  removeStored(earlier());
  return session;
}

function readSession(name: string): Session | undefined {
  const stored = readStored<Session>(name);
  if (stored?.version !== 1 || !Array.isArray(stored.files) || !Array.isArray(stored.log)) return undefined;
  const whole = stored.files.every(
    ({ name, text, applied, problems }) =>
      [name, text, applied].every((value) => typeof value === 'string') && Array.isArray(problems),
  );
  if (!whole || typeof stored.seed !== 'number' || !stored.files.some(({ name }) => name === stored.active)) {
    return undefined;
  }
  return stored as Session;
}

function save(): void {
  const { files, active, scenario, seed, config } = useDocument.getState();
  const kept = JSON.stringify(log).length > longestLog ? [] : log;
  const session: Session = {
    version: 1,
    ...(scenario !== undefined && { scenario }),
    seed,
    ...(config && { config }),
    active,
    files,
    log: kept,
  };
  const saving = writeStored(key, session);
  if (saving !== useNotices.getState().saving) useNotices.setState({ saving });
}

export function saveLog(commands: readonly Command[]): void {
  log = commands;
  saveSoon();
}

/** Writing waits until typing pauses for so long: it would cost each keystroke more than showing what it did. */
const pauseMillis = 300;

let waiting: ReturnType<typeof setTimeout> | undefined;

function saveSoon(): void {
  clearTimeout(waiting);
  waiting = setTimeout(saveNow, pauseMillis);
}

/** Writes what waits to be written. */
function saveNow(): void {
  if (waiting === undefined) return;
  clearTimeout(waiting);
  waiting = undefined;
  save();
}

/** From now on every change of a text is saved, at the latest when the page goes. */
export function watchSession(): void {
  useDocument.subscribe((state, before) => {
    if (state.files !== before.files || state.active !== before.active) saveSoon();
  });
  if (typeof window === 'undefined') return;
  window.addEventListener('pagehide', saveNow);
  // A browser may end a page that is out of sight without a word.
  document.addEventListener('visibilitychange', saveNow);
}
