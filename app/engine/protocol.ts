import type { ClusterConfig, Command, DispatchResult, Moment, Query, QueryAnswers } from '../../sim-core/index.js';

/** What a world is made from. The same start and the same log give the same world, byte for byte. */
export interface EngineStart {
  readonly config?: Partial<ClusterConfig>;
  readonly seed: number;
  readonly log: readonly Command[];
}

/**
 * The one way the page talks to a simulation, whether it lives in a worker or on the page's own thread.
 * `at` is a position in the command log (how many commands have run) or a moment; the head when absent.
 */
export interface EngineClient {
  /** Throws the current world away and builds the given one. */
  start(start: EngineStart): Promise<DispatchResult>;
  dispatch(command: Command): Promise<DispatchResult>;
  query<Q extends Query>(query: Q, at?: Moment): Promise<QueryAnswers[Q['kind']]>;
  /** The commands since the start, oldest first. */
  log(): Promise<readonly Command[]>;
  /** Drops every command after the first so many, or all that came after a moment. */
  truncate(to: Moment): Promise<DispatchResult>;
  /** Called when the worker died and was restarted with its log replayed. */
  onRestart(listener: () => void): () => void;
  close(): void;
}
