import { describe, expect, it } from 'vitest';
import type { ClusterConfig } from '../config.js';
import { createSimulation } from '../simulation.js';
import type { Finding } from '../view-diagnosis.js';
import { ofServices, ofSlices } from './diagnose.js';

const pod = (name: string, node: string, more = '', ports = '[{name: http, containerPort: 8080}]'): string => `
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  labels: {app: shop, tier: front}
  annotations: {kubehop.dev/node: ${node}${more}}
spec: {containers: [{name: c, image: i, ports: ${ports}}]}
`;
const pods = [pod('a', 'node1'), pod('b', 'node2')];
const service = (spec: string, name = 'web'): string => `
apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec:
  ${spec.split(' | ').join('\n  ')}
`;
const slice = (labels: string, ports: string): string => `
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: by-hand, labels: {${labels}}}
addressType: IPv4
ports: ${ports}
endpoints: [{addresses: [192.0.2.7]}]
`;

function diagnoses(manifests: readonly string[], config: Partial<ClusterConfig> = {}) {
  const manifest = manifests.join('---');
  const simulation = createSimulation({ config, seed: 1 });
  expect(simulation.dispatch({ type: 'apply', manifest }).problems).toEqual([]);
  simulation.dispatch({ type: 'settle' });
  return simulation.query({ kind: 'diagnoses', files: { 'all.yaml': manifest } });
}

const lineOf = (manifests: readonly string[], words: string): number =>
  manifests
    .join('---')
    .split('\n')
    .findIndex((line) => line.includes(words)) + 1;

type Row = readonly [what: string, manifests: readonly string[], line: string, finding: Finding];

const rows: readonly Row[] = [
  [
    'a selector with a value that no Pod has',
    [...pods, service('selector: {app: shopp, tier: front} | ports: [{port: 80, targetPort: 8080}]')],
    'selector:',
    {
      code: 'selector-matches-nothing',
      selector: { app: 'shopp', tier: 'front' },
      mismatches: [{ key: 'app', value: 'shopp', onPods: ['shop'] }],
      otherNamespaces: [],
    },
  ],
  [
    'a selector whose Pods are in another namespace',
    [
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: other}\n',
      pod('a', 'node1').replace('name: a', 'name: a\n  namespace: other'),
      service('selector: {app: shop} | ports: [{port: 80, targetPort: 8080}]'),
    ],
    'selector:',
    {
      code: 'selector-matches-nothing',
      selector: { app: 'shop' },
      mismatches: [{ key: 'app', value: 'shop', onPods: [] }],
      otherNamespaces: ['other'],
    },
  ],
  [
    'Pods none of which is ready',
    [pod('a', 'node1', ', kubehop.dev/ready: "false"'), service('selector: {app: shop} | ports: [{port: 8080}]')],
    'selector:',
    { code: 'no-ready-pod', pods: 1 },
  ],
  [
    'a port name that no Pod has',
    [...pods, service('selector: {app: shop} | ports: | - port: 80 |   targetPort: htttp')],
    'targetPort: htttp',
    { code: 'target-port-name', name: 'htttp', protocol: 'TCP', pods: 2, lacking: 2, names: ['http'] },
  ],
  [
    'a port name that some Pods have, of another protocol on the others',
    [
      pod('a', 'node1'),
      pod('b', 'node2', '', '[{name: http, containerPort: 8080, protocol: UDP}]'),
      service('selector: {app: shop} | ports: | - port: 80 |   targetPort: http'),
    ],
    'targetPort: http',
    { code: 'target-port-name', name: 'http', protocol: 'TCP', pods: 2, lacking: 1, names: [], otherProtocol: 'UDP' },
  ],
  [
    'a port that nothing has bound',
    [...pods, service('selector: {app: shop} | ports: | - port: 80 |   targetPort: 9090')],
    'targetPort: 9090',
    { code: 'target-port-closed', port: 9090, protocol: 'TCP', pods: 2, lacking: 2, bound: [8080] },
  ],
  [
    'a port bound for TCP, asked for by UDP',
    [...pods, service('selector: {app: shop} | ports: | - {port: 8080, protocol: UDP}')],
    'port: 8080, protocol: UDP',
    { code: 'target-port-closed', port: 8080, protocol: 'UDP', pods: 2, lacking: 2, bound: [] },
  ],
  [
    'Local, and nodes without a Pod',
    [...pods, service('type: NodePort | externalTrafficPolicy: Local | selector: {app: shop} | ports: [{port: 8080}]')],
    'externalTrafficPolicy',
    { code: 'external-local', nodes: ['node3'], loadBalancer: false },
  ],
  [
    'Local inside, and nodes without a Pod',
    [pods[0]!, service('internalTrafficPolicy: Local | selector: {app: shop} | ports: [{port: 8080}]')],
    'internalTrafficPolicy',
    { code: 'internal-local', nodes: ['node2', 'node3'] },
  ],
  [
    'a headless Service that is to map ports',
    [...pods, service('clusterIP: None | selector: {app: shop} | ports: | - port: 80 |   targetPort: http')],
    'port: 80',
    { code: 'headless-port', port: 80, targetPort: 8080 },
  ],
  ['no selector, and nobody who wrote endpoints', [service('ports: [{port: 80}]')], 'ports:', { code: 'no-selector' }],
  [
    'a slice of a Service that there is not',
    [slice('kubernetes.io/service-name: wbe', '[{port: 80}]')],
    'labels:',
    { code: 'slice-of-no-service', service: 'wbe' },
  ],
  [
    'a slice of no Service',
    [slice('app: shop', '[{port: 80}]')],
    'labels:',
    { code: 'slice-of-no-service', service: undefined },
  ],
  [
    'a slice whose port has another name than the Service’s',
    [service('ports: [{name: http, port: 80}]'), slice('kubernetes.io/service-name: web', '[{name: web, port: 80}]')],
    'name: web, port: 80',
    {
      code: 'slice-port-name',
      ports: [{ name: 'web', protocol: 'TCP' }],
      wanted: [{ name: 'http', protocol: 'TCP' }],
    },
  ],
];

