import type { Millis } from '../base/time.js';
import type { Command } from './command.js';
import { defaultClusterConfig, type ClusterConfig } from './config.js';
import { answer } from './query/answer.js';
import type { Snapshot } from './snapshot.js';
import { firstStep, step, type StepResult } from './step.js';
import type { DispatchResult, Query, QueryAnswers } from './view.js';

export interface SimulationStart {
  readonly config?: Partial<ClusterConfig>;
  readonly seed: number;
  /** Files of the editor, each applied in turn: the first commands of the log. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A position in the log, or a moment of virtual time, which may lie inside what a command set off. */
export type Moment = number | { readonly time: Millis };

/** A cluster and its history. Positions count commands: 0 is the empty cluster, `log.length` the head. */
export interface Simulation {
  readonly log: readonly Command[];
  /** Carries a command out at the head. Bad commands give a result with problems; nothing throws. */
  dispatch(command: Command): DispatchResult;
  /** Looks at a position; without one at the cursor, which `dispatch` puts at the head. */
  query<Q extends Query>(query: Q, at?: Moment): QueryAnswers[Q['kind']];
  /** Moves the cursor. */
  seek(position: number): void;
  /**
   * Forgets all that came later: commands after a position, or, after a moment, also what the command
   * that was under way then had still ahead of it. Gives what the last one left did.
   */
  truncate(to: Moment): DispatchResult;
  /** Another simulation that begins with the same commands. */
  fork(at?: number): Simulation;
  snapshotAt(position: number): Snapshot;
}

/** Steps kept beside the first and the last, and the traces in them; any other is made again from the one before it. */
const keptSteps = 64;
const keptTraces = 2000;
const keptAnswers = 256;
const keptMoments = 48;

interface PlacedMoment {
  readonly position: number;
  /** The command that is under way then, as far as it has come. */
  readonly during?: Extract<Command, { readonly type: 'partly' }>;
}

class RecordedSimulation implements Simulation {
  readonly #config: ClusterConfig;
  readonly #seed: number;
  #log: readonly Command[] = [];
  #cursor = 0;
  readonly #steps = new Map<number, StepResult>();
  readonly #answers = new Map<string, unknown>();
  /** When each position was reached. */
  readonly #times = new Map<number, Millis>();
  readonly #moments = new Map<string, StepResult>();

