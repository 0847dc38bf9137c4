/** Clusters that change at random, for comparing compiles. */
import fc from 'fast-check';
import type { Endpoint, EndpointSlice, Service } from '../kube/objects.js';
import { ApiTx, type ApiObjects } from '../kube/store.js';
import type { KubeProxyConfig } from '../proxy/config.js';
import type { ProxyNode } from '../proxy/node.js';

export const config: KubeProxyConfig = {
  mode: 'iptables',
  masqueradeAll: false,
  nodePortAddresses: [],
  localhostNodePorts: true,
  detectLocalMode: 'ClusterCIDR',
};

export const node: ProxyNode = {
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

export type Edit = (tx: ApiTx) => void;
export const edit: fc.Arbitrary<Edit> = fc.oneof(
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

export const applyEdits = (objects: ApiObjects, edits: readonly Edit[]): ApiObjects => {
  const tx = new ApiTx(objects);
  for (const one of edits) one(tx);
  return tx.commit();
};
