import service from './service.yaml?raw';
import workloads from './workloads.yaml?raw';
import cluster from './cluster.yaml?raw';
import type { Scenario } from '../scenario.js';

export const scenario: Scenario = {
  seed: 1,
  files: { 'service.yaml': service, 'workloads.yaml': workloads, 'cluster.yaml': cluster },
  packet: {
    from: { kind: 'pod', namespace: 'default', name: 'client' },
    to: { kind: 'clusterIP', namespace: 'default', name: 'web', family: 'IPv6' },
    outcome: 'answered',
    shows: ['matches-cluster-ip', 'dnat'],
  },
};
