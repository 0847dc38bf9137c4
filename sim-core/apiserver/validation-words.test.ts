/** Refusals beyond the recorded ones, in the words of the v1.34 source named beside each. */
import { describe, expect, it } from 'vitest';
import { createPrng, Prng } from '../base/prng.js';
import { applyManifests } from './apply.js';
import { bootstrapObjects } from './bootstrap.js';
import { defaultApiServerConfig } from './state.js';

const boot = bootstrapObjects({
  nodes: [],
  serviceCIDRs: ['10.96.0.0/16'],
  apiServer: { ip: '192.168.10.2', port: 6443 },
  clusterDomain: 'cluster.local',
});

/** What applying one document after the other prints at last. */
function lastWords(...documents: readonly string[]): string {
  const context = { config: defaultApiServerConfig, prng: new Prng(createPrng(1)), now: 0 };
  let objects = boot;
  let words = '';
  for (const document of documents) {
    const outcome = applyManifests(objects, document, context, { filename: 'f.yaml' });
    ({ objects } = outcome);
    words = outcome.stdout + outcome.stderr;
  }
  return words;
}

const metadata = 'metadata: {name: x}';
const template = 'template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: i}]}}';
const selector = 'selector: {matchLabels: {app: a}}';
const apps = (kind: string, spec: string): string =>
  `{apiVersion: apps/v1, kind: ${kind}, ${metadata}, spec: {${spec}}}`;
const pod = (spec: string): string => `{apiVersion: v1, kind: Pod, ${metadata}, spec: {${spec}}}`;
const container = 'containers: [{name: c, image: i';
const configMap = (rest: string): string => `{apiVersion: v1, kind: ConfigMap, ${metadata}, ${rest}}`;
const subdomain =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

/** The source, what is applied, the kind, the one error. */
const rows: readonly (readonly [source: string, documents: readonly string[], kind: string, error: string])[] = [
  [
    'core validateKubeFinalizerName',
    ['{apiVersion: v1, kind: Service, metadata: {name: x, finalizers: [bad]}, spec: {ports: [{port: 80}]}}'],
    'Service',
    'metadata.finalizers[0]: Invalid value: "bad": name is neither a standard finalizer name nor is it fully qualified',
  ],
  [
    'apps ValidatePodTemplateSpecForReplicaSet, without labels',
    [apps('Deployment', `${selector}, template: {spec: {containers: [{name: c, image: i}]}}`)],
    'Deployment',
    'spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`',
  ],
  [
    'apps ValidateDeploymentStrategy',
    [apps('Deployment', `${selector}, ${template}, strategy: {type: Recreate, rollingUpdate: {}}`)],
    'Deployment',
    "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'",
  ],
  [
    'apps ValidateRollingUpdateDeployment',
    [apps('Deployment', `${selector}, ${template}, strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0}}`)],
    'Deployment',
    'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0',
  ],
  [
    'apps IsNotMoreThan100Percent',
    [apps('Deployment', `${selector}, ${template}, strategy: {rollingUpdate: {maxUnavailable: 101%}}`)],
    'Deployment',
    'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "101%": must not be greater than 100%',
  ],
  [
    'apps ValidateDeploymentSpec',
    [apps('Deployment', `${selector}, ${template}, minReadySeconds: 9, progressDeadlineSeconds: 9`)],
    'Deployment',
    'spec.progressDeadlineSeconds: Invalid value: 9: must be greater than minReadySeconds',
  ],
  [
    'apps ValidateStatefulSetSpec',
    [apps('StatefulSet', `${selector}, ${template}, podManagementPolicy: Any`)],
    'StatefulSet',
    "spec.podManagementPolicy: Invalid value: \"Any\": must be 'OrderedReady' or 'Parallel'",
  ],
  [
    'apps ValidateDaemonSetSpec',
    [apps('DaemonSet', template)],
    'DaemonSet',
    'spec.template.metadata.labels: Invalid value: {"app":"a"}: `selector` does not match template `labels`',
  ],
  [
    'apps ValidateDaemonSetUpdate',
    [
      apps('DaemonSet', `${selector}, ${template}`),
      apps('DaemonSet', `selector: {matchLabels: {app: b}}, ${template.replace('app: a', 'app: b')}`),
    ],
    'DaemonSet',
    'spec.selector: Invalid value: {"matchLabels":{"app":"b"}}: field is immutable',
  ],
  [
    'core ValidatePodTemplateSpecForRC',
    [`{apiVersion: v1, kind: ReplicationController, ${metadata}, spec: {selector: {app: b}, ${template}}}`],
    'ReplicationController',
    'spec.template.metadata.labels: Invalid value: {"app":"a"}: `selector` does not match template `labels`',
  ],
  [
    'core ValidateNodeName',
    [pod(`nodeName: Bad_, ${container}}]`)],
    'Pod',
    `spec.nodeName: Invalid value: "Bad_": ${subdomain}`,
  ],
  [
    'core AccumulateUniqueHostPorts',
    [pod(`${container}, ports: [{containerPort: 1, hostPort: 80}, {containerPort: 2, hostPort: 80}]}]`)],
    'Pod',
    'spec.containers[0].ports[1].hostPort: Duplicate value: "TCP//80"',
  ],
  [
    'core ValidateHostNetwork',
    [pod(`hostNetwork: true, ${container}, ports: [{containerPort: 1, hostPort: 80}]}]`)],
    'Pod',
    'spec.containers[0].ports[0].containerPort: Invalid value: 1: must match `hostPort` when `hostNetwork` is true',
  ],
  [
    'core ValidateEnv',
    [pod(`${container}, env: [{value: v}]}]`)],
    'Pod',
    'spec.containers[0].env[0].name: Required value',
  ],
  [
    'core validatePullPolicy',
    [pod(`${container}, imagePullPolicy: Sometimes}]`)],
    'Pod',
    'spec.containers[0].imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"',
  ],
  [
    'core ValidateConfigMapUpdate',
    [configMap('immutable: true, data: {a: b}'), configMap('immutable: true, data: {a: c}')],
    'ConfigMap',
    'data: Forbidden: field is immutable when `immutable` is set',
  ],
  [
    'core ValidateConfigMap',
    [configMap('data: {a: b}, binaryData: {a: Yg==}')],
    'ConfigMap',
    'data[a]: Invalid value: "a": duplicate of key present in binaryData',
  ],
  [
    'discovery validateHints',
    [
      `{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, ${metadata}, addressType: IPv4, endpoints: [{addresses: [10.1.1.1], hints: {forZones: [{name: a}, {name: a}]}}]}`,
    ],
    'EndpointSlice',
    'endpoints[0].hints.forZones[1].name: Duplicate value: "a"',
  ],
];

