import { describe, expect, it } from 'vitest';
import type { Deployment, Labels, PodSpec, ReplicaSet, StatefulSet } from '../kube/objects.js';
import { ControlPlane } from '../test/control-plane.js';
import { isActive, isReady, podIps } from './pod-state.js';

const template = (
  annotations: Labels = {},
  image = 'web:1',
  spec: Partial<PodSpec> = {},
): Deployment['spec']['template'] => ({
  metadata: { labels: { app: 'web' }, annotations },
  spec: { containers: [{ name: 'app', image, ports: [{ containerPort: 80 }] }], ...spec },
});

const deployment = (replicas: number, pods = template(), strategy?: object): Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default' },
  spec: { replicas, selector: { matchLabels: { app: 'web' } }, template: pods, ...(strategy && { strategy }) },
});

const statefulSet = (replicas: number, pods = template()): StatefulSet => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'db', namespace: 'default' },
  spec: { replicas, serviceName: 'db', selector: { matchLabels: { app: 'web' } }, template: pods },
});

const revision = ({ metadata }: ReplicaSet): string | undefined =>
  metadata.annotations?.['deployment.kubernetes.io/revision'];

const places = (plane: ControlPlane): readonly string[] =>
  plane.list('Pod').map((pod) => `${pod.spec.nodeName ?? '-'} ${podIps(pod).join()}`);
const names = (plane: ControlPlane): readonly string[] => plane.list('Pod').map((pod) => pod.metadata.name);
const scale = (plane: ControlPlane, replicas: number): ControlPlane =>
  plane.edit('Deployment', 'default', 'web', (d) => ({ ...d, spec: { ...d.spec, replicas } })).settle();

describe('placement', () => {
  it('goes round the nodes, lowest free address first', () => {
    const plane = new ControlPlane().put(deployment(4)).settle();
    expect(places(plane)).toEqual(['node1 10.244.1.2', 'node2 10.244.2.2', 'node3 10.244.3.2', 'node1 10.244.1.3']);
  });

  it('goes on where it stopped, and uses addresses again that are free', () => {
    const plane = new ControlPlane().put(deployment(2)).settle();
    scale(plane, 0);
    expect(places(scale(plane, 2))).toEqual(['node3 10.244.3.2', 'node1 10.244.1.2']);
  });

  it('leaves pinned addresses to those that want them', () => {
    const pods = template({ 'kubehop.dev/node': 'node1', 'kubehop.dev/ip': ',10.244.1.2' });
    expect(places(new ControlPlane().put(deployment(2, pods)).settle())).toEqual([
      'node1 10.244.1.3',
      'node1 10.244.1.2',
    ]);
  });

  it('gives no address out twice', () => {
    const pods = template({ 'kubehop.dev/ip': '10.244.2.9' });
    expect(places(new ControlPlane().put(deployment(2, pods)).settle())).toEqual([
      'node2 10.244.2.9',
      'node2 10.244.2.2',
    ]);
  });

  it('waits for a pinned node that does not exist', () => {
    expect(places(new ControlPlane().put(deployment(1, template({ 'kubehop.dev/node': 'nowhere' }))).settle())).toEqual(
      ['- '],
    );
  });

  it('heeds a nodeSelector', () => {
    const pods = template({}, 'web:1', { nodeSelector: { 'kubernetes.io/hostname': 'node3' } });
    expect(places(new ControlPlane().put(deployment(2, pods)).settle())).toEqual([
      'node3 10.244.3.2',
      'node3 10.244.3.3',
    ]);
  });
});

