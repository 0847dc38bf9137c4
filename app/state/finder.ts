import { create } from 'zustand';

/** Which list to search is open: everything, or the scenarios. */
export type FinderList = 'all' | 'scenarios';

interface Finder {
  readonly open: FinderList | undefined;
  /** Typed since it was called, while its code was still on the way. */
  readonly typed: string;
}

export const useFinder = create<Finder>()(() => ({ open: undefined, typed: '' }));
export const openFinder = (open: FinderList): void => useFinder.setState({ open, typed: '' });
export const closeFinder = (): void => useFinder.setState({ open: undefined, typed: '' });
export const typeAhead = (letter: string): void => useFinder.setState(({ typed }) => ({ typed: typed + letter }));
