import { create } from 'zustand';
import type { ModeView } from '../../sim-core/index.js';
import { ask, useClusterView } from './cluster-view.js';

/** A mode that this kube-proxy refuses, and that the learner asked for. */
export interface ModeQuestion extends ModeView {
  /** The release that runs. */
  readonly release: string;
}

export const useModeQuestion = create<{ readonly question: ModeQuestion | undefined }>()(() => ({
  question: undefined,
}));

const minorOf = (release: string): number => Number(release.split('.')[1] ?? 0);

/** Whether a mode asks for more than a later kube-proxy: an older one, or another operating system. */
const isPast = ({ possible, elsewhere }: ModeView, release: string): boolean =>
  !possible && elsewhere !== undefined && (elsewhere.os === 'windows' || minorOf(elsewhere.release) < minorOf(release));

export const switchTo = async (mode: string): Promise<void> => (await import('./proxy-mode.js')).switchMode(mode);

/** Switches, or first tells what kube-proxy has against the mode and where it can be had. */
export async function chooseMode(name: string): Promise<void> {
  const { phase, cluster } = useClusterView.getState();
  if (phase !== 'ready' || cluster === undefined || cluster.mode === name) return;
  const { modes, release } = await ask({ kind: 'proxyModes' });
  const mode = modes.find((candidate) => candidate.name === name);
  if (mode !== undefined && isPast(mode, release)) useModeQuestion.setState({ question: { ...mode, release } });
  else await switchTo(name);
}
