import { create } from 'zustand';

/** Which list to search is open: everything, or the scenarios. */
export type FinderList = 'all' | 'scenarios';

interface Finder {
  readonly open: FinderList | undefined;
}

export const useFinder = create<Finder>()(() => ({ open: undefined }));
export const openFinder = (open: FinderList): void => useFinder.setState({ open });
export const closeFinder = (): void => useFinder.setState({ open: undefined });
