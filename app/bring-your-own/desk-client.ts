import type { Desk, DeskCall, DeskMethods, DeskReply } from './desk.js';

/** A text that takes longer was made to take long. */
const patienceMs = 30_000;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Does the reading beside the page, so that no text can make it stand still; on it where no worker may start. */
export class DeskClient {
  #worker: Worker | undefined;
  #inline: Promise<Desk> | undefined;
  #nextId = 1;
  readonly #waiting = new Map<number, Waiting>();

  async ask<M extends keyof DeskMethods>(
    method: M,
    ...args: Parameters<DeskMethods[M]>
  ): Promise<ReturnType<DeskMethods[M]>> {
    // The method and its arguments belong together by their types.
    const call = { method, args } as unknown as DeskCall;
    const value = this.#open() ? await this.#post(call) : (await this.#here()).answer(call);
    return value as ReturnType<DeskMethods[M]>;
  }

  close(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new Error('the reader was closed'));
    }
    this.#waiting.clear();
  }

  #open(): boolean {
    if (this.#inline) return false;
    if (this.#worker) return true;
    try {
      const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'bring-your-own' });
      worker.onmessage = ({ data }: MessageEvent<DeskReply>) => this.#settle(data);
      worker.onerror = (event) => {
        event.preventDefault();
        this.close();
      };
      this.#worker = worker;
      return true;
    } catch {
      return false;
    }
  }

  #here(): Promise<Desk> {
    this.#inline ??= import('./desk.js').then((module) => new module.Desk());
    return this.#inline;
  }

  #post(call: DeskCall): Promise<unknown> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.close(), patienceMs);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#worker?.postMessage({ id, ...call });
    });
  }

  #settle(reply: DeskReply): void {
    const waiting = this.#waiting.get(reply.id);
    if (waiting === undefined) return;
    this.#waiting.delete(reply.id);
    clearTimeout(waiting.timer);
    if (reply.ok) waiting.resolve(reply.value);
    else waiting.reject(new Error('the text could not be read'));
  }
}
