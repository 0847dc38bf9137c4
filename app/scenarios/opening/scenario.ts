import { openingFiles, openingSeed } from '../../../sim-core/index.js';
import type { Scenario } from '../scenario.js';

/** What the page opens on. */
export const scenario: Scenario = {
  seed: openingSeed,
  files: openingFiles,
  packet: {
    from: { kind: 'external' },
    to: { kind: 'nodePort', namespace: 'default', name: 'myservice', node: 'node1' },
    outcome: 'answered',
    shows: ['matches-node-port', 'dnat'],
  },
};
