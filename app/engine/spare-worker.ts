/**
 * The simulation's thread, started before the page's own code is there, so that both load at the same time. What it
 * says before somebody listens is kept.
 */
export interface SpareWorker {
  readonly worker: Worker;
  /** Stops keeping, and gives what was kept, oldest first. */
  readonly takeKept: () => readonly Event[];
}

const said = ['message', 'messageerror', 'error'] as const;

function startWorker(): SpareWorker {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'kubehop' });
  const kept: Event[] = [];
  const keep = (event: Event): void => {
    kept.push(event);
  };
  for (const type of said) worker.addEventListener(type, keep);
  return {
    worker,
    takeKept: () => {
      for (const type of said) worker.removeEventListener(type, keep);
      return kept;
    },
  };
}

let spare: SpareWorker | undefined;

/** Where no worker may start, nothing happens: whoever takes one finds out. */
export function startSpareWorker(): void {
  try {
    spare ??= startWorker();
  } catch {
    spare = undefined;
  }
}

/** The worker that was started ahead, once; a new one after that. Throws where none may start. */
export function takeWorker(): SpareWorker {
  const taken = spare ?? startWorker();
  spare = undefined;
  return taken;
}
