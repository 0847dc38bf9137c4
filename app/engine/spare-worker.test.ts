import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createEngineClient } from './client.js';
import { EngineHost } from './host.js';
import type { EngineRequest } from './messages.js';
import { startSpareWorker, takeWorker } from './spare-worker.js';

const started: FakeWorker[] = [];

/** As a browser's worker: events reach only who listens when they happen. */
class FakeWorker extends EventTarget {
  readonly #host = new EngineHost();
  #failed = false;

  constructor() {
    super();
    started.push(this);
  }

  say(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  fail(): void {
    this.#failed = true;
    this.dispatchEvent(new Event('error', { cancelable: true }));
  }

  postMessage(request: EngineRequest): void {
    if (!this.#failed) this.say(structuredClone(this.#host.handle(request)));
  }

  terminate(): void {
    // Nothing runs here by itself.
  }
}

beforeEach(() => {
  started.length = 0;
  vi.stubGlobal('Worker', FakeWorker);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('gives the worker that was started ahead to the first who asks, and to nobody else', () => {
  startSpareWorker();
  startSpareWorker();
  expect(started).toHaveLength(1);
  expect(takeWorker().worker).toBe(started[0]);
  expect(takeWorker().worker).not.toBe(started[0]);
});

it('keeps what the worker said before somebody listened, and no more after that', () => {
  startSpareWorker();
  started[0]?.say('ready');
  const { worker, takeKept } = takeWorker();
  const kept = takeKept();
  worker.dispatchEvent(new MessageEvent('message', { data: 'late' }));
  expect(kept.map((event) => (event as MessageEvent<unknown>).data)).toEqual(['ready']);
});

it('leaves it to who takes one to find out that no worker may start', () => {
  vi.stubGlobal(
    'Worker',
    class {
      constructor() {
        throw new DOMException('denied', 'SecurityError');
      }
    },
  );
  expect(startSpareWorker).not.toThrow();
  expect(takeWorker).toThrow('denied');
});

it('serves a client that came after the worker was ready', async () => {
  vi.useFakeTimers();
  startSpareWorker();
  started[0]?.say('ready');
  const client = createEngineClient({ readyMs: 1000, requestMs: 1_000_000 });
  await client.start({ seed: 1, log: [{ type: 'settle' }] });
  // A client that missed the word would take the worker for one that never came, and open another place.
  await vi.advanceTimersByTimeAsync(5000);
  expect(await client.log()).toEqual([{ type: 'settle' }]);
  expect(started).toHaveLength(1);
  client.close();
});

it('tells the client of a worker that failed before it came', async () => {
  startSpareWorker();
  started[0]?.fail();
  const client = createEngineClient({ readyMs: 1_000_000 });
  // Answered by the page's own thread.
  const answered = await client.start({ seed: 1, log: [] });
  expect(answered.revision).toBeDefined();
  client.close();
});
