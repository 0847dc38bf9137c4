/** create, replace, patch and delete, in kubectl's words. */
import { describe, expect, it } from 'vitest';
import { createPrng, Prng } from '../base/prng.js';
import { getObject, type ApiObjects } from '../kube/store.js';
import { bootstrapObjects } from './bootstrap.js';
import { deleteObject } from './edit.js';
import { createManifests, replaceManifests } from './manifest-command.js';
import { patchObject, type Patch } from './patch.js';
import { defaultApiServerConfig, type ApplyOutcome } from './state.js';

const boot = bootstrapObjects({
  nodes: [{ name: 'node1', ip: '192.168.10.11', podCIDR: '10.244.1.0/24', zone: 'zone-a' }],
  serviceCIDRs: ['10.96.0.0/16'],
  apiServer: { ip: '192.168.10.2', port: 6443 },
  clusterDomain: 'cluster.local',
});
const context = { config: defaultApiServerConfig, prng: new Prng(createPrng(3)), now: 5000 };
const options = { filename: 'f.yaml' };
const printed = ({ stdout, stderr }: ApplyOutcome): string => stdout + stderr;

const web = (spec: string): string => `{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {${spec}}}`;
const started = createManifests(boot, web('selector: {app: web}, ports: [{port: 80}]'), context, options).objects;
const key = { kind: 'Service', namespace: 'default', name: 'web' } as const;
const clusterIP = (objects: ApiObjects): string | undefined =>
  getObject(objects, 'Service', 'default', 'web')?.spec.clusterIP;

describe('kubectl create', () => {
  it.each([
    ['a new object', '{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}', 'configmap/c created\n'],
    [
      'a DaemonSet needs a template',
      '{apiVersion: v1, kind: ReplicationController, metadata: {name: rc}}',
      'The ReplicationController "rc" is invalid: \n* spec.selector: Required value\n* spec.template: Required value\n',
    ],
    [
      'kinds that are only kept',
      '{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i}}',
      'ingress.networking.k8s.io/i created\n',
    ],
    [
      'one that is there',
      web('ports: [{port: 80}]'),
      'Error from server (AlreadyExists): error when creating "f.yaml": services "web" already exists\n',
    ],
    ['nothing', '', 'error: no objects passed to create\n'],
  ])('%s', (_name, manifest, expected) => {
    expect(printed(createManifests(started, manifest, context, options))).toBe(expected);
  });

  it('ends a generated name', () => {
    const outcome = createManifests(
      boot,
      '{apiVersion: v1, kind: ConfigMap, metadata: {generateName: c-}}',
      context,
      options,
    );
    expect(outcome.stdout).toMatch(/^configmap\/c-[bcdfghjklmnpqrstvwxz2456789]{5} created\n$/);
  });
});

describe('kubectl replace', () => {
  it('keeps the addresses and drops what the manifest does not say', () => {
    const outcome = replaceManifests(started, web('ports: [{port: 81}]'), context, options);
    expect(printed(outcome)).toBe('service/web replaced\n');
    expect(clusterIP(outcome.objects)).toBe(clusterIP(started));
    expect(getObject(outcome.objects, 'Service', 'default', 'web')?.spec.selector).toBeUndefined();
  });

  it.each([
    [
      'what is not there',
      '{apiVersion: v1, kind: Service, metadata: {name: gone}, spec: {ports: [{port: 1}]}}',
      'Error from server (NotFound): error when replacing "f.yaml": services "gone" not found\n',
    ],
    [
      'what has changed since',
      '{apiVersion: v1, kind: Service, metadata: {name: web, resourceVersion: "1"}}',
      'Error from server (Conflict): error when replacing "f.yaml": Operation cannot be fulfilled on services "web": ' +
        'the object has been modified; please apply your changes to the latest version and try again\n',
    ],
  ])('refuses %s', (_name, manifest, expected) => {
    expect(printed(replaceManifests(started, manifest, context, options))).toBe(expected);
  });
});

const rejectedPatch = 'The request is invalid: the server rejected our request due to an error in our request\n';

describe('kubectl patch', () => {
  it.each<readonly [string, Patch, string]>([
    ['a type', { strategy: 'strategic', value: { spec: { type: 'NodePort' } } }, 'service/web patched\n'],
    [
      'nothing new',
      { strategy: 'strategic', value: { spec: { type: 'ClusterIP' } } },
      'service/web patched (no change)\n',
    ],
    [
      'an unknown field',
      { strategy: 'merge', value: { spec: { typ: 'NodePort' } } },
      'service/web patched (no change)\nWarning: unknown field "spec.typ"\n',
    ],
    [
      'an invalid value',
      { strategy: 'merge', value: { spec: { sessionAffinity: 'X' } } },
      'The Service "web" is invalid: spec.sessionAffinity: Unsupported value: "X": supported values: "ClientIP", "None"\n',
    ],
    [
      'by path',
      { strategy: 'json', operations: [{ op: 'replace', path: '/spec/ports/0/port', value: 81 }] },
      'service/web patched\n',
    ],
    ['a path to nowhere', { strategy: 'json', operations: [{ op: 'remove', path: '/spec/nothing' }] }, rejectedPatch],
    [
      'a test that fails',
      { strategy: 'json', operations: [{ op: 'test', path: '/spec/type', value: 'NodePort' }] },
      rejectedPatch,
    ],
  ])('%s', (_name, patch, expected) => {
    const outcome = patchObject(started, key, patch, context);
    expect(printed(outcome)).toBe(expected);
    const failed = expected.startsWith('The ');
    expect(outcome.problems.some((p) => p.severity === 'error')).toBe(failed);
    if (failed) expect(outcome.objects).toBe(started);
  });

  it('merges a list by its key when it is strategic, and replaces it when it is not', () => {
    const ports = [{ name: 'b', port: 81, protocol: 'TCP' }];
    const named = patchObject(
      started,
      key,
      { strategy: 'json', operations: [{ op: 'add', path: '/spec/ports/0/name', value: 'a' }] },
      context,
    );
    const portsAfter = (strategy: 'strategic' | 'merge'): readonly number[] | undefined =>
      getObject(
        patchObject(named.objects, key, { strategy, value: { spec: { ports } } }, context).objects,
        'Service',
        'default',
        'web',
      )?.spec.ports?.map((port) => port.port);
    expect(portsAfter('strategic')).toEqual([81, 80]);
    expect(portsAfter('merge')).toEqual([81]);
  });
});

describe('kubectl delete', () => {
  const pod =
    '{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {nodeName: node1, containers: [{name: a, image: i}]}}';
  const { objects } = createManifests(boot, pod, context, options);
  const podKey = { kind: 'Pod', namespace: 'default', name: 'p' } as const;

  it.each([
    [undefined, 30],
    [5, 5],
    [0, undefined],
  ])('a grace of %s seconds is %s', (gracePeriodSeconds, expected) => {
    const given = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds };
    const left = getObject(deleteObject(objects, podKey, context, given).objects, 'Pod', 'default', 'p');
    expect(left?.metadata.deletionGracePeriodSeconds).toBe(expected);
  });
});
