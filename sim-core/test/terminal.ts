import { createSimulation, type Simulation, type SimulationStart } from '../world/simulation.js';
import type { ShellPlace } from '../shell/sys.js';
import type { DispatchResult } from '../world/view.js';

/** A prompt that keeps what a terminal keeps: variables, files, and where it is. */
export class Terminal {
  readonly simulation: Simulation;
  readonly files: Record<string, string> = {};
  variables: Record<string, string> = {};
  readonly #places: ShellPlace[];

  constructor(start: Partial<SimulationStart> = {}, place: ShellPlace = { kind: 'laptop' }) {
    this.simulation = createSimulation({ seed: 1, ...start });
    this.#places = [place];
  }

  get place(): ShellPlace {
    return this.#places.at(-1) ?? { kind: 'laptop' };
  }

  dispatch(line: string, place: ShellPlace = this.place): DispatchResult {
    const { variables, files } = this;
    const result = this.simulation.dispatch({ type: 'shell', place, line, variables, files: { ...files } });
    this.variables = { ...variables, '?': String(result.shell?.exitCode ?? 1) };
    for (const action of result.shell?.actions ?? []) {
      if (action.kind === 'write') this.files[action.path] = action.text;
      if (action.kind === 'remove') delete this.files[action.path];
      if (action.kind === 'set') this.variables = { ...this.variables, ...action.variables };
      if (action.kind === 'enter') this.#places.push(action.place);
      if (action.kind === 'leave' && this.#places.length > 1) this.#places.pop();
    }
    return result;
  }

  /** What appears on the screen. */
  run(line: string, place?: ShellPlace): string {
    const { shell, stderr } = this.dispatch(line, place);
    return shell === undefined ? stderr : shell.printed.map(({ text }) => text).join('');
  }
}

export const onNode = (node: string): ShellPlace => ({ kind: 'node', node });
export const inPod = (name: string, namespace = 'default'): ShellPlace => ({ kind: 'pod', namespace, name });
