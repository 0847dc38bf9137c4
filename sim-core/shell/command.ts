import type { ObjectKey } from '../kube/key.js';
import type { Flag } from './flags.js';
import type { PlaceKind, ShellPlace, Sys } from './sys.js';

/** What a command asks of the terminal itself, beyond printing. */
export type TerminalAction =
  /**
   * Opens an object's text in the editor. When it is saved, the line `save` runs at the same place
   * with the new text as the file `file`; nothing runs when it is closed or unchanged.
   */
  | {
      readonly kind: 'edit';
      readonly key: ObjectKey;
      readonly text: string;
      readonly file: string;
      readonly save: string;
    }
  /** Opens a file of the learner's in the editor; it may not exist yet. */
  | { readonly kind: 'open'; readonly path: string }
  /** A redirection made a file of the learner's; `text` is its whole content. */
  | { readonly kind: 'write'; readonly path: string; readonly text: string }
  | { readonly kind: 'remove'; readonly path: string }
  /** The prompt moves to another place until `exit`, and then `onLeave` runs where it was before. */
  | { readonly kind: 'enter'; readonly place: ShellPlace; readonly onLeave?: string }
  | { readonly kind: 'leave' }
  | { readonly kind: 'clear' }
  /** What was printed goes on: the query `watch` gives the rows that changed after `since`. */
  | { readonly kind: 'watch'; readonly line: string; readonly since: number }
  | { readonly kind: 'set'; readonly variables: Readonly<Record<string, string>> };

/** A piece of output, in the order in which pieces reach the screen. */
export interface PrintedText {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  /** Both streams as they mingle on the screen; stdout and then stderr when absent. */
  readonly printed?: readonly PrintedText[];
  readonly actions?: readonly TerminalAction[];
}

/** A program that a prompt offers. */
export interface Command {
  readonly name: string;
  readonly places: readonly PlaceKind[];
  /** One line, as `help` lists it. */
  readonly summary: string;
  /** What stands after the name in its usage line. */
  readonly usage: string;
  readonly flags: readonly Flag[];
  run(argv: readonly string[], sys: Sys, stdin: string, shell: Shell): CommandResult;
  /** What the word after these may be; flags and files when absent. */
  complete?(sys: Sys, words: readonly string[], current: string): readonly string[];
  /** The rows that a watching command prints after `since`. */
  watch?(sys: Sys, argv: readonly string[], since: number): { readonly stdout: string; readonly since: number };
}

/** What runs commands, for those that run others. */
export interface Shell {
  readonly commands: readonly Command[];
  run(argv: readonly string[], sys: Sys, stdin: string): CommandResult;
  runLine(line: string, sys: Sys): CommandResult;
}

export const everywhere: readonly PlaceKind[] = ['laptop', 'node', 'pod'];
export const inCluster: readonly PlaceKind[] = ['node', 'pod'];

export const output = (stdout: string, stderr = ''): CommandResult => ({ stdout, stderr, exitCode: 0 });
export const failure = (stderr: string, exitCode = 1, stdout = ''): CommandResult => ({ stdout, stderr, exitCode });

/** Text as lines; the newline at its end begins none. */
export const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

export const asText = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** What one stream got. */
export const textOf = (printed: readonly PrintedText[], stream: PrintedText['stream']): string =>
  printed
    .filter((piece) => piece.stream === stream)
    .map(({ text }) => text)
    .join('');

/** What a command printed in the order of the screen; one that says no order, or says it wrongly, has stdout first. */
export function piecesOf({ stdout, stderr, printed }: CommandResult): readonly PrintedText[] {
  const whole =
    printed !== undefined && textOf(printed, 'stdout') === stdout && textOf(printed, 'stderr') === stderr
      ? printed
      : [{ stream: 'stdout', text: stdout } as const, { stream: 'stderr', text: stderr } as const];
  return whole.filter(({ text }) => text !== '');
}
