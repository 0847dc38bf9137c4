import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceRef } from './command.js';
import { defaultClusterConfig } from './config.js';
import { createSimulation, replay } from './simulation.js';

/** A small cluster: where its pods run and whether they are ready, and what its Service asks for. */
interface Cluster {
  readonly pods: readonly { readonly node: number; readonly ready: boolean }[];
  readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer';
  readonly internal: 'Cluster' | 'Local';
  readonly external: 'Cluster' | 'Local';
}

const policy = fc.constantFrom('Cluster' as const, 'Local' as const);
const cluster: fc.Arbitrary<Cluster> = fc.record({
  pods: fc.array(fc.record({ node: fc.integer({ min: 1, max: 3 }), ready: fc.boolean() }), { maxLength: 3 }),
  type: fc.constantFrom('ClusterIP' as const, 'NodePort' as const, 'LoadBalancer' as const),
  internal: policy,
  external: policy,
});

const podText = ({ node, ready }: Cluster['pods'][number], i: number): string => `
apiVersion: v1
kind: Pod
metadata: {name: web${i}, labels: {app: web}, annotations: {kubehop.dev/node: node${node}, kubehop.dev/ip: 10.244.${node}.${10 + i}, kubehop.dev/ready: "${ready}"}}
spec: {containers: [{name: c, image: i, ports: [{containerPort: 8080}]}]}
---`;

function manifestOf({ pods, type, internal, external }: Cluster): string {
  const outside = type === 'ClusterIP' ? '' : `\n  externalTrafficPolicy: ${external}`;
  const nodePort = type === 'ClusterIP' ? '' : ', nodePort: 31080';
  return `${pods.map(podText).join('')}
apiVersion: v1
kind: Pod
metadata: {name: client, annotations: {kubehop.dev/node: node1, kubehop.dev/ip: 10.244.1.99}}
spec: {containers: [{name: c, image: i}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, annotations: {kubehop.dev/lb-ip: 203.0.113.9}}
spec:
  type: ${type}
  clusterIP: 10.96.1.1
  selector: {app: web}
  internalTrafficPolicy: ${internal}${outside}
  ports: [{port: 80, targetPort: 8080${nodePort}}]
`;
}

const client: SourceRef = { kind: 'pod', namespace: 'default', name: 'client' };
const probes: readonly (readonly [SourceRef, string])[] = [
  [client, '10.96.1.1:80'],
  [client, '192.168.10.12:31080'],
  [{ kind: 'node', node: 'node2' }, '10.96.1.1:80'],
  [{ kind: 'external' }, '192.168.10.11:31080'],
  [{ kind: 'external' }, '192.168.10.13:31080'],
];

/**
 * Where modes are known to differ, each with its reason:
 * - userspace knows no traffic policies: it sends to all ready endpoints.
 * - ipvs under policy Local sends to all endpoints of the Service when none is on the node.
 * Silence and refusal are not compared: ipvs refuses where iptables drops.
 */
const differs = (mode: string, { type, internal, external }: Cluster): boolean =>
  mode !== 'nftables' && (internal === 'Local' || (type !== 'ClusterIP' && external === 'Local'));

function play(mode: string, given: Cluster) {
  const kubeProxy = { ...defaultClusterConfig.kubeProxy, mode };
  const config = { ...defaultClusterConfig, kubeProxy };
  const simulation = createSimulation({ config, seed: 1 });
  simulation.dispatch({ type: 'apply', manifest: manifestOf(given) });
  simulation.dispatch({ type: 'settle' });
  const reached = probes.map(([from, to]) => {
    const { traces } = simulation.dispatch({ type: 'send', from, to, protocol: 'TCP', count: 30 });
    return `${to}: ${[...new Set(traces.flatMap(({ backend }) => backend?.local.ip ?? []))].sort().join(' ')}`;
  });
  return { simulation, reached, again: () => replay({ config, seed: 1, log: simulation.log }) };
}

const modes = ['nftables', 'ipvs', 'userspace'];

describe('modes', () => {
  it('reach the same endpoints as iptables, but for what is known to differ', () => {
    fc.assert(
      fc.property(cluster, (given) => {
        const expected = play('iptables', given).reached;
        for (const mode of modes) {
          if (differs(mode, given)) continue;
          expect([mode, ...play(mode, given).reached]).toEqual([mode, ...expected]);
        }
      }),
      { seed: 7, numRuns: 8 },
    );
  }, 120_000);

  it.each(['iptables', ...modes])('%s: a replay gives the same world', (mode) => {
    const given: Cluster = {
      pods: [
        { node: 1, ready: true },
        { node: 2, ready: true },
      ],
      type: 'NodePort',
      internal: 'Cluster',
      external: 'Cluster',
    };
    const { simulation, again: replayed } = play(mode, given);
    const again = replayed();
    for (const node of ['node1', 'node2']) {
      for (const kind of ['ruleset', 'conntrack', 'ipvs'] as const) {
        expect(again.query({ kind, node })).toEqual(simulation.query({ kind, node }));
      }
    }
  });
});
