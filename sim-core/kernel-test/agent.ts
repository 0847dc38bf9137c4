/** The other end of `agent.py`, which owns every socket of one simulated cluster. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ProbeProtocol } from '../network/trace.js';
import type { ServiceProtocol } from '../net/packet.js';
import { ToolFailure } from './command.js';

/** `[address, port]`; the port of a ping is its identifier. */
export type End = readonly [string, number];

export interface ListenerRequest {
  readonly name: string;
  readonly protocol: ServiceProtocol;
  readonly port: number;
  readonly silent?: boolean;
}

export interface SendRequest {
  readonly key: number;
  readonly namespace: string;
  readonly protocol: ProbeProtocol;
  readonly dst: string;
  readonly dport: number;
  readonly src?: string;
  readonly sport?: number;
  readonly mark?: number;
  readonly tries: number;
  /** Seconds. */
  readonly timeout: number;
}

/** What one attempt came to on the real kernel. */
export interface Attempt {
  readonly outcome: string;
  readonly how?: string;
  readonly src?: End;
  readonly backend?: { readonly name: string; readonly saw: End; readonly local: End };
}

type Answer<T> = { readonly ok: T } | { readonly error: string };

export class Agent {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting: { readonly resolve: (line: string) => void; readonly reject: (error: Error) => void }[] = [];
  #said = '';

  constructor() {
    const script = fileURLToPath(new URL('agent.py', import.meta.url));
    this.#process = spawn('python3', ['-B', script], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#process.stderr.setEncoding('utf8').on('data', (text: string) => (this.#said += text));
    this.#process.stdin.on('error', () => undefined);
    const gone = (why: string): void => {
      for (const { reject } of this.#waiting.splice(0)) reject(new ToolFailure(`the packet agent ended: ${why}`));
    };
    this.#process.on('error', (error) => gone(error.message));
    this.#process.on('close', () => gone(this.#said.trim().split('\n').at(-1) ?? ''));
    createInterface({ input: this.#process.stdout }).on('line', (line) => this.#waiting.shift()?.resolve(line));
  }

  /** Returns the settings that this kernel does not have. */
  sysctl(namespace: string, values: Readonly<Record<string, string>>): Promise<readonly string[]> {
    return this.#ask({ do: 'sysctl', namespace, values });
  }

  /** Returns why the objects could not be made. */
  accounting(namespace: string, names: readonly string[]): Promise<string | null> {
    return this.#ask({ do: 'accounting', namespace, names });
  }

  conntrack(namespace: string): Promise<string> {
    return this.#ask({ do: 'conntrack', namespace });
  }

  /** Returns the sockets that could not be opened, in words. */
  listen(namespace: string, sockets: readonly ListenerRequest[]): Promise<readonly string[]> {
    return this.#ask({ do: 'listen', namespace, sockets });
  }

  supports(protocols: readonly string[]): Promise<readonly string[]> {
    return this.#ask({ do: 'supports', protocols });
  }

  /** All attempts of all probes, begun in order, `parallel` at a time. */
  send(probes: readonly SendRequest[], parallel: number): Promise<readonly (readonly Attempt[])[]> {
    return this.#ask({ do: 'send', probes, parallel });
  }

  stop(): void {
    this.#process.stdin.end();
    this.#process.kill();
  }

  async #ask<T>(request: object): Promise<T> {
    const line = await new Promise<string>((resolve, reject) => {
      if (this.#process.exitCode !== null) return reject(new ToolFailure(`the packet agent ended: ${this.#said}`));
      this.#waiting.push({ resolve, reject });
      this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    });
    // The agent is part of this program: each request has the answer declared for it above.
    const answer = JSON.parse(line) as Answer<T>;
    if ('error' in answer) throw new ToolFailure(answer.error);
    return answer.ok;
  }
}
