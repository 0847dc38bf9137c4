import type { Scenario } from '../scenario.js';

/** What the empty editor says; the catalogue has it in the reader's language. */
export const scenario: Scenario = {
  seed: 1,
  files: {
    'service.yaml': '# Paste a Service here, or pick\n# a starting point on the right.\n',
    'workloads.yaml': '',
  },
};
