import { describe, expect, it } from 'vitest';
import { sampleCluster } from './sample.js';
import { search } from './search.js';

const base = sampleCluster({ nodes: 4, pods: [5], services: 3, nameLength: 6, v6: false, publicAddresses: 1 });
/** Pods of even number belong to `web`, the others to `db`; every fourth is not ready. */
const cluster = {
  ...base,
  nodes: base.nodes.map((node) => ({
    ...node,
    pods: node.pods.map((pod, i) => ({ ...pod, labels: { app: i % 2 === 0 ? 'web' : 'db', tier: 'x' } })),
  })),
};

describe('the search of the map', () => {
  it.each([
    ['app=web', { pods: 12, podNodes: 4, services: 0, nodes: 0 }],
    ['app!=web,tier', { pods: 8, podNodes: 4, services: 0, nodes: 0 }],
    ['app in (web, db)', { pods: 20, podNodes: 4, services: 0, nodes: 0 }],
    ['zone:zone-a app=web', { pods: 6, podNodes: 2, services: 0, nodes: 0 }],
    ['10.244.3.', { pods: 5, podNodes: 1, services: 0, nodes: 1 }],
    ['192.168.10.12', { pods: 0, podNodes: 0, services: 0, nodes: 1 }],
    ['198.51.100', { pods: 0, podNodes: 0, services: 1, nodes: 0 }],
    ['kind:Service', { pods: 0, podNodes: 0, services: 3, nodes: 0 }],
    ['kind:svc SVC1', { pods: 0, podNodes: 0, services: 1, nodes: 0 }],
    ['kind:node', { pods: 0, podNodes: 0, services: 0, nodes: 4 }],
    ['kind:pod is:notready', { pods: 4, podNodes: 4, services: 0, nodes: 0 }],
    ['node:node2 web', { pods: 5, podNodes: 1, services: 0, nodes: 0 }],
    ['default/web-0', { pods: 5, podNodes: 1, services: 0, nodes: 0 }],
    ['app=nothing', { pods: 0, podNodes: 0, services: 0, nodes: 0 }],
  ])('%s', (text, counts) => {
    expect(search(cluster, text)).toMatchObject(counts);
  });

  it.each(['', '   '])('“%s” looks for nothing', (text) => {
    expect(search(cluster, text)).toBeUndefined();
  });

  it('names boxes in the order of the map, Services first', () => {
    expect(search(cluster, 'svc0')?.ids).toEqual(['service/default/svc0-x']);
    expect(search(cluster, '10.244.2.')?.ids.slice(0, 2)).toEqual(['node/node2-', 'pod/default/web-1-0']);
  });
});
