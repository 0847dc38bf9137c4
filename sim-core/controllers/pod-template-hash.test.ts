import { expect, it } from 'vitest';
import { defaultDeployment } from '../apiserver/default/workload.js';
import type { Deployment, PodTemplate } from '../kube/objects.js';
import { dumpForHash, fnvName, podTemplateHash } from './pod-template-hash.js';

/** The Deployment of the Kubernetes documentation: its ReplicaSet's name is known of many releases. */
const template: PodTemplate = {
  metadata: { labels: { app: 'nginx' } },
  spec: { containers: [{ name: 'nginx', image: 'nginx:1.14.2', ports: [{ containerPort: 80 }] }] },
};
const deployment: Deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'nginx-deployment', namespace: 'default' },
  spec: { selector: { matchLabels: { app: 'nginx' } }, template },
};
const dumped = dumpForHash(defaultDeployment(deployment).spec.template);
const without = (...fields: readonly string[]): string =>
  fields.reduce((text, field) => text.replace(new RegExp(` ${field}:\\([^)]*\\)<nil>`), ''), dumped);

const since134 = ['HostnameOverride', 'RestartPolicyRules'];
const since132 = ['Resources', 'SELinuxChangePolicy', 'SupplementalGroupsPolicy', 'AppArmorProfile'];

it.each([
  ['v1.33', '647677fc66', without(...since134)],
  ['v1.28', '86dcfdf4c6', without(...since134, ...since132)],
])('the fields of %s give the published hash %s', (_release, hash, text) => {
  expect(fnvName(text)).toBe(hash);
});

it('is of the dump with all fields of today', () => {
  expect(podTemplateHash(defaultDeployment(deployment).spec.template)).toBe(fnvName(dumped));
  expect(dumped).toContain('TerminationGracePeriodSeconds:(*int64)30 ActiveDeadlineSeconds:(*int64)<nil>');
  expect(dumped).toContain('Ports:([]v1.ContainerPort)[{Name:(string) HostPort:(int32)0 ContainerPort:(int32)80');
});

/** When these were recorded, the pinning annotation went by another prefix. */
it.each([
  ['demoapp', 80, '10.244.1.17, 10.244.1.18, 10.244.2.19', '6568856646'],
  [
    'web',
    8080,
    '10.244.1.11, 10.244.2.11, 10.244.3.11, 10.244.1.12, 10.244.2.12, 10.244.3.12, 10.244.1.13, 10.244.2.13',
    'dc748b74d',
  ],
])('gives the recorded hash of %s in v1.34', (app, containerPort, ips, hash) => {
  const image = 'registry.k8s.io/e2e-test-images/agnhost:2.53';
  const recorded: PodTemplate = {
    metadata: { labels: { app }, annotations: { 'truth/ip': ips } },
    spec: { containers: [{ name: 'app', image, args: ['netexec'], ports: [{ containerPort }] }] },
  };
  const { spec } = defaultDeployment({ ...deployment, spec: { ...deployment.spec, template: recorded } });
  expect(podTemplateHash(spec.template)).toBe(hash);
});

it('writes quantities as they were parsed', () => {
  const resources = { limits: { cpu: '500m', memory: '64Mi' } };
  const [container] = template.spec.containers;
  if (container === undefined) throw new Error('no container');
  const text = dumpForHash({ spec: { containers: [{ ...container, resources }] } });
  expect(text).toContain('cpu:{i:(resource.int64Amount){value:(int64)500 scale:(resource.Scale)-3}');
  expect(text).toContain('memory:{i:(resource.int64Amount){value:(int64)67108864 scale:(resource.Scale)0}');
});
