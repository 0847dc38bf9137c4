import { describe, expect, it } from 'vitest';
import { createSimulation, type Simulation } from './simulation.js';

const pod = (name: string, node: string, ip: string): string => `---
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  labels: {app: ${name === 'client' ? 'client' : 'dns'}}
  annotations: {kubehop.dev/node: ${node}, kubehop.dev/ip: "${ip}"}
spec:
  containers:
  - name: app
    image: dns
    ports: [{containerPort: 5353, protocol: UDP}, {containerPort: 5353, protocol: TCP}]
`;

const manifest = `apiVersion: v1
kind: Service
metadata: {name: dns}
spec:
  selector: {app: dns}
  ports:
  - {name: udp, port: 53, targetPort: 5353, protocol: UDP}
  - {name: tcp, port: 53, targetPort: 5353, protocol: TCP}
${pod('one', 'node1', '10.244.1.31')}${pod('two', 'node2', '10.244.2.31')}${pod('client', 'node3', '10.244.3.31')}`;

function backendOf(simulation: Simulation, protocol: 'UDP' | 'TCP', sport: number): string {
  const from = { kind: 'pod', namespace: 'default', name: 'client' } as const;
  const { traces } = simulation.dispatch({ type: 'send', from, to: 'dns.default:53', protocol, sport });
  const place = traces[0]?.backend?.place;
  return place?.kind === 'pod' ? place.name : (traces[0]?.outcome ?? 'nothing');
}

const setReady = (simulation: Simulation, name: string, ready: boolean): void => {
  const annotations = { 'kubehop.dev/ready': String(ready) };
  simulation.dispatch({ type: 'annotate', kind: 'Pod', namespace: 'default', name, annotations });
};

describe('a UDP flow', () => {
  it('stays with its endpoint while that serves, whatever is rolled', () => {
    const simulation = createSimulation({ seed: 3 });
    simulation.dispatch({ type: 'apply', manifest });
    const first = backendOf(simulation, 'UDP', 40_000);
    const later = Array.from({ length: 8 }, () => backendOf(simulation, 'UDP', 40_000));
    expect(new Set(later)).toEqual(new Set([first]));
  });

  it('is forgotten by kube-proxy when its endpoint is gone, and goes to another one', () => {
    const simulation = createSimulation({ seed: 3 });
    simulation.dispatch({ type: 'apply', manifest });
    const first = backendOf(simulation, 'UDP', 40_000);
    setReady(simulation, first, false);
    const second = backendOf(simulation, 'UDP', 40_000);
    expect([first, second].sort()).toEqual(['one', 'two']);
    setReady(simulation, second, false);
    expect(backendOf(simulation, 'UDP', 40_000)).toBe('refused');
  });

  it('leaves no entry behind on the node it came through', () => {
    const simulation = createSimulation({ seed: 3 });
    simulation.dispatch({ type: 'apply', manifest });
    const first = backendOf(simulation, 'UDP', 40_000);
    const entries = (): readonly string[] =>
      simulation.query({ kind: 'conntrack', node: 'node3' })?.entries.map(({ text }) => text) ?? [];
    expect(entries().filter((text) => text.includes('dport=53 '))).toHaveLength(1);
    setReady(simulation, first, false);
    expect(entries().filter((text) => text.includes('dport=53 '))).toEqual([]);
  });
});
