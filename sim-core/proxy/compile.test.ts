import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Endpoint, EndpointSlice, Service } from '../kube/objects.js';
import { ApiTx, emptyApiObjects, type ApiObjects } from '../kube/store.js';
import { writeRuleset } from '../netfilter/iptables/write.js';
import { compileDataplane, type CompiledNode, type ProxyNode } from './compile.js';
import type { KubeProxyConfig } from './config.js';

const config: KubeProxyConfig = {
  mode: 'iptables',
  masqueradeAll: false,
  nodePortAddresses: [],
  localhostNodePorts: true,
  detectLocalMode: 'ClusterCIDR',
};

const node: ProxyNode = {
  name: 'node1',
  ips: ['192.168.10.11', 'fd00:192:168:10::11'],
  primaryIPs: ['192.168.10.11', 'fd00:192:168:10::11'],
  zone: 'zone-a',
  podCIDRs: ['10.244.1.0/24', 'fd00:10:244:1::/64'],
  clusterCIDRs: ['10.244.0.0/16', 'fd00:10:244::/56'],
};

const policy = fc.constantFrom('Cluster' as const, 'Local' as const);

const serviceNumbers = fc.integer({ min: 0, max: 5 });

const service: fc.Arbitrary<Service> = fc
  .record({
    n: serviceNumbers,
    type: fc.constantFrom('ClusterIP' as const, 'NodePort' as const, 'LoadBalancer' as const),
    internal: policy,
    external: policy,
    affinity: fc.constantFrom('None' as const, 'ClientIP' as const),
    externalIPs: fc.subarray(['198.51.100.1', 'fd00::51']),
    ranges: fc.subarray(['192.168.10.0/24', '0.0.0.0/0', 'fd00::/8']),
    vips: fc.subarray(['203.0.113.1', '203.0.113.2', 'fd00::203']),
    ports: fc.subarray(['a', 'b'], { minLength: 1 }),
    protocol: fc.constantFrom('TCP' as const, 'UDP' as const, 'SCTP' as const),
  })
  .map(({ n, type, internal, external, affinity, externalIPs, ranges, vips, ports, protocol }) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `s${n}`, namespace: 'default' },
    spec: {
      type,
      clusterIP: `10.96.0.${n + 1}`,
      clusterIPs: [`10.96.0.${n + 1}`, `fd00:10:96::${n + 1}`],
      ipFamilies: ['IPv4', 'IPv6'],
      internalTrafficPolicy: internal,
      externalTrafficPolicy: external,
      sessionAffinity: affinity,
      externalIPs,
      loadBalancerSourceRanges: ranges,
      healthCheckNodePort: 32000 + n,
      ports: ports.map((name, i) => ({
        name,
        protocol,
        port: 80 + i,
        targetPort: 8080 + i,
        ...(type === 'ClusterIP' ? {} : { nodePort: 30000 + 10 * n + i }),
      })),
    },
    status: { loadBalancer: { ingress: vips.map((ip) => ({ ip })) } },
  }));

const endpoint = (family: 'IPv4' | 'IPv6'): fc.Arbitrary<Endpoint> =>
  fc
    .record({
      host: fc.integer({ min: 1, max: 4 }),
      ready: fc.boolean(),
      terminating: fc.boolean(),
      nodeName: fc.constantFrom('node1', 'node2'),
      zones: fc.subarray(['zone-a', 'zone-b']),
      nodes: fc.subarray(['node1', 'node2']),
    })
    .map(({ host, ready, terminating, nodeName, zones, nodes }) => ({
      addresses: [family === 'IPv4' ? `10.244.1.${host}` : `fd00:10:244:1::${host}`],
      conditions: { ready, serving: true, terminating },
      nodeName,
      hints: { forZones: zones.map((name) => ({ name })), forNodes: nodes.map((name) => ({ name })) },
    }));

const slice: fc.Arbitrary<EndpointSlice> = fc
  .record({ n: serviceNumbers, part: fc.integer({ min: 0, max: 1 }), family: fc.constantFrom('IPv4', 'IPv6') })
  .chain(({ n, part, family }) =>
    fc.array(endpoint(family), { maxLength: 4 }).map((endpoints): EndpointSlice => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: `s${n}-${family}-${part}`,
        namespace: 'default',
        labels: { 'kubernetes.io/service-name': `s${n}` },
      },
      addressType: family,
      endpoints,
      ports: (['TCP', 'UDP', 'SCTP'] as const).flatMap((protocol) => [
        { name: 'a', protocol, port: 8080 },
        { name: 'b', protocol, port: 8081 },
      ]),
    })),
  );

