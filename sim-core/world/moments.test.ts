import { describe, expect, it } from 'vitest';
import { createSimulation } from './simulation.js';
import type { Command } from './command.js';

const web = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: c, image: nginx, ports: [{containerPort: 80}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
`;

const scaleTo = (replicas: number): Command => ({
  type: 'scale',
  kind: 'Deployment',
  namespace: 'default',
  name: 'web',
  replicas,
});

const rolling = () => {
  const simulation = createSimulation({ seed: 5, files: { 'web.yaml': web } });
  const before = simulation.query({ kind: 'cluster' }).time;
  simulation.dispatch(scaleTo(6));
  return { simulation, before, after: simulation.query({ kind: 'cluster' }).time };
};

/** Both ends and moments between them. */
const moments = (from: number, to: number): readonly number[] =>
  Array.from({ length: 25 }, (_, i) => Math.round(from + ((to - from) * i) / 24));

const running = (pods: readonly { readonly ready: boolean }[]) => pods.filter(({ ready }) => ready).length;

describe('a world that settles', () => {
  it('does not wait for a deadline, which still comes', () => {
    const simulation = createSimulation({
      seed: 5,
      files: {
        'web.yaml': web.replace(
          '{labels: {app: web}}',
          "{labels: {app: web}, annotations: {kubehop.dev/ready: 'false'}}",
        ),
      },
    });
    simulation.dispatch({ type: 'settle' });
    const told = () => simulation.query({ kind: 'manifest' }).includes('ProgressDeadlineExceeded');
    expect(simulation.query({ kind: 'cluster' }).time).toBeLessThan(60_000);
    expect(told()).toBe(false);
    simulation.dispatch({ type: 'advance', ms: 601_000 });
    expect(told()).toBe(true);
  });
});

describe('a moment inside what a command set off', () => {
  it('shows the cluster on its way', () => {
    const { simulation, before, after } = rolling();
    const readyAt = (time: number) =>
      simulation.query({ kind: 'cluster' }, { time }).nodes.reduce((sum, { pods }) => sum + running(pods), 0);
    const counts = moments(before, after).map(readyAt);
    expect(counts[0]).toBe(3);
    expect(counts.at(-1)).toBe(6);
    expect(counts.every((count, i) => i === 0 || count >= (counts[i - 1] ?? 0))).toBe(true);
    expect(simulation.log).toHaveLength(2);
  });

  it('has rules that are older than the objects, until kube-proxy has caught up', () => {
    const { simulation, before, after } = rolling();
    const behind = moments(before, after).map((time) => {
      const { nodes, services } = simulation.query({ kind: 'cluster' }, { time });
      const endpoints = services.find(({ name }) => name === 'web')?.endpoints.length ?? 0;
      const { lines = [] } = simulation.query({ kind: 'ruleset', node: 'node1' }, { time }) ?? {};
      const programmed = lines.filter(({ text }) => /-A KUBE-SEP-.*default\/web.* DNAT /.test(text)).length;
      return nodes.length > 0 && endpoints !== programmed;
    });
    expect(behind).toContain(true);
    expect(behind[0]).toBe(false);
  });

  it('can be gone on from, and what lay ahead still comes', () => {
    const { simulation, before, after } = rolling();
    simulation.truncate({ time: before + Math.floor((after - before) / 2) });
    expect(simulation.log).toHaveLength(2);
    expect(simulation.log[1]).toMatchObject({ type: 'partly', command: { type: 'scale' } });
    const { nodes } = simulation.query({ kind: 'cluster' });
    expect(nodes.reduce((sum, { pods }) => sum + running(pods), 0)).toBeLessThan(6);
    simulation.dispatch({ type: 'settle' });
    const later = simulation.query({ kind: 'cluster' });
    expect(later.nodes.reduce((sum, { pods }) => sum + running(pods), 0)).toBe(6);
    expect(later.time).toBe(after);
  });

  it('before the first and after the last is the first and the last', () => {
    const { simulation, after } = rolling();
    expect(simulation.query({ kind: 'cluster' }, { time: -5 }).revision).toBe(0);
    expect(simulation.query({ kind: 'cluster' }, { time: after + 1e9 }).time).toBe(after);
  });

  it.each<[string, Command]>([
    ['a moment before it began', { type: 'partly', command: { type: 'settle' }, until: -1 }],
    [
      'a part of a part',
      { type: 'partly', command: { type: 'partly', command: { type: 'settle' }, until: 1e6 } as never, until: 1e6 },
    ],
    ['no number', { type: 'partly', command: { type: 'settle' }, until: NaN }],
  ])('%s is refused', (_name, command) => {
    const { simulation } = rolling();
    expect(simulation.dispatch(command).accepted).toBe(false);
  });
});
