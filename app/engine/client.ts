import type { Command, DispatchResult, Moment, Query, QueryAnswers } from '../../sim-core/index.js';
import type { Delta } from './delta.js';
import { HeldAnswers } from './held-answers.js';
import { openInline } from './inline.js';
import type {
  EngineCall,
  EngineMethods,
  EngineReply,
  EngineRequest,
  OpenTransport,
  Transport,
  TransportListener,
} from './messages.js';
import type { Answers, Attempt, EngineClient, EngineStart, Retried } from './protocol.js';
import { takeWorker } from './spare-worker.js';

const closedError = (): Error => new Error('the engine is closed');

/** How the client reaches a host, and how patient it is. Tests give their own. */
export interface EngineClientOptions {
  readonly openWorker?: OpenTransport;
  readonly openInline?: OpenTransport;
  /** A request that takes longer means that the host hangs. */
  readonly requestMs?: number;
  /** A host that is not up by then will never be. */
  readonly readyMs?: number;
}

interface Pending {
  readonly request: EngineRequest;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

const openWorker: OpenTransport = (listener) => {
  const { worker, takeKept } = takeWorker();
  const hear = (event: Event): void => {
    if (event.type === 'messageerror') {
      listener.onFailure('a message could not be read');
    } else if (event.type === 'error') {
      event.preventDefault();
      // An error of the script has words; a script that did not come has none.
      listener.onFailure(('message' in event && String(event.message)) || 'the worker failed');
    } else {
      // The worker's own words: see worker.ts.
      const { data } = event as MessageEvent<EngineReply | 'ready'>;
      if (data === 'ready') listener.onReady();
      else listener.onReply(data);
    }
  };
  const kept = takeKept();
  for (const type of ['message', 'messageerror', 'error']) worker.addEventListener(type, hear);
  // The owner gets its way to the host first.
  queueMicrotask(() => kept.forEach(hear));
  return {
    post: (request) => {
      worker.postMessage(request);
    },
    close: () => {
      worker.terminate();
    },
  };
};

/**
 * Answers come in the order of the requests, so the oldest pending one is what the host works on:
 * when the host dies or hangs, that request fails, a new host replays the log, and the others are
 * asked again.
 */
class RestartingClient implements EngineClient {
  readonly #options: Required<EngineClientOptions>;
  readonly #listeners = new Set<(message: string) => void>();
  #pending: Pending[] = [];
  /** What was asked last. */
  #newest: Promise<unknown> = Promise.resolve();
  #start: EngineStart = { seed: 1, log: [] };
  #log: readonly Command[] = [];
  readonly #held = new HeldAnswers();
  #nextId = 1;
  #transport: Transport | undefined;
  /** Which host the client listens to; what an older one still says is ignored. */
  #generation = 0;
  #ready = false;
  #inline = false;
  #closed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: Required<EngineClientOptions>) {
    this.#options = options;
    this.#open();
  }

