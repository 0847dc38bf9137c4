import {
  createSimulation,
  replay,
  type DispatchResult,
  type Moment,
  type Query,
  type Simulation,
} from '../../sim-core/index.js';
import type { Delta } from './delta.js';
import { difference } from './difference.js';
import type { EngineCall, EngineReply, EngineRequest } from './messages.js';
import type { Attempt, EngineStart, Retried } from './protocol.js';

/** Owns one simulation and answers requests about it, one after the other. */
export class EngineHost {
  #started: Simulation | undefined;
  /** What the page was told in the last look. */
  #told: ReadonlyMap<string, unknown> = new Map();

  /** Whoever asks before anything was started asks an empty cluster; most never do. */
  get #simulation(): Simulation {
    return (this.#started ??= createSimulation({ seed: 1 }));
  }

  handle(request: EngineRequest): EngineReply {
    try {
      return { id: request.id, ok: true, value: this.#answer(request) };
    } catch (error) {
      return { id: request.id, ok: false, message: error instanceof Error ? error.message : String(error) };
    }
  }

  #answer(call: EngineCall): unknown {
    switch (call.method) {
      case 'start':
        return this.#start(...call.args);
      case 'dispatch':
        return this.#simulation.dispatch(...call.args);
      case 'query':
        return this.#simulation.query(...call.args);
      case 'look':
        return this.#look(...call.args);
      case 'retry':
        return this.#retry(...call.args);
      case 'log':
        return this.#simulation.log;
      case 'truncate':
        return this.#simulation.truncate(...call.args);
    }
  }

  #start({ config, seed, log }: EngineStart): DispatchResult {
    this.#started = replay({ seed, log, ...(config && { config }) });
    return this.#simulation.truncate(log.length);
  }

  #look(queries: readonly Query[], at?: Moment): readonly Delta[] {
    const told = new Map<string, unknown>();
    // Two queries may have one answer, which is then compared once.
    const compared = new Map<unknown, { readonly before: unknown; readonly delta: Delta }>();
    const deltas = queries.map((query) => {
      const key = JSON.stringify(query);
      const before = this.#told.get(key);
      const answer = this.#simulation.query(query, at);
      told.set(key, answer);
      const known = compared.get(answer);
      if (known !== undefined && known.before === before) return known.delta;
      const delta = difference(before, answer);
      compared.set(answer, { before, delta });
      return delta;
    });
    this.#told = told;
    return deltas;
  }

  #retry({ from, tried: command, after: next, queries }: Attempt): Retried<readonly Delta[]> {
    const attempt = this.#simulation.fork(from);
    const tried = attempt.dispatch(command);
    if (!tried.accepted) return { accepted: false, tried };
    this.#started = attempt;
    const after = next.map((one) => attempt.dispatch(one));
    return { accepted: true, tried, after, answers: this.#look(queries) };
  }
}
