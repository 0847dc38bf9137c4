import type { Problem } from '../base/problem.js';
import type { ObjectKey } from '../kube/key.js';
import type { PrintedText, TerminalAction } from '../shell/command.js';
import type { Flights } from './view-flights.js';

/** What a command did to a working copy. The copy of a command that was not accepted is thrown away. */
export interface CommandOutcome {
  readonly accepted: boolean;
  readonly problems: readonly Problem[];
  readonly stdout: string;
  readonly stderr: string;
  /** Of a command line only. */
  readonly shell?: ShellOutcome;
  /** Of a `send` that asked for a summary. */
  readonly flights?: Flights;
}

/** How a command line ended, and what it asks of the terminal. */
export interface ShellOutcome {
  readonly exitCode: number;
  readonly actions: readonly TerminalAction[];
  /** Both streams as they mingle on the screen. */
  readonly printed: readonly PrintedText[];
}

/** A command that could not be carried out, in one sentence. */
export function refusal(code: Problem['code'], field: string, text: string): CommandOutcome {
  const problem: Problem = { code, severity: 'error', field, detail: text, text };
  return { accepted: false, problems: [problem], stdout: '', stderr: `${text}\n` };
}

export const accepted: CommandOutcome = { accepted: true, problems: [], stdout: '', stderr: '' };

export const sameKey = (a: ObjectKey, b: ObjectKey): boolean =>
  a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;
