/** A rolling update as the clock goes on: which pods the Service's slices hold, and in what state. */
import { describe, expect, it } from 'vitest';
import { listObjects } from '../kube/store.js';
import type { Command } from './command.js';
import { defaultClusterConfig } from './config.js';
import type { Snapshot } from './snapshot.js';
import { firstStep, step } from './step.js';

const manifest = (image: string, more = ''): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  ${more}
  strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 10
      containers: [{name: c, image: "${image}", ports: [{containerPort: 80}]}]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
`;

const apply = (text: string): Extract<Command, { type: 'apply' }> => ({ type: 'apply', manifest: text });

const before = step(firstStep(defaultClusterConfig, 1).snapshot, apply(manifest('web:1'))).snapshot;

/** `ready/terminating` endpoints, and how many pods of each image there are. */
function look({ objects }: Snapshot): string {
  const endpoints = listObjects(objects, 'EndpointSlice', 'default')
    .filter((slice) => slice.metadata.name.startsWith('web-'))
    .flatMap((slice) => slice.endpoints ?? []);
  const ready = endpoints.filter((e) => e.conditions?.ready === true).length;
  const leaving = endpoints.filter((e) => e.conditions?.terminating === true && e.conditions.serving === true).length;
  const pods = listObjects(objects, 'Pod', 'default');
  const of = (image: string): number => pods.filter((pod) => pod.spec.containers[0]?.image === image).length;
  return `ready ${ready}, leaving ${leaving}, web:1 ${of('web:1')}, web:2 ${of('web:2')}`;
}

const at = (ms: number, more?: string): Snapshot =>
  step(before, { type: 'partly', command: apply(manifest('web:2', more)), until: before.time + ms }).snapshot;

describe('one pod more at a time, none less', () => {
  it.each([
    [0, 'ready 3, leaving 0, web:1 3, web:2 0'],
    [500, 'ready 3, leaving 0, web:1 3, web:2 1'],
    [1100, 'ready 3, leaving 1, web:1 3, web:2 2'],
    [2000, 'ready 3, leaving 2, web:1 3, web:2 3'],
    [3000, 'ready 3, leaving 3, web:1 3, web:2 3'],
    [15_000, 'ready 3, leaving 0, web:1 0, web:2 3'],
  ])('after %i ms: %s', (ms, expected) => {
    expect(look(at(ms))).toBe(expected);
  });

  it('never goes below three that are ready', () => {
    for (let ms = 0; ms <= 5000; ms += 250) expect(look(at(ms))).toMatch(/^ready [34],/);
  });

  it('waits until a pod has been ready for long enough', () => {
    expect(look(at(5000, 'minReadySeconds: 20'))).toBe('ready 4, leaving 0, web:1 3, web:2 1');
    expect(look(at(120_000, 'minReadySeconds: 20'))).toBe('ready 3, leaving 0, web:1 0, web:2 3');
  });
});

it('keeps the old ReplicaSet, empty, with its revision', () => {
  const sets = listObjects(at(60_000).objects, 'ReplicaSet', 'default');
  expect(
    sets.map((set) => [set.metadata.annotations?.['deployment.kubernetes.io/revision'], set.spec.replicas]),
  ).toEqual([
    ['1', 0],
    ['2', 3],
  ]);
});

it('forgets more history than is wanted', () => {
  let world = before;
  for (const image of ['web:2', 'web:3', 'web:4']) {
    world = step(world, apply(manifest(image, 'revisionHistoryLimit: 1'))).snapshot;
  }
  expect(listObjects(world.objects, 'ReplicaSet', 'default')).toHaveLength(2);
});

it('says how far it is, as conditions', () => {
  const conditions = (world: Snapshot): unknown =>
    (listObjects(world.objects, 'Deployment', 'default')[0]?.status?.['conditions'] as { reason: string }[]).map(
      ({ reason }) => reason,
    );
  expect(conditions(before)).toEqual(['MinimumReplicasAvailable', 'NewReplicaSetAvailable']);
  expect(conditions(at(1500))).toEqual(['MinimumReplicasAvailable', 'ReplicaSetUpdated']);
});

it('writes down what happened', () => {
  const events = listObjects(at(60_000).objects, 'Event', 'default');
  const reasons = (component: string): readonly string[] => [
    ...new Set(events.filter((event) => event.source.component === component).map((event) => event.reason)),
  ];
  expect(reasons('deployment-controller')).toEqual(['ScalingReplicaSet']);
  expect(reasons('replicaset-controller')).toEqual(['SuccessfulCreate', 'SuccessfulDelete']);
  expect(reasons('default-scheduler')).toEqual(['Scheduled']);
  expect(reasons('kubelet')).toEqual(['Pulled', 'Created', 'Started', 'Killing']);
  expect(events.find((event) => event.reason === 'Created')?.message).toBe('Created container: c');
});
