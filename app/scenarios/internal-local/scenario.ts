import service from './service.yaml?raw';
import workloads from './workloads.yaml?raw';
import type { Scenario } from '../scenario.js';

export const scenario: Scenario = {
  seed: 1,
  files: { 'service.yaml': service, 'workloads.yaml': workloads },
  packet: {
    from: { kind: 'pod', namespace: 'default', name: 'client' },
    to: { kind: 'clusterIP', namespace: 'default', name: 'log-agent' },
    outcome: 'timeout',
    shows: ['no-local-endpoints'],
  },
};