describe('what was accepted and will disappoint', () => {
  it.each(rows)('finds %s, at its line', (_, manifests, words, finding) => {
    const all = diagnoses(manifests);
    expect(all.map((one) => [one.finding, one.place?.range.startLine])).toEqual([[finding, lineOf(manifests, words)]]);
  });

  it('finds a load balancer that no cloud will ever give an address, and only without a cloud', () => {
    const manifests = [...pods, service('type: LoadBalancer | selector: {app: shop} | ports: [{port: 8080}]')];
    expect(diagnoses(manifests, { cloud: false }).map((one) => one.finding.code)).toEqual(['load-balancer-pending']);
    expect(diagnoses(manifests)).toEqual([]);
  });

  it.each([
    ['ready Pods on a bound port', [...pods, service('selector: {app: shop} | ports: [{port: 80, targetPort: http}]')]],
    [
      'unready Pods that are wanted all the same',
      [
        pod('a', 'node1', ', kubehop.dev/ready: "false"'),
        service('publishNotReadyAddresses: true | selector: {app: shop} | ports: [{port: 8080}]'),
      ],
    ],
    [
      'Local with a Pod on every node',
      [
        ...pods,
        pod('c', 'node3'),
        service('type: NodePort | externalTrafficPolicy: Local | selector: {app: shop} | ports: [{port: 8080}]'),
      ],
    ],
    [
      'a headless Service on the port itself',
      [...pods, service('clusterIP: None | selector: {app: shop} | ports: [{port: 8080}]')],
    ],
    ['an alias', [service('type: ExternalName | externalName: example.org')]],
    [
      'endpoints written by hand, by the port’s name',
      [
        service('ports: [{name: http, port: 80}]'),
        slice('kubernetes.io/service-name: web', '[{name: http, port: 80}]'),
      ],
    ],
  ])('has nothing against %s', (_, manifests) => {
    expect(diagnoses(manifests)).toEqual([]);
  });

  it('places nothing that is not in the files, and says so of what nobody wrote there', () => {
    const simulation = createSimulation({ seed: 1 });
    simulation.dispatch({ type: 'apply', manifest: service('ports: [{port: 80}]') });
    simulation.dispatch({ type: 'settle' });
    const [only] = simulation.query({ kind: 'diagnoses', files: { 'other.yaml': 'kind: [' } });
    expect([only?.finding.code, only?.place]).toEqual(['no-selector', undefined]);
  });

  it('names the source of every behaviour', () => {
    for (const { cite } of [...Object.values(ofServices), ...Object.values(ofSlices)]) {
      expect(cite).toMatch(/^(\S+\.go \(v1\.34\) \w+|RFC \d+ [\d.]+(; RFC \d+ [\d.]+)*)$/);
    }
  });
});
