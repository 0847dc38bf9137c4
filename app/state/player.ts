import { hopsOf, usePlayback } from './playback.js';
import { useSelection } from './selection.js';

const millisPerHop = 900;

let timer: ReturnType<typeof setInterval> | undefined;

/** Moves the packet; the marker follows it again. */
function moveTo(cursor: number, leg = usePlayback.getState().leg): void {
  usePlayback.getState().set({ cursor, leg });
  const { pinned, pin } = useSelection.getState();
  if (pinned !== undefined) pin(undefined);
}

export function pause(): void {
  clearInterval(timer);
  timer = undefined;
  if (usePlayback.getState().playing) usePlayback.getState().set({ playing: false });
}

/** One hop on; from the request's last hop to the reply's first. False at the very end. */
function advance(): boolean {
  const { trace, leg, cursor } = usePlayback.getState();
  if (cursor + 1 < hopsOf(trace, leg).length) moveTo(cursor + 1);
  else if (leg === 'request' && hopsOf(trace, 'reply').length > 0) moveTo(0, 'reply');
  else return false;
  return true;
}

export function step(): void {
  pause();
  advance();
}

export function back(): void {
  pause();
  const { trace, leg, cursor } = usePlayback.getState();
  if (cursor > 0) moveTo(cursor - 1);
  else if (leg === 'reply') moveTo(hopsOf(trace, 'request').length - 1, 'request');
}

export function seek(index: number, leg = usePlayback.getState().leg): void {
  pause();
  const count = hopsOf(usePlayback.getState().trace, leg).length;
  if (count > 0) moveTo(Math.min(Math.max(index, 0), count - 1), leg);
}

export const first = (): void => seek(0);
export const last = (): void => seek(Number.MAX_SAFE_INTEGER);

export const atEnd = (): boolean => {
  const { trace, leg, cursor } = usePlayback.getState();
  return cursor + 1 >= hopsOf(trace, leg).length && (leg === 'reply' || hopsOf(trace, 'reply').length === 0);
};

const wantsLessMotion = (): boolean => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Plays to the end of the reply; from the start when already there. A single step when less motion is wanted. */
export function play(): void {
  const { trace } = usePlayback.getState();
  if (trace === undefined) return;
  if (wantsLessMotion()) return step();
  if (atEnd()) moveTo(0, 'request');
  pause();
  usePlayback.getState().set({ playing: true });
  timer = setInterval(() => {
    if (!advance()) pause();
  }, millisPerHop);
}

export const playOrPause = (): void => (usePlayback.getState().playing ? pause() : play());