describe('errors about no field', () => {
  it('alloc.go allocHealthCheckNodePort', () => {
    const spec = 'type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 29999, ports: [{port: 80}]';
    expect(lastWords(`{apiVersion: v1, kind: Service, ${metadata}, spec: {${spec}}}`)).toBe(
      'Error from server (InternalError): error when creating "f.yaml": Internal error occurred: failed to allocate ' +
        'requested HealthCheck NodePort 29999: provided port is not in the valid range. The range of valid ports is 30000-32767\n',
    );
  });
});

describe('one error', () => {
  it.each(rows)('%s', (_source, documents, kind, error) => {
    expect(lastWords(...documents)).toBe(`The ${kind} "x" is invalid: ${error}\n`);
  });
});

const unknownFields: readonly (readonly [string, string, string])[] = [
  [
    'Deployment',
    apps('Deployment', `${selector}, ${template}, strategy: {rollingupdate: {}}`),
    'spec.strategy.rollingupdate',
  ],
  ['DaemonSet', apps('DaemonSet', `${selector}, ${template}, replicas: 3`), 'spec.replicas'],
];

describe('strict decoding', () => {
  it.each(unknownFields)('%s', (kind, manifest, field) => {
    expect(lastWords(manifest)).toBe(
      `Error from server (BadRequest): error when creating "f.yaml": ${kind} in version "v1" cannot be handled as a ` +
        `${kind}: strict decoding error: unknown field "${field}"\n`,
    );
  });
});

it('a namespace on a cluster-scoped object goes without a word', () => {
  expect(lastWords('{apiVersion: v1, kind: Namespace, metadata: {name: some, namespace: nowhere}}')).toBe(
    'namespace/some created\n',
  );
});

it.each([
  ['v1', 'Secret', 'secret'],
  ['batch/v1', 'Job', 'job.batch'],
  ['networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicy.networking.k8s.io'],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole', 'clusterrole.rbac.authorization.k8s.io'],
])('%s %s is kept', (apiVersion, kind, word) => {
  expect(lastWords(`{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: x}}`)).toBe(`${word}/x created\n`);
});