describe('Deployment', () => {
  it('tells its ReplicaSet how large it may be, and what it is annotated with', () => {
    const given = deployment(4, template(), { rollingUpdate: { maxSurge: '50%' } });
    const annotations = {
      'kubernetes.io/change-cause': 'first',
      'kubectl.kubernetes.io/last-applied-configuration': '{}',
    };
    const plane = new ControlPlane().put({ ...given, metadata: { ...given.metadata, annotations } }).settle();
    expect(plane.list('ReplicaSet').map((set) => set.metadata.annotations)).toEqual([
      {
        'deployment.kubernetes.io/desired-replicas': '4',
        'deployment.kubernetes.io/max-replicas': '6',
        'deployment.kubernetes.io/revision': '1',
        'kubernetes.io/change-cause': 'first',
      },
    ]);
  });

  it('remembers the revisions that a template had before', () => {
    const plane = new ControlPlane().put(deployment(1)).settle();
    const roll = (image: string): ControlPlane =>
      plane
        .edit('Deployment', 'default', 'web', (d) => ({ ...d, spec: { ...d.spec, template: template({}, image) } }))
        .settle();
    roll('web:2');
    roll('web:1');
    const [first] = plane.list('ReplicaSet').filter((set) => revision(set) === '3');
    expect(first?.metadata.annotations?.['deployment.kubernetes.io/revision-history']).toBe('1');
  });

  it('makes nothing of a new template while it is paused, but keeps its size', () => {
    const plane = new ControlPlane().put(deployment(2)).settle();
    const edit = (spec: object): ControlPlane =>
      plane.edit('Deployment', 'default', 'web', (d) => ({ ...d, spec: { ...d.spec, ...spec } })).settle();
    edit({ paused: true });
    edit({ template: template({}, 'web:2'), replicas: 3 });
    expect(plane.list('ReplicaSet').map((set) => set.spec.replicas)).toEqual([3]);
    const progress = {
      type: 'Progressing',
      status: 'Unknown',
      reason: 'DeploymentPaused',
      message: 'Deployment is paused',
    };
    const conditions = expect.arrayContaining([expect.objectContaining(progress)]);
    expect(plane.list('Deployment')[0]?.status).toMatchObject({ replicas: 3, conditions });
    expect(plane.list('Deployment')[0]?.status).not.toHaveProperty('updatedReplicas');
    edit({ paused: false });
    expect(plane.list('Pod').map((pod) => pod.spec.containers[0]?.image)).toEqual(['web:2', 'web:2', 'web:2']);
  });

  it('is woken by its deadline', () => {
    const late = deployment(1, template({ 'kubehop.dev/ready': 'false' }));
    const plane = new ControlPlane().put({ ...late, spec: { ...late.spec, progressDeadlineSeconds: 60 } }).settle();
    expect(plane.now).toBeLessThan(60_000);
    plane.passDeadline();
    const reason = expect.objectContaining({ reason: 'ProgressDeadlineExceeded', status: 'False' });
    expect(plane.list('Deployment')[0]?.status?.['conditions']).toEqual(expect.arrayContaining([reason]));
    expect(plane.now).toBeGreaterThanOrEqual(60_000);
  });

  it('deletes pods that are not ready first', () => {
    const plane = new ControlPlane().put(deployment(3, template({ 'kubehop.dev/ready': 'true,false,true' }))).settle();
    scale(plane, 2);
    expect(plane.list('Pod').every(isReady)).toBe(true);
  });

  it('keeps the cheapest to keep by pod-deletion-cost', () => {
    const plane = new ControlPlane().put(deployment(3)).settle();
    const second = names(plane)[1] ?? '';
    const metadata = { annotations: { 'controller.kubernetes.io/pod-deletion-cost': '5' } };
    plane.edit('Pod', 'default', second, (pod) => ({ ...pod, metadata: { ...pod.metadata, ...metadata } }));
    expect(names(scale(plane, 1))).toEqual([second]);
  });

  it('replaces a deleted pod', () => {
    const plane = new ControlPlane().put(deployment(2)).settle();
    const first = names(plane)[0] ?? '';
    plane.delete('Pod', 'default', first).settle();
    expect(names(plane)).toHaveLength(2);
    expect(names(plane)).not.toContain(first);
  });

  it.each([
    ['RollingUpdate', undefined, 3],
    ['no surge', { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }, 3],
    ['Recreate', { type: 'Recreate' }, 0],
  ])('rolls a new template out: %s', (_name, strategy, minReady) => {
    const plane = new ControlPlane().put(deployment(4, template(), strategy)).settle();
    const before = new Set(names(plane));
    plane.put(deployment(4, template({}, 'web:2'), strategy));
    let fewestReady = 4;
    let most = 0;
    for (let i = 0; i < 100 && plane.round(); i++) {
      const active = plane.list('Pod').filter(isActive);
      fewestReady = Math.min(fewestReady, active.filter(isReady).length);
      most = Math.max(most, active.length);
    }
    plane.settle();
    expect(names(plane).filter((name) => before.has(name))).toEqual([]);
    expect(plane.list('Pod').map((pod) => pod.spec.containers[0]?.image)).toEqual(Array(4).fill('web:2'));
    expect(plane.list('ReplicaSet').map((set) => [set.spec.replicas, revision(set)])).toEqual([
      [0, '1'],
      [4, '2'],
    ]);
    expect(fewestReady).toBeGreaterThanOrEqual(minReady);
    expect(most).toBeLessThanOrEqual(5);
  });

  it('rolls back to the ReplicaSet it has', () => {
    const plane = new ControlPlane().put(deployment(2)).settle();
    plane.put(deployment(2, template({}, 'web:2'))).settle();
    plane.put(deployment(2)).settle();
    expect(plane.list('ReplicaSet').map((set) => set.spec.replicas)).toEqual([2, 0]);
    expect(plane.list('Deployment')[0]?.status).toMatchObject({
      replicas: 2,
      updatedReplicas: 2,
      availableReplicas: 2,
    });
  });

  it('takes its pods along when it goes', () => {
    const plane = new ControlPlane().put(deployment(2)).settle().delete('Deployment', 'default', 'web').settle();
    expect([...plane.list('ReplicaSet'), ...plane.list('Pod')]).toEqual([]);
  });

  it('comes to rest with pods pinned to be finished', () => {
    const plane = new ControlPlane().put(deployment(2, template({ 'kubehop.dev/phase': 'Failed' }))).settle();
    expect(plane.list('Pod')).toHaveLength(2);
  });
});

