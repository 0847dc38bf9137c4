import { expect, it } from 'vitest';
import type { Pod } from '../kube/objects.js';
import { ControlPlane } from '../test/control-plane.js';
import { containerLives, withExit } from './container-life.js';
import { isReady } from './pod-state.js';

const pod = (restartPolicy: string): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a', namespace: 'default' },
  spec: { restartPolicy, containers: [{ name: 'app', image: 'x' }] },
  status: { phase: 'Pending' },
});

const only = (plane: ControlPlane): Pod => {
  const [found] = plane.list('Pod');
  if (found === undefined) throw new Error('no pod');
  return found;
};

/** Ends the container so many times, each at once after its start; the restarts, and the pauses before them in ms. */
function restarts(times: number): readonly (readonly [number, number])[] {
  const plane = new ControlPlane().put(pod('Always')).settle();
  return Array.from({ length: times }, () => {
    const ended = plane.now;
    const gone = withExit(only(plane), 2, ended);
    if (gone !== undefined) plane.put(gone).settle();
    const [life] = containerLives(only(plane), plane.now);
    const started = life?.state === 'running' ? life.startedAt : NaN;
    return [life?.restarts ?? NaN, Math.round((started - ended) / 1000) * 1000];
  });
}

it('is started again at once, and later and later after that', () => {
  expect(restarts(4)).toEqual([
    [1, 0],
    [2, 10_000],
    [3, 20_000],
    [4, 40_000],
  ]);
});

it.each([
  ['Never', 2, 'Failed'],
  ['Never', 0, 'Succeeded'],
  ['OnFailure', 0, 'Succeeded'],
  ['OnFailure', 2, 'Running'],
  ['Always', 0, 'Running'],
])('restartPolicy %s and exit %d: the pod is %s', (policy, exitCode, phase) => {
  const plane = new ControlPlane().put(pod(policy)).settle();
  const ended = withExit(only(plane), exitCode, plane.now);
  plane.put(ended ?? pod(policy)).settle();
  expect(only(plane).status?.phase).toBe(phase);
  expect(isReady(only(plane))).toBe(phase === 'Running');
});
