import { useEffect, useState } from 'react';
import type { LocateView, Origin } from '../../../sim-core/index.js';
import { ask, useClusterView } from '../../state/cluster-view.js';
import { appliedTexts, currentTexts, useDocument } from '../../state/document.js';
import { useLit } from '../../state/playback.js';

/** Longer texts are not searched while they are being typed. */
const longestSearched = 300_000;

async function locate(origin: Origin): Promise<LocateView | undefined> {
  const { files } = useDocument.getState();
  if (files.some((file) => file.text.length > longestSearched)) return undefined;
  const now = await ask({ kind: 'locate', origin, files: currentTexts() });
  return now ?? ask({ kind: 'locate', origin, files: appliedTexts() });
}

/** Where in the files the lit thing comes from. */
export function useLitPlace(): LocateView | undefined {
  const origin = useLit()?.origin;
  const files = useDocument((state) => state.files);
  const ready = useClusterView((state) => state.phase === 'ready');
  const version = useClusterView((state) => state.version);
  const [place, setPlace] = useState<LocateView>();
  useEffect(() => {
    let current = true;
    const found = ready && origin !== undefined ? locate(origin) : Promise.resolve(undefined);
    found.then(
      (next) => current && setPlace(next),
      () => current && setPlace(undefined),
    );
    return () => {
      current = false;
    };
  }, [origin, files, ready, version]);
  return origin === undefined ? undefined : place;
}