describe('StatefulSet', () => {
  it('names pods by ordinal and gives them their names under the Service', () => {
    const plane = new ControlPlane().put(statefulSet(2)).settle();
    expect(plane.list('Pod').map((pod) => [pod.metadata.name, pod.spec.hostname, pod.spec.subdomain])).toEqual([
      ['db-0', 'db-0', 'db'],
      ['db-1', 'db-1', 'db'],
    ]);
  });

  it('waits for each pod to be ready before the next', () => {
    const plane = new ControlPlane().put(statefulSet(3, template({ 'kubehop.dev/ready': 'true,false' }))).settle();
    expect(names(plane)).toEqual(['db-0', 'db-1']);
  });

  it('ends the highest ordinal first', () => {
    const plane = new ControlPlane().put(statefulSet(3)).settle();
    plane.edit('StatefulSet', 'default', 'db', (s) => ({ ...s, spec: { ...s.spec, replicas: 1 } })).settle();
    expect(names(plane)).toEqual(['db-0']);
    expect(plane.events.filter((e) => e.reason === 'SuccessfulDelete').map((e) => e.message)).toEqual([
      'delete Pod db-2 in StatefulSet db successful',
      'delete Pod db-1 in StatefulSet db successful',
    ]);
  });

  it('updates from the highest ordinal down', () => {
    const plane = new ControlPlane().put(statefulSet(2)).settle();
    plane.put(statefulSet(2, template({}, 'web:2'))).settle();
    expect(plane.list('Pod').map((pod) => pod.spec.containers[0]?.image)).toEqual(['web:2', 'web:2']);
    expect(plane.events.filter((e) => e.reason === 'SuccessfulDelete')).toHaveLength(2);
  });
});

describe('termination', () => {
  it('lasts for the grace period', () => {
    const plane = new ControlPlane()
      .put(deployment(1, template({}, 'web:1', { terminationGracePeriodSeconds: 5 })))
      .settle();
    const asked = plane.now;
    scale(plane, 0);
    expect(plane.list('Pod')).toEqual([]);
    expect(plane.now).toBeGreaterThanOrEqual(asked + 5000);
  });

  it('ends as soon as the pin that holds it is taken away', () => {
    const plane = new ControlPlane().put(deployment(1)).settle();
    const name = names(plane)[0] ?? '';
    const pin = (value: string): ControlPlane =>
      plane
        .edit('Pod', 'default', name, (pod) => ({
          ...pod,
          metadata: { ...pod.metadata, annotations: { 'kubehop.dev/terminating': value } },
        }))
        .settle();
    pin('true');
    expect(plane.list('Pod').map((pod) => [pod.metadata.name === name, isReady(pod), isActive(pod)])).toEqual([
      [true, true, false],
      [false, true, true],
    ]);
    expect(names(pin('false'))).not.toContain(name);
  });
});

describe('every controller', () => {
  it('returns the very same objects when nothing is left to do', () => {
    const plane = new ControlPlane().put(deployment(3), statefulSet(2)).settle();
    const { objects } = plane;
    expect(plane.round()).toBe(false);
    expect(plane.objects).toBe(objects);
  });
});
