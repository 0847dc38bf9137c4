import { describe, expect, it } from 'vitest';
import type { Hop, Packet, Place, Step } from '../../../sim-core/index.js';
import { sampleCluster, sampleTrace } from './sample.js';
import { arrivals, expandedNodes, gateStacks, stationsOf, walkAt } from './station.js';

const packet: Packet = {
  protocol: 'TCP',
  src: '10.244.1.2',
  dst: '10.96.0.10',
  sport: 50000,
  dport: 80,
  ttl: 64,
  length: 60,
};
const node: Place = { kind: 'node', node: 'node1' };
const hops = (steps: readonly (readonly [Place, Step])[]): readonly Hop[] =>
  steps.map(([place, step], index) => ({
    index,
    place,
    step,
    before: packet,
    after: packet,
    mark: 0,
    reason: { code: 'rule-matches' },
  }));
const hook = (name: 'PREROUTING' | 'OUTPUT'): Step => ({
  kind: 'hook',
  hook: name,
  table: 'nat',
  ruleset: 'kube-proxy/IPv4',
  examined: 1,
  verdict: 'dnat',
});
const output: Step = { kind: 'route', route: 'default via 192.168.10.1', decision: 'output' };

describe('where on the map a hop is', () => {
  it.each<[string, Place, Step, string]>([
    ['the client', { kind: 'external', name: 'client' }, { kind: 'socket-send' }, 'external'],
    ['another host', { kind: 'external', name: 'apiserver' }, { kind: 'deliver', to: 'process' }, 'host/apiserver'],
    ['the router', { kind: 'router' }, { kind: 'drop' }, 'router'],
    [
      'a pod',
      { kind: 'pod', namespace: 'default', name: 'web', node: 'node1' },
      { kind: 'deliver', to: 'process' },
      'pod/default/web',
    ],
    ['the wire between nodes', node, { kind: 'link', from: 'eth0', to: 'eth0' }, 'nic@node1'],
    ['the cable to a pod', node, { kind: 'link', from: 'vethabc', to: 'eth0' }, 'cbr0@node1'],
    ['the bridge', node, { kind: 'bridge', bridge: 'cbr0', port: 'vethabc', hairpin: true }, 'cbr0@node1'],
    ['routing', node, { kind: 'route', route: '', decision: 'forward' }, 'route@node1'],
    ['a process of the node', node, output, 'host@node1'],
    ['a hook', node, hook('PREROUTING'), 'PREROUTING@node1'],
  ])('%s', (_, place, step, station) => {
    expect(stationsOf(hops([[place, step]]), 'client')).toEqual([station]);
  });

  it('stays where it was dropped, and at OUTPUT when routed anew', () => {
    const steps = hops([
      [node, output],
      [node, hook('OUTPUT')],
      [node, output],
      [node, { kind: 'drop' }],
    ]);
    expect(stationsOf(steps, 'client')).toEqual(['host@node1', 'OUTPUT@node1', 'OUTPUT@node1', 'OUTPUT@node1']);
  });
});

it('comes into each node by its NIC, and out of a Pod of it by none', () => {
  const trace = {
    ...sampleTrace(
      sampleCluster({ nodes: 2, pods: [1], services: 1, nameLength: 4, v6: false, publicAddresses: 0 }),
      'external',
      false,
    ),
  };
  const other: Place = { kind: 'node', node: 'node2' };
  const request = hops([
    [{ kind: 'pod', namespace: 'default', name: 'web', node: 'node1' }, { kind: 'socket-send' }],
    [node, hook('PREROUTING')],
    [other, hook('PREROUTING')],
    [other, { kind: 'route', route: '', decision: 'forward' }],
  ]);
  const walk = walkAt({ ...trace, request }, 'request', 0, 'client');
  expect(walk && arrivals(walk)).toEqual([['nic@node2', 2]]);
});

describe('focus plus context', () => {
  const cluster = sampleCluster({ nodes: 3, pods: [1], services: 1, nameLength: 4, v6: false, publicAddresses: 0 });
  const names = cluster.nodes.map(({ name }) => name);
  const trace = sampleTrace(cluster, 'external', false);
  const crossing = trace.request.findIndex((hop) => hop.step.kind === 'link');

  it('expands the node that holds the packet, and both while it crosses', () => {
    expect([...expandedNodes(walkAt(trace, 'request', crossing - 1, 'client'), names)]).toEqual([names[0]]);
    expect([...expandedNodes(walkAt(trace, 'request', crossing, 'client'), names)]).toEqual([names[0], names[2]]);
    expect([...expandedNodes(walkAt(trace, 'request', crossing + 1, 'client'), names)]).toEqual([names[2]]);
    expect([...expandedNodes(undefined, names)]).toEqual([names[0]]);
  });

  it('lists the chains of a gate from the start, and counts those passed', () => {
    const stack = gateStacks(walkAt(trace, 'request', 3, 'client'), names[0] ?? '').get('PREROUTING');
    expect(stack?.chains).toHaveLength(5);
    expect(stack?.visited).toBe(3);
    expect(stack?.current).toBe(2);
  });
});
