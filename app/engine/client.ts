import type { Command, DispatchResult, Moment, Query, QueryAnswers } from '../../sim-core/index.js';
import { openInline } from './inline.js';
import type {
  EngineCall,
  EngineReply,
  EngineRequest,
  OpenTransport,
  Transport,
  TransportListener,
} from './messages.js';
import type { EngineClient, EngineStart } from './protocol.js';

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
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'kubehop' });
  worker.addEventListener('message', (event: MessageEvent<EngineReply | 'ready'>) => {
    if (event.data === 'ready') listener.onReady();
    else listener.onReply(event.data);
  });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    listener.onFailure(event.message || 'the worker failed');
  });
  worker.addEventListener('messageerror', () => {
    listener.onFailure('a message could not be read');
  });
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
  readonly #listeners = new Set<() => void>();
  #pending: Pending[] = [];
  #start: EngineStart = { seed: 1, log: [] };
  #log: readonly Command[] = [];
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

  async start(start: EngineStart): Promise<DispatchResult> {
    const result = (await this.#ask({ method: 'start', args: [start] })) as DispatchResult;
    this.#start = start;
    this.#log = start.log;
    return result;
  }

  async dispatch(command: Command): Promise<DispatchResult> {
    const result = (await this.#ask({ method: 'dispatch', args: [command] })) as DispatchResult;
    this.#log = [...this.#log, command];
    return result;
  }

  async query<Q extends Query>(query: Q, at?: Moment): Promise<QueryAnswers[Q['kind']]> {
    const args: [Query, Moment?] = at === undefined ? [query] : [query, at];
    return (await this.#ask({ method: 'query', args })) as QueryAnswers[Q['kind']];
  }

  async log(): Promise<readonly Command[]> {
    return (await this.#ask({ method: 'log', args: [] })) as readonly Command[];
  }

  async truncate(to: Moment): Promise<DispatchResult> {
    const result = (await this.#ask({ method: 'truncate', args: [to] })) as DispatchResult;
    this.#log = typeof to === 'number' ? this.#log.slice(0, to) : await this.log();
    return result;
  }

  onRestart(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  close(): void {
    this.#closed = true;
    this.#leave();
    for (const pending of this.#pending.splice(0)) pending.reject(new Error('the engine is closed'));
  }

  #ask(call: EngineCall): Promise<unknown> {
    if (this.#closed) return Promise.reject(new Error('the engine is closed'));
    return new Promise((resolve, reject) => {
      const request: EngineRequest = { ...call, id: this.#nextId++ };
      this.#pending.push({ request, resolve, reject });
      if (this.#pending.length === 1) this.#watch();
      this.#transport?.post(request);
    });
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
    if (wasReady) this.#replay();
    this.#pending.push(...waiting);
    for (const { request } of waiting) this.#transport?.post(request);
    this.#watch();
  }

  /** Makes the new host what the old one was. If even that fails, the world starts empty. */
  #replay(): void {
    this.#ask({ method: 'start', args: [{ ...this.#start, log: this.#log }] }).then(
      () => {
        for (const listener of this.#listeners) listener();
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
