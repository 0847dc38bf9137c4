import { useSyncExternalStore } from 'react';

/** How the panes are arranged, by the width of the page. */
export type Frame = 'wide' | 'drawer' | 'strip' | 'phone';

const queries: readonly (readonly [Frame, string])[] = [
  // A phone on its side has no height for rows above and below a canvas.
  ['phone', '(max-height: 479px) and (max-width: 959px) and (pointer: coarse)'],
  ['wide', '(min-width: 1280px)'],
  ['drawer', '(min-width: 960px)'],
  ['strip', '(min-width: 640px)'],
];

const lists = queries.map(([frame, query]) => [frame, window.matchMedia(query)] as const);

function subscribe(listener: () => void): () => void {
  for (const [, list] of lists) list.addEventListener('change', listener);
  return () => {
    for (const [, list] of lists) list.removeEventListener('change', listener);
  };
}

const current = (): Frame => lists.find(([, list]) => list.matches)?.[0] ?? 'phone';

export const useFrame = (): Frame => useSyncExternalStore(subscribe, current);