  /** @param like one that began with the same commands */
  constructor(config: ClusterConfig, seed: number, log: readonly Command[], like?: RecordedSimulation) {
    this.#config = config;
    this.#seed = seed;
    this.#log = log;
    this.#cursor = log.length;
    if (like !== undefined) {
      for (const [position, result] of like.#steps) if (position <= log.length) this.#steps.set(position, result);
      for (const [position, time] of like.#times) if (position <= log.length) this.#times.set(position, time);
    }
    this.#stepAt(log.length);
  }

  get log(): readonly Command[] {
    return this.#log;
  }

  dispatch(command: Command): DispatchResult {
    const head = this.#stepAt(this.#log.length);
    const next = step(head.snapshot, command);
    this.#log = [...this.#log, command];
    this.#cursor = this.#log.length;
    this.#keep(this.#cursor, next);
    return next.result;
  }

  query<Q extends Query>(query: Q, at?: Moment): QueryAnswers[Q['kind']] {
    const moment = this.#moment(at ?? this.#cursor);
    const key = `${JSON.stringify(moment)} ${JSON.stringify(query)}`;
    if (this.#answers.has(key)) return this.#answers.get(key) as QueryAnswers[Q['kind']];
    const value = answer(this.#at(moment).snapshot, query);
    this.#answers.set(key, value);
    evictOldest(this.#answers, keptAnswers);
    // answer() goes by the query's kind, which the compiler cannot follow through the union.
    return value as QueryAnswers[Q['kind']];
  }

  seek(position: number): void {
    this.#cursor = this.#clamp(position);
  }

  truncate(to: Moment): DispatchResult {
    const moment = this.#moment(to);
    const { position } = moment;
    if (position < this.#log.length) {
      this.#log = this.#log.slice(0, position);
      for (const later of [...this.#steps.keys()]) if (later > position) this.#steps.delete(later);
      for (const later of [...this.#times.keys()]) if (later > position) this.#times.delete(later);
      this.#answers.clear();
      this.#moments.clear();
    }
    this.#cursor = position;
    return moment.during === undefined ? this.#stepAt(position).result : this.dispatch(moment.during);
  }

  fork(at = this.#cursor): Simulation {
    return new RecordedSimulation(this.#config, this.#seed, this.#log.slice(0, this.#clamp(at)), this);
  }

  snapshotAt(position: number): Snapshot {
    return this.#stepAt(this.#clamp(position)).snapshot;
  }

  /** Where in the log a moment lies: at a position, or on the way from there to the next. */
  #moment(at: Moment): PlacedMoment {
    if (typeof at === 'number') return { position: this.#clamp(at) };
    let position = this.#log.length;
    while (position > 0 && this.#timeAt(position) > at.time) position -= 1;
    const next = this.#log[position];
    if (next === undefined || this.#timeAt(position) >= at.time) return { position };
    const command = next.type === 'partly' ? next.command : next;
    return { position, during: { type: 'partly', command, until: Math.trunc(at.time) } };
  }

  #timeAt(position: number): Millis {
    return this.#times.get(position) ?? this.#stepAt(position).snapshot.time;
  }

  #at({ position, during }: PlacedMoment): StepResult {
    const base = this.#stepAt(position);
    if (during === undefined) return base;
    const key = `${position} ${during.until}`;
    const kept = this.#moments.get(key);
    if (kept !== undefined) return kept;
    const result = step(base.snapshot, during);
    this.#moments.set(key, result);
    evictOldest(this.#moments, keptMoments);
    return result;
  }

  #clamp(position: number): number {
    return Number.isFinite(position) ? Math.min(Math.max(Math.trunc(position), 0), this.#log.length) : this.#log.length;
  }

  #stepAt(position: number): StepResult {
    const kept = this.#steps.get(position);
    if (kept !== undefined) return kept;
    let from = position;
    while (from > 0 && !this.#steps.has(from)) from -= 1;
    let current = this.#steps.get(from) ?? firstStep(this.#config, this.#seed);
    if (from === 0) this.#keep(0, current);
    for (const command of this.#log.slice(from, position)) {
      from += 1;
      current = step(current.snapshot, command);
      this.#keep(from, current);
    }
    return current;
  }

  #keep(position: number, result: StepResult): void {
    this.#times.set(position, result.snapshot.time);
    this.#steps.set(position, result);
    let traces = 0;
    for (const kept of this.#steps.values()) traces += kept.result.traces.length;
    for (const [oldest, kept] of this.#steps) {
      if (this.#steps.size <= keptSteps + 2 && traces <= keptTraces) return;
      if (oldest === 0 || oldest === position || oldest === this.#log.length) continue;
      this.#steps.delete(oldest);
      traces -= kept.result.traces.length;
    }
  }
}

function evictOldest<T>(cache: Map<string, T>, most: number): void {
  for (const key of cache.keys()) {
    if (cache.size <= most) return;
    cache.delete(key);
  }
}

/** A cluster that has just come up, with the given files applied. */
export function createSimulation({ config, seed, files = {} }: SimulationStart): Simulation {
  const log = Object.entries(files).map(([file, manifest]): Command => ({ type: 'apply', manifest, file }));
  return replay({ seed, log, ...(config && { config }) });
}

/** The world that a log makes: byte for byte the one in which it was recorded. */
export const replay = (start: {
  readonly config?: Partial<ClusterConfig>;
  readonly seed: number;
  readonly log: readonly Command[];
}): Simulation => new RecordedSimulation({ ...defaultClusterConfig, ...start.config }, start.seed, start.log);
