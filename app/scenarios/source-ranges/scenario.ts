import service from './service.yaml?raw';
import workloads from './workloads.yaml?raw';
import type { Scenario } from '../scenario.js';

export const scenario: Scenario = {
  seed: 1,
  files: { 'service.yaml': service, 'workloads.yaml': workloads },
  packet: {
    from: { kind: 'external' },
    to: { kind: 'loadBalancerIP', namespace: 'default', name: 'admin' },
    outcome: 'timeout',
    shows: ['source-range-denies'],
  },
};