  start(start: EngineStart): Promise<DispatchResult> {
    return this.#ask({ method: 'start', args: [start] }, (value) => {
      this.#start = start;
      this.#log = start.log;
      return value as DispatchResult;
    });
  }

  dispatch(command: Command): Promise<DispatchResult> {
    return this.#ask({ method: 'dispatch', args: [command] }, (value) => {
      this.#log = [...this.#log, command];
      return value as DispatchResult;
    });
  }

  query<Q extends Query>(query: Q, at?: Moment): Promise<QueryAnswers[Q['kind']]> {
    const args: [Query, Moment?] = at === undefined ? [query] : [query, at];
    return this.#ask({ method: 'query', args }, (value) => value as QueryAnswers[Q['kind']]);
  }

  look(queries: readonly Query[], at?: Moment): Promise<Answers> {
    const args: [readonly Query[], Moment?] = at === undefined ? [queries] : [queries, at];
    return this.#ask({ method: 'look', args }, (value) => this.#held.take(queries, value as readonly Delta[]));
  }

  retry(attempt: Attempt): Promise<Retried> {
    const { from, tried, after, queries } = attempt;
    return this.#ask({ method: 'retry', args: [attempt] }, (value) => {
      const retried = value as ReturnType<EngineMethods['retry']>;
      if (!retried.accepted) return retried;
      this.#log = [...this.#log.slice(0, from), tried, ...after];
      return { ...retried, answers: this.#held.take(queries, retried.answers) };
    });
  }

  /** The client's own copy, once all that was asked before is in it. */
  async log(): Promise<readonly Command[]> {
    if (this.#closed) throw closedError();
    await this.#newest.catch(() => undefined);
    return this.#log;
  }

  async truncate(to: Moment): Promise<DispatchResult> {
    const left = this.#ask({ method: 'truncate', args: [to] }, (value) => {
      if (typeof to === 'number') this.#log = this.#log.slice(0, to);
      return value as DispatchResult;
    });
    // A moment may lie inside a command, of which the host then keeps the beginning.
    const log =
      typeof to !== 'number' &&
      this.#ask({ method: 'log', args: [] }, (value) => {
        this.#log = value as readonly Command[];
      });
    const [result] = await Promise.all([left, log]);
    return result;
  }

  onRestart(listener: (message: string) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  close(): void {
    this.#closed = true;
    this.#leave();
    for (const pending of this.#pending.splice(0)) pending.reject(closedError());
  }

  /** @param take makes the answer of what the host says, before anything that comes later is heard */
  #ask<T>(call: EngineCall, take: (value: unknown) => T): Promise<T> {
    if (this.#closed) return Promise.reject(closedError());
    const request: EngineRequest = { ...call, id: this.#nextId++ };
    const answer = new Promise<T>((resolve, reject) => {
      this.#pending.push({ request, resolve: (value) => resolve(take(value)), reject });
      if (this.#pending.length === 1) this.#watch();
      this.#transport?.post(request);
    });
    this.#newest = answer;
    return answer;
  }

  #open(): void {
    const generation = ++this.#generation;
    const ours = (): boolean => generation === this.#generation;
    const listener: TransportListener = {
      onReady: () => {
        if (ours()) this.#becomeReady();
      },
      onReply: (reply) => {
        if (ours()) this.#settle(reply);
      },
      onFailure: (message) => {
        if (ours()) this.#recover(message);
      },
    };
    this.#ready = false;
    this.#held.forget();
    try {
      this.#transport = (this.#inline ? this.#options.openInline : this.#options.openWorker)(listener);
    } catch (error) {
      // A sandboxed frame without an origin of its own may not start workers.
      if (this.#inline) throw error;
      this.#inline = true;
      this.#open();
      return;
    }
    this.#watch();
  }

  #becomeReady(): void {
    this.#ready = true;
    this.#watch();
  }

  #settle(reply: EngineReply): void {
    const index = this.#pending.findIndex(({ request }) => request.id === reply.id);
    const [pending] = index === -1 ? [] : this.#pending.splice(index, 1);
    this.#watch();
    if (reply.ok) pending?.resolve(reply.value);
    else pending?.reject(new Error(reply.message));
  }

  /** Gives the host a time limit for what it is doing now. The page's own thread cannot be interrupted. */
  #watch(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#closed || this.#inline || (this.#ready && this.#pending.length === 0)) return;
    const [ms, message] = this.#ready
      ? [this.#options.requestMs, 'the simulation took too long and was restarted']
      : [this.#options.readyMs, 'the worker did not start'];
    this.#timer = setTimeout(() => {
      this.#recover(message);
    }, ms);
  }

  #leave(): void {
    clearTimeout(this.#timer);
    this.#generation += 1;
    this.#transport?.close();
    this.#transport = undefined;
  }

  #recover(message: string): void {
    const wasReady = this.#ready;
    this.#leave();
    if (wasReady) this.#pending.shift()?.reject(new Error(message));
    else this.#inline = true;
    const waiting = this.#pending;
    this.#pending = [];
    this.#open();
    if (wasReady) this.#replay(message);
    this.#pending.push(...waiting);
    for (const { request } of waiting) this.#transport?.post(request);
    this.#watch();
  }

  /** Makes the new host what the old one was. If even that fails, the world starts empty. */
  #replay(message: string): void {
    this.#ask({ method: 'start', args: [{ ...this.#start, log: this.#log }] }, () => undefined).then(
      () => {
        for (const listener of this.#listeners) listener(message);
      },
      () => {
        this.#log = [];
      },
    );
  }
}

/** Starts the simulation in a worker, or on the page's own thread where no worker may start. */
export const createEngineClient = (options: EngineClientOptions = {}): EngineClient =>
  new RestartingClient({ openWorker, openInline, requestMs: 20_000, readyMs: 10_000, ...options });
