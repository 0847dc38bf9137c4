import { create } from 'zustand';

/** Things that happened without the learner's doing, to be told quietly. */
export type Notice =
  | {
      readonly kind: 'engine-restarted';
      readonly commands: number;
      readonly seed: number;
      readonly hop: number | undefined;
    }
  | { readonly kind: 'engine-failed'; readonly message: string }
  | { readonly kind: 'not-sent'; readonly text: string }
  | { readonly kind: 'session-unusable' };

interface Notices {
  readonly notice: Notice | undefined;
  /** Whether edits outlive a reload. */
  readonly saving: 'saved' | 'blocked' | 'full';
}

export const useNotices = create<Notices>()(() => ({ notice: undefined, saving: 'saved' }));

export const tell = (notice: Notice): void => useNotices.setState({ notice });
export const dismissNotice = (): void => useNotices.setState({ notice: undefined });
