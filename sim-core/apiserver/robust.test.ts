/** Properties: whatever the input, an answer; what is rejected changes nothing; the same again is unchanged. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPrng, Prng } from '../base/prng.js';
import { listObjects } from '../kube/store.js';
import { usesNodePorts } from './allocate/taken.js';
import { applyManifests } from './apply.js';
import { bootstrapObjects } from './bootstrap.js';
import { deleteObject } from './edit.js';
import { defaultApiServerConfig, type AdmitContext } from './state.js';

const boot = bootstrapObjects({
  nodes: [],
  serviceCIDRs: ['10.96.0.0/24'],
  apiServer: { ip: '192.168.10.2', port: 6443 },
  clusterDomain: 'cluster.local',
});

const context = (): AdmitContext => ({
  config: { ...defaultApiServerConfig, serviceCIDRs: ['10.96.0.0/24'] },
  prng: new Prng(createPrng(3)),
  now: 0,
});

const anything = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(null, '', 0, -1, 1.5, 'None', 'Local', 'ClientIP', '10.96.0.9', '::1', true, [], {}, [null], [{}]),
);

const fields = [
  ...['ports', 'selector', 'clusterIP', 'clusterIPs', 'type', 'externalIPs', 'sessionAffinity', 'ipFamilies'],
  ...['sessionAffinityConfig', 'loadBalancerSourceRanges', 'ipFamilyPolicy', 'healthCheckNodePort', 'externalName'],
  ...['externalTrafficPolicy', 'internalTrafficPolicy', 'trafficDistribution', 'replicas', 'template', 'containers'],
];

const kinds = [
  ['v1', 'Service'],
  ['v1', 'Pod'],
  ['v1', 'Endpoints'],
  ['v1', 'ConfigMap'],
  ['v1', 'Namespace'],
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'StatefulSet'],
  ['discovery.k8s.io/v1', 'EndpointSlice'],
  ['v1', 'List'],
] as const;

const document = fc.record(
  {
    kind: fc.constantFrom(...kinds),
    metadata: fc.oneof({ weight: 4, arbitrary: fc.constant({ name: 'x' }) }, { weight: 1, arbitrary: anything }),
    spec: fc.oneof(fc.dictionary(fc.constantFrom(...fields), anything), anything),
    extra: fc.dictionary(fc.constantFrom('endpoints', 'ports', 'subsets', 'addressType', 'data', 'items'), anything),
  },
  { requiredKeys: ['kind', 'metadata'] },
);

const service = fc.record({
  name: fc.constantFrom('a', 'b', 'c'),
  type: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
  ports: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
  nodePort: fc.option(fc.integer({ min: 29999, max: 30003 })),
  local: fc.boolean(),
});

type ServiceInput = typeof service extends fc.Arbitrary<infer T> ? T : never;

const serviceText = ({ name, type, ports, nodePort, local }: ServiceInput): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: {
      type,
      ...(type === 'ExternalName' && { externalName: 'example.com' }),
      ...(local && type === 'LoadBalancer' && { externalTrafficPolicy: 'Local' }),
      ports: ports.map((port, i) => ({ name: `p${i}`, port, ...(i === 0 && nodePort !== null && { nodePort }) })),
    },
  });

describe('applying anything', () => {
  it('answers, and keeps the state when it rejects', () => {
    fc.assert(
      fc.property(document, ({ kind: [apiVersion, kind], metadata, spec, extra }) => {
        const text = JSON.stringify({ apiVersion, kind, metadata, ...(spec !== undefined && { spec }), ...extra });
        const outcome = applyManifests(boot, text, context(), { filename: 'f.json' });
        const rejected = outcome.results.every((result) => result.outcome === 'rejected');
        expect(rejected).toBe(outcome.objects === boot);
        expect(outcome.stdout === '').toBe(rejected);
      }),
      { numRuns: 500 },
    );
  });

  it('reads any text', () => {
    const text = fc.array(fc.constantFrom(...'ab:-?,[]{}#&*!|>\'"%@` \n\t\\0~<='.split(''), 'a: b\n', '- ', '---\n'), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(text, (parts) => {
        const outcome = applyManifests(boot, parts.join(''), context(), { filename: 'f.yaml' });
        expect(outcome.stderr).not.toBe('');
      }),
      { numRuns: 500 },
    );
  });

  it('never gives an address or a port twice, and gives all back', () => {
    fc.assert(
      fc.property(fc.array(service, { maxLength: 8 }), (inputs) => {
        const ctx = context();
        let objects = boot;
        for (const input of inputs) {
          const text = serviceText(input);
          const first = applyManifests(objects, text, ctx, { filename: 'f.json' });
          objects = first.objects;
          // A type that has no nodePorts drops the ones it is sent once, and refuses them the next time.
          const drops = input.nodePort !== null && (input.type === 'ClusterIP' || input.type === 'ExternalName');
          if (first.stderr === '' && !drops) {
            const again = applyManifests(objects, text, ctx, { filename: 'f.json' });
            expect(again.stdout).toBe(`service/${input.name} unchanged\n`);
            expect(again.objects).toBe(objects);
          }
          const services = listObjects(objects, 'Service');
          const ips = services.flatMap((s) => (s.spec.clusterIP === undefined ? [] : [s.spec.clusterIP]));
          expect(new Set(ips).size).toBe(ips.length);
          const ports = services.filter(usesNodePorts).flatMap((s) => {
            const { ports = [], healthCheckNodePort } = s.spec;
            return [...ports.map((p) => p.nodePort), healthCheckNodePort].filter((port) => port !== undefined);
          });
          expect(new Set(ports).size).toBe(ports.length);
        }
        for (const { metadata } of listObjects(objects, 'Service')) {
          if (metadata.name === 'kubernetes') continue;
          objects = deleteObject(objects, { kind: 'Service', namespace: 'default', name: metadata.name }, ctx).objects;
        }
        expect(listObjects(objects, 'Service').map((s) => s.metadata.name)).toEqual(['kubernetes']);
      }),
      { numRuns: 200 },
    );
  });
});
