import { useSyncExternalStore } from 'react';
import { create } from 'zustand';
import type { Hop, SourceRef, TargetView, Trace } from '../../sim-core/index.js';
import { selectionOfHop, useSelection, type Selection } from './selection.js';

/** The way there, and the way back. */
export type Leg = 'request' | 'reply';

interface Playback {
  /** The packet being followed. */
  readonly trace: Trace | undefined;
  readonly leg: Leg;
  /** Index of the hop the packet is at, in `trace[leg]`. */
  readonly cursor: number;
  readonly playing: boolean;
  /** Where the next packet starts and goes. */
  readonly source: SourceRef | undefined;
  readonly target: TargetView | undefined;
  readonly set: (change: Partial<Pick<Playback, 'trace' | 'leg' | 'cursor' | 'playing' | 'source' | 'target'>>) => void;
}

export const usePlayback = create<Playback>()((set) => ({
  trace: undefined,
  leg: 'request',
  cursor: 0,
  playing: false,
  source: undefined,
  target: undefined,
  set: (change) => set(change),
}));

const noHops: readonly Hop[] = [];

export const hopsOf = (trace: Trace | undefined, leg: Leg): readonly Hop[] => trace?.[leg] ?? noHops;

/** The hops of the leg in view. */
export const useHops = (): readonly Hop[] => usePlayback((state) => hopsOf(state.trace, state.leg));

export const useCurrentHop = (): Hop | undefined =>
  usePlayback((state) => hopsOf(state.trace, state.leg)[state.cursor]);

let lastHop: { readonly trace: Trace; readonly leg: Leg; readonly hop: Hop; readonly selection: Selection } | undefined;

/** The same hop gives the same object, so that subscribers do not render for nothing. */
function selectionAt({ trace, leg, cursor }: Pick<Playback, 'trace' | 'leg' | 'cursor'>): Selection | undefined {
  const hop = hopsOf(trace, leg)[cursor];
  if (trace === undefined || hop === undefined) return undefined;
  if (lastHop === undefined || lastHop.trace !== trace || lastHop.leg !== leg || lastHop.hop !== hop) {
    lastHop = { trace, leg, hop, selection: selectionOfHop(trace, leg, hop) };
  }
  return lastHop.selection;
}

/** What the marker lights in every pane: under the pointer, else pinned, else the packet's hop. */
export function useLit(): Selection | undefined {
  const chosen = useSelection((state) => state.preview ?? state.pinned);
  const current = usePlayback(selectionAt);
  return chosen ?? current;
}

export const litNow = (): Selection | undefined => {
  const { preview, pinned } = useSelection.getState();
  return preview ?? pinned ?? selectionAt(usePlayback.getState());
};

function onLit(changed: () => void): () => void {
  const ends = [useSelection.subscribe(changed), usePlayback.subscribe(changed)];
  return () => ends.forEach((end) => end());
}

/** Whether the marker lights something: of many that ask, only those where it comes or goes are drawn again. */
export function useIsLit(is: (lit: Selection) => boolean): boolean {
  return useSyncExternalStore(onLit, () => {
    const lit = litNow();
    return lit !== undefined && is(lit);
  });
}
