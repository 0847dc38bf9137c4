import { describe, expect, it } from 'vitest';
import { createSimulation } from '../world/simulation.js';
import { defaultClusterConfig } from '../world/config.js';
import type { Trace } from './trace.js';

const manifest = `
apiVersion: v1
kind: Pod
metadata: {name: client, annotations: {kubehop.dev/node: node1, kubehop.dev/ip: 10.244.1.9}}
spec: {containers: [{name: c, image: i}]}
---
apiVersion: v1
kind: Pod
metadata: {name: a, labels: {app: web}, annotations: {kubehop.dev/node: node1, kubehop.dev/ip: 10.244.1.11}}
spec: {containers: [{name: c, image: i, ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: b, labels: {app: web}, annotations: {kubehop.dev/node: node2, kubehop.dev/ip: 10.244.2.11}}
spec: {containers: [{name: c, image: i, ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {type: NodePort, clusterIP: 10.96.1.1, selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 31080}]}
---
apiVersion: v1
kind: Service
metadata: {name: empty}
spec: {clusterIP: 10.96.1.2, selector: {app: nobody}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: sticky}
spec: {clusterIP: 10.96.1.3, sessionAffinity: ClientIP, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
`;

const client = { kind: 'pod', namespace: 'default', name: 'client' } as const;
const podA = { kind: 'pod', namespace: 'default', name: 'a' } as const;
const node1 = { kind: 'node', node: 'node1' } as const;
const external = { kind: 'external' } as const;

type Who = typeof client | typeof podA | typeof node1 | typeof external;

function play(scheduler = 'rr') {
  const kubeProxy = { ...defaultClusterConfig.kubeProxy, mode: 'ipvs', ipvs: { scheduler } };
  const simulation = createSimulation({ config: { ...defaultClusterConfig, kubeProxy }, seed: 1 });
  simulation.dispatch({ type: 'apply', manifest });
  simulation.dispatch({ type: 'settle' });
  const send = (from: Who, to: string, protocol: 'TCP' | 'UDP' | 'ICMP' = 'TCP', count = 1): readonly Trace[] =>
    simulation.dispatch({ type: 'send', from, to, protocol, count }).traces;
  return { simulation, send };
}

const told = ({ outcome, refusedHow, backend }: Trace) => ({
  outcome,
  ...(refusedHow !== undefined && { refusedHow }),
  ...(backend && { to: backend.local.ip, saw: backend.sawSource.ip }),
});

const outcomes = (traces: readonly Trace[]) => [...new Set(traces.map((trace) => JSON.stringify(told(trace))))].sort();

describe('packets in ipvs mode', () => {
  it.each<[string, Who, string, 'TCP' | 'ICMP', number, object[]]>([
    [
      'a pod keeps its address to pods of any node',
      client,
      '10.96.1.1:80',
      'TCP',
      4,
      [
        { outcome: 'answered', to: '10.244.1.11', saw: '10.244.1.9' },
        { outcome: 'answered', to: '10.244.2.11', saw: '10.244.1.9' },
      ],
    ],
    [
      'a pod that reaches itself is masqueraded',
      podA,
      '10.96.1.1:80',
      'TCP',
      4,
      [
        { outcome: 'answered', to: '10.244.1.11', saw: '10.244.1.1' },
        { outcome: 'answered', to: '10.244.2.11', saw: '10.244.1.11' },
      ],
    ],
    [
      'a node is masqueraded, for its source would be the cluster IP',
      node1,
      '10.96.1.1:80',
      'TCP',
      4,
      [
        { outcome: 'answered', to: '10.244.1.11', saw: '10.244.1.1' },
        { outcome: 'answered', to: '10.244.2.11', saw: '192.168.10.11' },
      ],
    ],
    [
      'a node port answers on the node',
      external,
      '192.168.10.11:31080',
      'TCP',
      4,
      [
        { outcome: 'answered', to: '10.244.1.11', saw: '10.244.1.1' },
        { outcome: 'answered', to: '10.244.2.11', saw: '192.168.10.11' },
      ],
    ],
    [
      '127.0.0.1 has no node ports',
      node1,
      '127.0.0.1:31080',
      'TCP',
      1,
      [{ outcome: 'refused', refusedHow: 'tcp-rst' }],
    ],
    [
      'no real server: port unreachable',
      client,
      '10.96.1.2:80',
      'TCP',
      1,
      [{ outcome: 'refused', refusedHow: 'icmp type 3 code 3 from 10.96.1.2' }],
    ],
    [
      'another port of a cluster IP is refused by the filter',
      client,
      '10.96.1.1:81',
      'TCP',
      1,
      [{ outcome: 'refused', refusedHow: 'icmp type 3 code 3 from 10.96.1.1' }],
    ],
    [
      'so is an echo request',
      client,
      '10.96.1.1:0',
      'ICMP',
      1,
      [{ outcome: 'refused', refusedHow: 'icmp type 3 code 3 from 10.96.1.1' }],
    ],
  ])('%s', (_what, from, to, protocol, count, expected) => {
    expect(outcomes(play().send(from, to, protocol, count))).toEqual(expected.map((e) => JSON.stringify(e)).sort());
  });

  it('takes real servers in turn, the one added last first', () => {
    const traces = play().send(client, '10.96.1.1:80', 'TCP', 4);
    expect(traces.map((trace) => trace.backend?.local.ip)).toEqual([
      '10.244.2.11',
      '10.244.1.11',
      '10.244.2.11',
      '10.244.1.11',
    ]);
  });

  it('keeps a client of a persistent service where it was', () => {
    const traces = play().send(client, '10.96.1.3:80', 'TCP', 4);
    expect(new Set(traces.map((trace) => trace.backend?.local.ip)).size).toBe(1);
    expect(traces[1]?.request.map(({ reason }) => reason.code)).toContain('ipvs-persistent');
  });

  it('goes from INPUT over OUTPUT to POSTROUTING, and gets its address back in FORWARD', () => {
    const [trace] = play().send(client, '10.96.1.1:80');
    const steps = (hops: Trace['request'] = []) =>
      hops.flatMap(({ step, place }) =>
        (step.kind === 'ipvs' || step.kind === 'hook') && place.kind === 'node' && place.node === 'node1'
          ? [`${step.kind} ${step.hook}`]
          : [],
      );
    expect(steps(trace?.request)).toEqual([
      'hook PREROUTING',
      'hook INPUT',
      'ipvs INPUT',
      'hook OUTPUT',
      'hook POSTROUTING',
      'hook POSTROUTING',
    ]);
    expect(steps(trace?.reply)).toContain('ipvs FORWARD');
    expect(trace?.request.find(({ step }) => step.kind === 'ipvs')?.origin?.field).toBe('spec.ports[0].port');
  });
});
