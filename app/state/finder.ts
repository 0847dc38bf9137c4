import { create } from 'zustand';

/** Which list to search is open: everything, or the scenarios. */
export type FinderList = 'all' | 'scenarios';

interface Finder {
  readonly open: FinderList | undefined;
  /** Typed since it was called, while its code was still on the way. */
  readonly typed: string;
  /** And whether Enter was pressed after it. */
  readonly entered: boolean;
}

export const useFinder = create<Finder>()(() => ({ open: undefined, typed: '', entered: false }));
export const openFinder = (open: FinderList): void => useFinder.setState({ open, typed: '', entered: false });
export const closeFinder = (): void => useFinder.setState({ open: undefined, typed: '', entered: false });
export const typeAhead = (letter: string): void => useFinder.setState(({ typed }) => ({ typed: typed + letter }));
export const enterAhead = (): void => useFinder.setState({ entered: true });
