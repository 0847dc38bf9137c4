import { create } from 'zustand';
import type { ClusterConfig, Command } from '../../sim-core/index.js';
import type { FileState } from './document.js';

/** A whole Lab at one time. */
export interface WholeLab {
  readonly scenario: string | undefined;
  readonly seed: number;
  readonly config: Partial<ClusterConfig> | undefined;
  readonly files: readonly FileState[];
  readonly active: string;
  readonly log: readonly Command[];
}

/** One thing the learner did: an accepted apply, a packet, a command line, or another kube-proxy mode. Undoing it drops its commands. */
export interface HistoryStep {
  readonly kind: 'apply' | 'send' | 'shell' | 'mode' | 'file' | 'cluster' | 'scenario';
  /** Length of the command log before it. */
  readonly start: number;
  readonly commands: readonly Command[];
  /** Later commands that it took the place of, when it was done in the past. */
  readonly dropped?: readonly Command[];
  /** Set when files came or went, or the cluster beneath was exchanged: everything before and after. */
  readonly lab?: { readonly before: WholeLab; readonly after: WholeLab };
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
