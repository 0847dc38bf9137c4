import type { Scenario } from '../scenario.js';

/** The editor says what it is for. */
export const scenario: Scenario = {
  seed: 1,
  files: {
    'service.yaml': '# Paste a Service here, or pick\n# a starting point on the right.\n',
    'workloads.yaml': '',
  },
};
