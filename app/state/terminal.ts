import { create } from 'zustand';
import type { DispatchResult, PrintedText, ShellPlace, TerminalAction } from '../../sim-core/index.js';
import { runShell } from './actions.js';
import { edit } from './typing.js';
import { ask, useClusterView } from './cluster-view.js';
import { currentTexts } from './document.js';
import { loadHistory, withLine } from './terminal-history.js';

/** Something a terminal shows, in the order in which it came. */
export type Entry =
  | {
      readonly kind: 'input';
      readonly prompt: string;
      readonly text: string;
      /** Where it ran; absent for a line that was given up. */
      readonly place?: ShellPlace;
    }
  | { readonly kind: 'stdout' | 'stderr'; readonly text: string }
  /** The page's own words, by name, so that they are in the language in use. */
  | { readonly kind: 'note'; readonly note: 'welcome' | 'failed' }
  | { readonly kind: 'note'; readonly note: 'skipped'; readonly count: number };

/** A prompt on top of another: `exit` goes back, and may have something to run there. */
interface Stop {
  readonly place: ShellPlace;
  readonly onLeave?: string;
}

/** A text that a command wants edited, and what to run when it is saved. */
export interface Editing {
  readonly name: string;
  readonly text: string;
  readonly save?: { readonly file: string; readonly line: string };
}

export interface Terminal {
  readonly id: number;
  readonly stops: readonly Stop[];
  readonly prompt: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly entries: readonly Entry[];
  /** Grows when the screen is cleared: what was shown before is gone. */
  readonly screen: number;
  readonly busy: boolean;
  readonly watch: { readonly line: string; readonly since: number } | undefined;
  readonly editing: Editing | undefined;
  /** What was typed and not run when the terminal was last put away. */
  readonly draft: string;
}

interface Terminals {
  readonly terminals: readonly Terminal[];
  readonly active: number;
  /** A terminal that was just asked for: it takes the focus when it is drawn. */
  readonly wanted?: number | undefined;
  /** Files that commands wrote, beside those of the editor. */
  readonly files: Readonly<Record<string, string>>;
  readonly history: readonly string[];
}

export const mostTerminals = 3;
/** Older entries than these scroll out for good. */
const mostEntries = 2000;

export const laptop: ShellPlace = { kind: 'laptop' };

const newTerminal = (id: number): Terminal => ({
  id,
  stops: [{ place: laptop }],
  prompt: 'learner@laptop:~$ ',
  variables: {},
  entries: id === 1 ? [{ kind: 'note', note: 'welcome' }] : [],
  screen: 0,
  busy: false,
  watch: undefined,
  editing: undefined,
  draft: '',
});

export const useTerminals = create<Terminals>()(() => ({
  terminals: [newTerminal(1)],
  active: 1,
  files: {},
  history: loadHistory(),
}));

const get = (id: number): Terminal | undefined => useTerminals.getState().terminals.find((one) => one.id === id);

export function updateTerminal(id: number, change: (terminal: Terminal) => Partial<Terminal>): void {
  useTerminals.setState(({ terminals }) => ({
    terminals: terminals.map((one) => (one.id === id ? { ...one, ...change(one) } : one)),
  }));
}

export const placeOf = ({ stops }: Pick<Terminal, 'stops'>): ShellPlace => stops.at(-1)?.place ?? laptop;

export const useActiveTerminal = (): Terminal | undefined =>
  useTerminals(({ terminals, active }) => terminals.find((one) => one.id === active) ?? terminals[0]);

export const activate = (id: number): void => useTerminals.setState({ active: id });

export function openTerminal(): void {
  const { terminals } = useTerminals.getState();
  if (terminals.length >= mostTerminals) return;
  const id = Math.max(...terminals.map((one) => one.id)) + 1;
  useTerminals.setState({ terminals: [...terminals, newTerminal(id)], active: id, wanted: id });
}

export function closeTerminal(id: number): void {
  const rest = useTerminals.getState().terminals.filter((one) => one.id !== id);
  if (rest.length > 0) useTerminals.setState({ terminals: rest, active: rest.at(-1)?.id ?? 1 });
}

