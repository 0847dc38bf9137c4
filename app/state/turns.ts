import { ask, refresh, useClusterView } from './cluster-view.js';
import { engine } from './engine.js';
import { tell } from './notices.js';
import { usePlayback } from './playback.js';
import { pause } from './player.js';
import { routeIn } from './routes.js';
import { saveLog } from './session.js';

let queue: Promise<unknown> = Promise.resolve();

/** Commands reach the engine one at a time, in the order they were given. */
export function inTurn(work: () => Promise<void>): Promise<void> {
  const done = queue.then(work).catch((error: unknown) => {
    tell({ kind: 'engine-failed', message: error instanceof Error ? error.message : String(error) });
  });
  queue = done;
  return done;
}

export const logLength = async (): Promise<number> => (await engine().log()).length;

/** After the world moved: everything on screen is asked for anew, at the head. */
export async function settleView(): Promise<void> {
  useClusterView.setState({ at: undefined });
  const [commands] = await Promise.all([engine().log(), refresh()]);
  saveLog(commands);
  const { cluster } = useClusterView.getState();
  const { source, target, set } = usePlayback.getState();
  if (cluster !== undefined) set(routeIn(cluster, { source, target }));
}

/** The newest packet there is; none after its send was undone. */
export async function showNewestTrace(): Promise<void> {
  const { timeline } = useClusterView.getState();
  const id = timeline.findLast((event) => event.traceId !== undefined)?.traceId;
  const trace = id === undefined ? undefined : await ask({ kind: 'trace', id });
  if (trace?.id === usePlayback.getState().trace?.id && trace !== undefined) return;
  pause();
  usePlayback.getState().set({ trace, leg: 'request', cursor: 0 });
}
