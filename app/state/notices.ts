import { create } from 'zustand';
import type { LinkProblem } from './share-link.js';

/** Things that happened without the learner's doing, to be told quietly. */
export type Notice =
  | {
      readonly kind: 'engine-restarted';
      readonly commands: number;
      readonly seed: number;
      readonly hop: number | undefined;
      /** What it died of, in the browser's words. */
      readonly message: string;
    }
  | { readonly kind: 'engine-failed'; readonly message: string }
  | { readonly kind: 'not-sent'; readonly text: string }
  | { readonly kind: 'session-unusable' }
  /** A file that was opened or dropped, and cannot be taken. */
  | { readonly kind: 'file-refused'; readonly file: string; readonly why: 'too-many' | 'too-large' | 'not-yaml' }
  /** The address names a scenario that there is not. */
  | { readonly kind: 'no-scenario'; readonly slug: string }
  /** A link took the place of a Lab that is still there to go back to. */
  | { readonly kind: 'earlier-kept' };

interface Notices {
  readonly notice: Notice | undefined;
  /** Whether edits outlive a reload. */
  readonly saving: 'saved' | 'blocked' | 'full';
  /** A share link that could not be opened, and why. */
  readonly badLink: { readonly link: string; readonly problem: LinkProblem } | undefined;
}

export const useNotices = create<Notices>()(() => ({ notice: undefined, saving: 'saved', badLink: undefined }));

export const tell = (notice: Notice): void => useNotices.setState({ notice });
export const dismissNotice = (): void => useNotices.setState({ notice: undefined });
