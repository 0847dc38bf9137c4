import type { Query } from '../../sim-core/index.js';
import type { Answers } from '../engine/protocol.js';
import { ask, show, shownQueries, useClusterView } from './cluster-view.js';
import { engine } from './engine.js';
import { tell } from './notices.js';
import { usePlayback } from './playback.js';
import { pause } from './player.js';
import { routeIn } from './routes.js';
import { saveLog } from './session.js';

/** Resolved when all that was begun is done. */
let queue: Promise<unknown> = Promise.resolve();
let waiting = 0;

/** Commands reach the engine one at a time, in the order they were given; with nothing before them at once. */
export function inTurn(work: () => Promise<void>): Promise<void> {
  const before = queue;
  const isFree = waiting === 0;
  waiting += 1;
  let end: () => void = () => undefined;
  queue = new Promise<void>((resolve) => (end = resolve));
  return (isFree ? work() : before.then(work))
    .catch((error: unknown) => {
      tell({ kind: 'engine-failed', message: error instanceof Error ? error.message : String(error) });
    })
    .finally(() => {
      waiting -= 1;
      end();
    });
}

export const logLength = async (): Promise<number> => (await engine().log()).length;

/** After the world moved: everything on screen is asked for anew, at the head. */
export async function settleView(): Promise<void> {
  useClusterView.setState({ at: undefined });
  const queries = shownQueries();
  const [commands, answers] = await Promise.all([engine().log(), engine().look(queries)]);
  saveLog(commands);
  showHead(queries, answers);
}

/** Puts the head on the screen. What the Send button offers is what there is now. */
export function showHead(queries: readonly Query[], answers: Answers): void {
  show(queries, answers);
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
