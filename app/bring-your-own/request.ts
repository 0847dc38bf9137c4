import { create } from 'zustand';
import type { CaptureKind, DumpFile } from '../../sim-core/index.js';

interface Request {
  readonly tab: CaptureKind | undefined;
  /** What was dropped on the page. */
  readonly files: readonly DumpFile[];
  /** Counts what was dropped: another drop is read anew. */
  readonly turn: number;
}

/** Whether the dialog is open, and on what. */
export const useBringYourOwn = create<Request>()(() => ({ tab: undefined, files: [], turn: 0 }));

export const openBringYourOwn = (tab: CaptureKind = 'cluster', files: readonly DumpFile[] = []): void =>
  useBringYourOwn.setState(({ turn }) => ({ tab, files, turn: turn + 1 }));

export const closeBringYourOwn = (): void => useBringYourOwn.setState({ tab: undefined, files: [] });