export function append(id: number, ...added: readonly Entry[]): void {
  updateTerminal(id, ({ entries, screen }) => {
    const all = [...entries, ...added];
    return all.length <= mostEntries ? { entries: all } : { entries: all.slice(-mostEntries / 2), screen: screen + 1 };
  });
}

/** Another place without a command: the prompt there is a new one. */
export async function goTo(id: number, place: ShellPlace): Promise<void> {
  updateTerminal(id, () => ({ stops: [{ place }], variables: {} }));
  await readPrompt(id);
}

async function readPrompt(id: number): Promise<void> {
  const terminal = get(id);
  if (terminal === undefined) return;
  const prompt = await ask({ kind: 'prompt', place: placeOf(terminal) }).catch(() => '$ ');
  updateTerminal(id, () => ({ prompt }));
}

export const clearScreen = (id: number): void =>
  updateTerminal(id, ({ screen }) => ({ entries: [], screen: screen + 1 }));

/** Lines given while others run wait here; Ctrl-C forgets them. */
const waiting = new Map<number, string[]>();

/** Runs whole commands one after the other, as if each had been typed. */
export async function submit(id: number, lines: readonly string[]): Promise<void> {
  const queue = waiting.get(id);
  if (queue !== undefined) {
    queue.push(...lines);
    return;
  }
  const own = [...lines];
  waiting.set(id, own);
  updateTerminal(id, () => ({ busy: true }));
  for (let line = own.shift(); line !== undefined; line = own.shift()) await runOne(id, line);
  waiting.delete(id);
  updateTerminal(id, () => ({ busy: false }));
}

async function runOne(id: number, line: string): Promise<void> {
  const terminal = get(id);
  if (terminal === undefined) return;
  interrupted.delete(id);
  append(id, { kind: 'input', prompt: terminal.prompt, text: line, place: placeOf(terminal) });
  useTerminals.setState(({ history }) => ({ history: withLine(history, line) }));
  if (line.trim() !== '') await execute(id, line);
}

const fileTexts = (): Readonly<Record<string, string>> => ({ ...useTerminals.getState().files, ...currentTexts() });

/** A line of a command, at the terminal's place, with files beside the learner's own. */
async function execute(id: number, line: string, files: Readonly<Record<string, string>> = {}): Promise<void> {
  const terminal = get(id);
  if (terminal === undefined) return;
  const { variables } = terminal;
  const result = await runShell({
    type: 'shell',
    place: placeOf(terminal),
    line,
    variables,
    files: { ...fileTexts(), ...files },
  });
  if (result === undefined) {
    append(id, { kind: 'note', note: 'failed' });
    return;
  }
  append(id, ...printedBy(result));
  if (!result.accepted) return goTo(id, laptop);
  for (const action of result.shell?.actions ?? []) await perform(id, action);
}

function printedBy({ stdout, stderr, shell }: DispatchResult): readonly Entry[] {
  const whole: readonly PrintedText[] = [
    { stream: 'stdout', text: stdout },
    { stream: 'stderr', text: stderr },
  ];
  const pieces = shell === undefined || shell.printed.length === 0 ? whole : shell.printed;
  return pieces.filter(({ text }) => text !== '').map(({ stream, text }) => ({ kind: stream, text }));
}

async function perform(id: number, action: TerminalAction): Promise<void> {
  switch (action.kind) {
    case 'enter': {
      const { place, onLeave } = action;
      updateTerminal(id, ({ stops }) => ({ stops: [...stops, { place, ...(onLeave !== undefined && { onLeave }) }] }));
      return readPrompt(id);
    }
    case 'leave':
      return leave(id);
    case 'clear':
      return clearScreen(id);
    case 'set':
      return updateTerminal(id, ({ variables }) => ({ variables: { ...variables, ...action.variables } }));
    case 'watch':
      return watch(id, action.line, action.since);
    case 'write':
      return writeFile(action.path, action.text);
    case 'remove': {
      const { [action.path]: _gone, ...files } = useTerminals.getState().files;
      useTerminals.setState({ files });
      return;
    }
    case 'open':
      return startEditing(id, { name: action.path, text: fileTexts()[action.path] ?? '' });
    case 'edit': {
      const { key, text, file, save } = action;
      return startEditing(id, { name: `${key.kind} ${key.name}`, text, save: { file, line: save } });
    }
  }
}