type Edit = (tx: ApiTx) => void;
const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 3,
    arbitrary: service.map(
      (s): Edit =>
        (tx) =>
          void tx.put<'Service'>(s),
    ),
  },
  {
    weight: 3,
    arbitrary: slice.map(
      (s): Edit =>
        (tx) =>
          void tx.put<'EndpointSlice'>(s),
    ),
  },
  serviceNumbers.map(
    (n): Edit =>
      (tx) =>
        tx.delete({ kind: 'Service', namespace: 'default', name: `s${n}` }),
  ),
);

const applyEdits = (objects: ApiObjects, edits: readonly Edit[]): ApiObjects => {
  const tx = new ApiTx(objects);
  for (const one of edits) one(tx);
  return tx.commit();
};

const texts = ({ dataplane }: CompiledNode): readonly string[] =>
  [...dataplane.iptables.values()].map((r) => writeRuleset(r));

describe('compileDataplane', () => {
  it('gives the same from a previous result as from scratch', () => {
    fc.assert(
      fc.property(fc.array(fc.array(edit, { maxLength: 5 }), { maxLength: 6 }), (batches) => {
        let objects = emptyApiObjects;
        let compiled: CompiledNode | undefined;
        for (const batch of batches) {
          objects = applyEdits(objects, batch);
          const before = compiled && texts(compiled);
          const next = compileDataplane(objects, node, config, compiled);
          const scratch = compileDataplane(objects, node, config);
          expect(texts(next)).toEqual(texts(scratch));
          expect(next.dataplane.listeners).toEqual(scratch.dataplane.listeners);
          if (compiled) expect(texts(compiled)).toEqual(before);
          compiled = next;
        }
      }),
    );
  });

  it('jumps only to chains that are there, and names the Service of each rule', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 20 }), (edits) => {
        const objects = applyEdits(emptyApiObjects, edits);
        const { dataplane } = compileDataplane(objects, node, config);
        for (const { tables } of dataplane.iptables.values()) {
          for (const { chains } of tables) {
            for (const { rules } of chains.values()) {
              for (const { target, origin } of rules) {
                if (target?.kind === 'jump') expect(chains.has(target.chain)).toBe(true);
                if (origin)
                  expect(objects.kinds.Service.has(`${origin.object.namespace}/${origin.object.name}`)).toBe(true);
              }
            }
          }
        }
      }),
    );
  });

  it('compiles again when the node or the configuration changes', () => {
    const objects = applyEdits(emptyApiObjects, fc.sample(edit, { numRuns: 20, seed: 7 }));
    const first = compileDataplane(objects, node, config);
    for (const [otherNode, otherConfig] of [
      [{ ...node, name: 'node2' }, config],
      [node, { ...config, masqueradeAll: true }],
      [node, { ...config, detectLocalMode: 'None' as const }],
      [node, { ...config, nodePortAddresses: ['primary'] }],
      [{ ...node, primaryIPs: ['192.168.10.11'] }, config],
    ] as const) {
      const next = compileDataplane(objects, otherNode, otherConfig, first);
      expect(texts(next)).toEqual(texts(compileDataplane(objects, otherNode, otherConfig)));
    }
  });

  it('keeps the very same rules when nothing changed', () => {
    const objects = applyEdits(emptyApiObjects, fc.sample(edit, { numRuns: 20, seed: 7 }));
    const first = compileDataplane(objects, node, config);
    const second = compileDataplane(objects, node, config, first);
    expect(second.dataplane.iptables.get('kube-proxy/IPv4')).toBe(first.dataplane.iptables.get('kube-proxy/IPv4'));
  });

  it.each([
    [{}, true],
    [{ localhostNodePorts: false }, false],
    [{ nodePortAddresses: ['192.168.0.0/16'] }, false],
    [{ nodePortAddresses: ['127.0.0.0/8'] }, true],
    [{ nodePortAddresses: ['127.0.0.1/32'] }, true],
  ])('with %o route_localnet is %s', (change, expected) => {
    const { dataplane } = compileDataplane(emptyApiObjects, node, { ...config, ...change });
    expect(dataplane.sysctls.routeLocalnet).toBe(expected);
  });

  it('hooks both families in where the kernel does', () => {
    const { hooks } = compileDataplane(emptyApiObjects, node, config).dataplane;
    const seen = hooks.flatMap(({ hook, priority, enter }) =>
      enter.engine === 'iptables' ? [`${enter.ruleset} ${enter.table} ${hook} ${priority}`] : [],
    );
    expect(seen).toContain('kube-proxy/IPv4 nat PREROUTING -100');
    expect(seen).toContain('kube-proxy/IPv6 filter FORWARD 0');
    expect(new Set(seen).size).toBe(14);
  });
});
