import type { Command, DispatchResult, Moment, Query, QueryAnswers } from '../../sim-core/index.js';
import type { Delta } from './delta.js';
import type { Attempt, EngineStart, Retried } from './protocol.js';

/** What a simulation's host can be asked. Arguments and answers survive a structured clone. */
export interface EngineMethods {
  start(start: EngineStart): DispatchResult;
  dispatch(command: Command): DispatchResult;
  query(query: Query, at?: Moment): QueryAnswers[Query['kind']];
  /** How each answer came out of the one that the last look gave for the same query. */
  look(queries: readonly Query[], at?: Moment): readonly Delta[];
  retry(attempt: Attempt): Retried<readonly Delta[]>;
  log(): readonly Command[];
  truncate(to: Moment): DispatchResult;
}

export type EngineCall = {
  [M in keyof EngineMethods]: { readonly method: M; readonly args: Parameters<EngineMethods[M]> };
}[keyof EngineMethods];

export type EngineRequest = EngineCall & { readonly id: number };

export type EngineReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string };

/** What a transport tells its owner. */
export interface TransportListener {
  /** The host's code is loaded and listens. */
  onReady(): void;
  onReply(reply: EngineReply): void;
  /** The host is gone, or never came. */
  onFailure(message: string): void;
}

/** A way to a host: a worker's messages, or plain calls. */
export interface Transport {
  post(request: EngineRequest): void;
  close(): void;
}

/** May throw where the browser does not allow such a host. */
export type OpenTransport = (listener: TransportListener) => Transport;
