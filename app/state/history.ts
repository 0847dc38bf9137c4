import { create } from 'zustand';
import type { ClusterConfig, Command, Moment } from '../../sim-core/index.js';
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

/** One thing the learner did: an accepted apply, a packet, a command line, another kube-proxy mode, a jump in time. Undoing it drops its commands. */
export interface HistoryStep {
  readonly kind: 'apply' | 'send' | 'shell' | 'mode' | 'file' | 'cluster' | 'scenario' | 'time';
  /** Length of the command log before it. */
  readonly start: number;
  readonly commands: readonly Command[];
  /** Later commands that it took the place of, when it was done in the past. */
  readonly dropped?: readonly Command[];
  /** Set when files came or went, or the cluster beneath was exchanged: everything before and after. */
  readonly lab?: { readonly before: WholeLab; readonly after: WholeLab };
  /** Set when only the moment in view changed; the present when undefined. */
  readonly jump?: { readonly from: Moment | undefined; readonly to: Moment | undefined };
  /** Accepted texts before and after, by file. */
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
}

interface History {
  readonly past: readonly HistoryStep[];
  readonly future: readonly HistoryStep[];
}

export const useHistory = create<History>()(() => ({ past: [], future: [] }));

export const sameMoment = (a: Moment | undefined, b: Moment | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** Jumps in a row are one; one that comes back to where it began is none. Nothing that was undone is lost by looking. */
export function rememberJump(from: Moment | undefined, to: Moment | undefined): void {
  useHistory.setState(({ past }) => {
    const jump = past.at(-1)?.jump;
    const others = jump === undefined ? past : past.slice(0, -1);
    const whole = { from: jump === undefined ? from : jump.from, to };
    if (sameMoment(whole.from, to)) return { past: others };
    return { past: [...others, { kind: 'time', start: 0, commands: [], jump: whole, before: {}, after: {} }] };
  });
}

export function remember(step: HistoryStep): void {
  useHistory.setState((state) => ({ past: [...state.past, step], future: [] }));
}
