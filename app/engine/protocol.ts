import type { ClusterConfig, Command, DispatchResult, Moment, Query, QueryAnswers } from '../../sim-core/index.js';

/** What a world is made from. The same start and the same log give the same world, byte for byte. */
export interface EngineStart {
  readonly config?: Partial<ClusterConfig>;
  readonly seed: number;
  readonly log: readonly Command[];
}

/** What views asked, in the order of the queries. */
export type Answers = readonly QueryAnswers[Query['kind']][];

/** A command that takes the place of all that the log holds after its first `from`, unless it is refused. */
export interface Attempt {
  readonly from: number;
  readonly tried: Command;
  /** Commands carried out next, when it was accepted. */
  readonly after: readonly Command[];
  /** What is to be seen of the world when it was accepted. */
  readonly queries: readonly Query[];
}

export type Retried<T = Answers> =
  | { readonly accepted: false; readonly tried: DispatchResult }
  | {
      readonly accepted: true;
      readonly tried: DispatchResult;
      /** What came of the commands after it. */
      readonly after: readonly DispatchResult[];
      readonly answers: T;
    };

/**
 * The one way the page talks to a simulation, whether it lives in a worker or on the page's own thread.
 * `at` is a position in the command log (how many commands have run) or a moment; the head when absent.
 */
export interface EngineClient {
  /** Throws the current world away and builds the given one. */
  start(start: EngineStart): Promise<DispatchResult>;
  dispatch(command: Command): Promise<DispatchResult>;
  query<Q extends Query>(query: Q, at?: Moment): Promise<QueryAnswers[Q['kind']]>;
  /**
   * Answers many queries at once, those that views keep asking. Whatever is as it was in the last look, and in the
   * answers of the last `retry`, is the very same object again.
   */
  look(queries: readonly Query[], at?: Moment): Promise<Answers>;
  /** Does something over again from an earlier position, and looks at what came of it, in one message. */
  retry(attempt: Attempt): Promise<Retried>;
  /** The commands since the start, oldest first. */
  log(): Promise<readonly Command[]>;
  /** Drops every command after the first so many, or all that came after a moment. */
  truncate(to: Moment): Promise<DispatchResult>;
  /** Called when the worker died and was restarted with its log replayed; says what it died of. */
  onRestart(listener: (message: string) => void): () => void;
  close(): void;
}
