/** Plays a scenario in the simulator and stops where packets are to be sent. */
import { parseKubectl } from '../cli/kubectl-line.js';
import { readScenario, type Probe } from '../cli/scenario-directory.js';
import type { Command } from '../world/command.js';
import type { Snapshot } from '../world/snapshot.js';
import { firstStep, step } from '../world/step.js';

/** A state of the cluster, and the packets to send in it. */
export interface Moment {
  readonly name: string;
  readonly snapshot: Snapshot;
  readonly probes: readonly Probe[];
}

/** The moments at which a recording sends its probes: after each dumped step, and at the end. */
export function momentsOf(directory: string, name: string, mode: string, seed: number): readonly Moment[] {
  const scenario = readScenario(directory);
  const { probes, steps, config } = scenario;
  if (probes.length === 0) return [];
  let { snapshot } = firstStep({ ...config, kubeProxy: { ...config.kubeProxy, mode } }, seed);
  const run = (command: Command): void => {
    snapshot = step(snapshot, command).snapshot;
  };
  run({ type: 'apply', manifest: scenario.manifests, filename: 'manifests.yaml' });
  // A recording's cloud hands out addresses once, for the first manifests.
  snapshot = { ...snapshot, config: { ...snapshot.config, cloud: false } };
  const moments: Moment[] = [];
  steps.forEach(({ kubectl = [], dump = false }, index) => {
    for (const line of kubectl) {
      const parsed = parseKubectl(line, (file) => scenario.read(file));
      if (parsed.ok) parsed.commands.forEach(run);
    }
    if (dump) moments.push({ name: `${name} step ${index + 1}`, snapshot, probes });
  });
  // The end is a moment of its own unless the last step was one already.
  return steps.at(-1)?.dump === true ? moments : [...moments, { name, snapshot, probes }];
}
