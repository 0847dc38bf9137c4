/** A test that cannot fail proves nothing: rules are broken on purpose, and the difference has to be seen. */
import { scenarioDirectory } from '../test/recorded.js';
import { momentsOf } from './moments.js';
import { mutations } from './mutation.js';
import type { Machine } from './requirements.js';
import { runTrial } from './trial.js';

/** A scenario in which each kind of damage shows. */
const scenarioFor: Readonly<Record<string, string>> = {
  dnat: '02-clusterip-myservice',
  masquerade: '08-nodeport-everywhere',
  reject: '21-zero-endpoints',
};

/** A line for each way to break the rules of each mode; `✗` marks damage that went unseen. */
export async function selfTest(modes: readonly string[], machine: Machine): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const mode of modes) {
    for (const mutation of mutations) {
      const name = scenarioFor[mutation.name] ?? '';
      const [moment] = momentsOf(scenarioDirectory(name), name, mode, 1);
      if (moment === undefined) continue;
      const { disagreements } = await runTrial(moment, machine, mutation);
      const seen = disagreements.length > 0;
      lines.push(
        `${seen ? '✓' : '✗'} ${mode}, broken on purpose (${mutation.about}): ${seen ? `${disagreements.length} probes of ${name} differ` : 'nobody noticed'}`,
      );
    }
  }
  return lines;
}
