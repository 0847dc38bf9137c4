import { create } from 'zustand';
import type { Command } from '../../sim-core/index.js';

/** One thing the learner did: an accepted apply, a packet, or a command line. Undoing it drops its commands. */
export interface HistoryStep {
  readonly kind: 'apply' | 'send' | 'shell';
  /** Length of the command log before it. */
  readonly start: number;
  readonly commands: readonly Command[];
  /** Later commands that it took the place of, when it was done in the past. */
  readonly dropped?: readonly Command[];
  /** Accepted texts before and after, by file. */
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
}

interface History {
  readonly past: readonly HistoryStep[];
  readonly future: readonly HistoryStep[];
}

export const useHistory = create<History>()(() => ({ past: [], future: [] }));

export function remember(step: HistoryStep): void {
  useHistory.setState((state) => ({ past: [...state.past, step], future: [] }));
}
