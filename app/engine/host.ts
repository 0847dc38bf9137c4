import { createSimulation, replay, type DispatchResult, type Simulation } from '../../sim-core/index.js';
import type { EngineCall, EngineReply, EngineRequest } from './messages.js';
import type { EngineStart } from './protocol.js';

/** Owns one simulation and answers requests about it, one after the other. */
export class EngineHost {
  #simulation: Simulation = createSimulation({ seed: 1 });

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
      case 'log':
        return this.#simulation.log;
      case 'truncate':
        return this.#simulation.truncate(...call.args);
    }
  }

  #start({ config, seed, log }: EngineStart): DispatchResult {
    this.#simulation = replay({ seed, log, ...(config && { config }) });
    return this.#simulation.truncate(log.length);
  }
}
