import { useDocument } from './document.js';
import { engine } from './engine.js';
import { useLayout } from './layout.js';
import { usePlayback } from './playback.js';
import { writeLink, type SharedLab } from './share-link.js';

/** Everything on the page that a link can hold, as it is now. */
export async function currentLab(): Promise<SharedLab> {
  const { scenario, seed, config, active, files } = useDocument.getState();
  const { trace, leg, cursor } = usePlayback.getState();
  return {
    ...(scenario !== undefined && { scenario }),
    seed,
    ...(config && { config }),
    active,
    files: files.map(({ name, text, applied }) => ({ name, text, ...(applied !== text && { applied }) })),
    log: await engine().log(),
    view: useLayout.getState().view,
    ...(trace && { packet: { id: trace.id, leg, cursor } }),
  };
}

/** The page without its query and fragment. */
export const labAddress = (): string => window.location.origin + window.location.pathname;

export const shareLink = async (): Promise<string> => labAddress() + (await writeLink(await currentLab()));