/** Back to where the last prompt was entered from; the first one stays. */
async function leave(id: number): Promise<void> {
  const left = get(id)?.stops.at(-1);
  if (left === undefined || get(id)?.stops.length === 1) {
    if (left !== undefined && left.place.kind !== 'laptop') await goTo(id, laptop);
    return;
  }
  updateTerminal(id, ({ stops }) => ({ stops: stops.slice(0, -1) }));
  await readPrompt(id);
  if (left.onLeave !== undefined) await execute(id, left.onLeave);
}

/** A file of the editor changes there; any other is the terminals' own. */
function writeFile(path: string, text: string): void {
  if (path in currentTexts()) edit(path, text);
  else useTerminals.setState(({ files }) => ({ files: { ...files, [path]: text } }));
}

const startEditing = (id: number, editing: Editing): void => updateTerminal(id, () => ({ editing }));

/** Ends the editing of a text: undefined when it was given up. */
export async function finishEditing(id: number, text: string | undefined): Promise<void> {
  const editing = get(id)?.editing;
  if (editing === undefined) return;
  updateTerminal(id, () => ({ editing: undefined }));
  const { name, save } = editing;
  const unchanged = text === undefined || text === editing.text;
  if (save === undefined) {
    if (!unchanged) writeFile(name, text);
    return;
  }
  // kubectl's own words.
  if (unchanged) append(id, { kind: 'stderr', text: 'Edit cancelled, no changes made.\n' });
  else await execute(id, save.line, { [save.file]: text });
}

const interrupts = new Map<number, () => void>();

/** Terminals whose command was given up before it began to keep printing. */
const interrupted = new Set<number>();

/** Prints what changes until Ctrl-C. */
async function watch(id: number, line: string, since: number): Promise<void> {
  updateTerminal(id, () => ({ watch: { line, since } }));
  let over = interrupted.has(id);
  while (!over && get(id) !== undefined) {
    over = await new Promise<boolean>((done) => {
      const stop = useClusterView.subscribe((state, before) => {
        if (state.version === before.version || state.phase !== 'ready') return;
        stop();
        done(false);
      });
      interrupts.set(id, () => {
        stop();
        done(true);
      });
    });
    if (!over) await readWatch(id);
  }
  interrupts.delete(id);
  updateTerminal(id, () => ({ watch: undefined }));
}

async function readWatch(id: number): Promise<void> {
  const terminal = get(id);
  if (terminal?.watch === undefined) return;
  const { line, since } = terminal.watch;
  const next = await ask({ kind: 'watch', place: placeOf(terminal), line, since }).catch(() => undefined);
  if (next === undefined) return;
  if (next.stdout !== '') append(id, { kind: 'stdout', text: next.stdout });
  updateTerminal(id, () => ({ watch: { line, since: next.since } }));
}

/** Ctrl-C: what waits is forgotten, and what keeps printing stops. */
export function interrupt(id: number): void {
  waiting.get(id)?.splice(0);
  if (waiting.has(id)) append(id, { kind: 'stdout', text: '^C\n' });
  interrupted.add(id);
  interrupts.get(id)?.();
}

/** What the word at the cursor may become. */
export async function completions(id: number, line: string, cursor: number) {
  const terminal = get(id);
  if (terminal === undefined) return undefined;
  const files = Object.keys(fileTexts());
  const variables = Object.keys(terminal.variables);
  return ask({ kind: 'complete', place: placeOf(terminal), line, cursor, files, variables }).catch(() => undefined);
}

/** Runs a line for the page, in the terminal in use, at a place of its own. */
export async function runInTerminal(line: string, place: ShellPlace = laptop): Promise<void> {
  const { active, terminals } = useTerminals.getState();
  const id = terminals.some((one) => one.id === active) ? active : (terminals[0]?.id ?? 1);
  await goTo(id, place);
  await submit(id, [line]);
}
