import { create } from 'zustand';
import { useLayout } from './layout.js';

interface MapSearch {
  readonly open: boolean;
  readonly text: string;
  /** What of the map is found, in the order in which it is gone through; undefined while nothing is looked for. */
  readonly found: readonly string[] | undefined;
  /** Index of the one that was gone to. */
  readonly current: number | undefined;
  /** Where the field is put; in the map itself when there is no better place. */
  readonly slot: HTMLElement | null;
  readonly set: (change: Partial<Pick<MapSearch, 'text' | 'found' | 'current' | 'slot'>>) => void;
  readonly show: () => void;
  readonly close: () => void;
}

export const useMapSearch = create<MapSearch>()((set) => ({
  open: false,
  text: '',
  found: undefined,
  current: undefined,
  slot: null,
  set: (change) => set(change),
  show: () => {
    useLayout.getState().set({ view: 'map' });
    set({ open: true });
  },
  close: () => set({ open: false, text: '', found: undefined, current: undefined }),
}));
