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

it('writes quantities as they were parsed', () => {
  const resources = { limits: { cpu: '500m', memory: '64Mi' } };
  const [container] = template.spec.containers;
  if (container === undefined) throw new Error('no container');
  const text = dumpForHash({ spec: { containers: [{ ...container, resources }] } });
  expect(text).toContain('cpu:{i:(resource.int64Amount){value:(int64)500 scale:(resource.Scale)-3}');
  expect(text).toContain('memory:{i:(resource.int64Amount){value:(int64)67108864 scale:(resource.Scale)0}');
});
