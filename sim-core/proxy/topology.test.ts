import { describe, expect, it } from 'vitest';
import type { EndpointInfo, ServicePortInfo } from './service-view.js';
import { categorizeEndpoints } from './topology.js';

const endpoint = (ip: string, overrides: Partial<EndpointInfo> = {}): EndpointInfo => ({
  ip,
  port: 80,
  text: `${ip}:80`,
  isLocal: false,
  ready: true,
  serving: true,
  terminating: false,
  zoneHints: [],
  nodeHints: [],
  ...overrides,
});

const port = (endpoints: readonly EndpointInfo[], overrides: Partial<ServicePortInfo> = {}): ServicePortInfo => ({
  service: { kind: 'Service', namespace: 'default', name: 'web' },
  index: 0,
  name: 'default/web',
  protocol: 'TCP',
  clusterIP: '10.96.0.10',
  port: 80,
  nodePort: undefined,
  externalIPs: [],
  loadBalancerVips: [],
  sourceRanges: [],
  healthCheckNodePort: undefined,
  affinitySeconds: undefined,
  externalPolicyLocal: false,
  internalPolicyLocal: false,
  endpoints,
  ...overrides,
});

const here = endpoint('10.0.0.1', { isLocal: true });
const there = endpoint('10.0.0.2');
const leaving = { ready: false, terminating: true } as const;
const hinted = (ip: string, zones: readonly string[], nodes: readonly string[] = []) =>
  endpoint(ip, { zoneHints: zones, nodeHints: nodes });

interface Expected {
  readonly cluster: readonly string[];
  readonly local: readonly string[];
  readonly anywhere: boolean;
}

const rows: readonly (readonly [string, ServicePortInfo, Expected])[] = [
  ['nothing', port([]), { cluster: [], local: [], anywhere: false }],
  ['policy Cluster', port([here, there]), { cluster: ['10.0.0.1', '10.0.0.2'], local: [], anywhere: true }],
  [
    'internal Local, not reachable from outside',
    port([here, there], { internalPolicyLocal: true }),
    { cluster: [], local: ['10.0.0.1'], anywhere: true },
  ],
  [
    'internal Local, none here',
    port([there], { internalPolicyLocal: true }),
    { cluster: [], local: [], anywhere: true },
  ],
  [
    'external Local needs all endpoints for pods and the node',
    port([here, there], { externalPolicyLocal: true, nodePort: 30080 }),
    { cluster: ['10.0.0.1', '10.0.0.2'], local: ['10.0.0.1'], anywhere: true },
  ],
  [
    'external Local means nothing without a way in',
    port([here, there], { externalPolicyLocal: true }),
    { cluster: ['10.0.0.1', '10.0.0.2'], local: [], anywhere: true },
  ],
  [
    'terminating endpoints step in when none is ready',
    port([endpoint('10.0.0.1', leaving), endpoint('10.0.0.2', { ready: false, serving: false })]),
    { cluster: ['10.0.0.1'], local: [], anywhere: true },
  ],
  [
    'terminating here, ready elsewhere',
    port([endpoint('10.0.0.1', { ...leaving, isLocal: true }), there], { externalPolicyLocal: true, nodePort: 30080 }),
    { cluster: ['10.0.0.2'], local: ['10.0.0.1'], anywhere: true },
  ],
  [
    'this zone',
    port([hinted('10.0.0.1', ['a']), hinted('10.0.0.2', ['b'])]),
    { cluster: ['10.0.0.1'], local: [], anywhere: true },
  ],
  [
    'one hint is missing',
    port([hinted('10.0.0.1', ['a']), there]),
    { cluster: ['10.0.0.1', '10.0.0.2'], local: [], anywhere: true },
  ],
  [
    'no hint for this zone',
    port([hinted('10.0.0.1', ['b']), hinted('10.0.0.2', ['c'])]),
    { cluster: ['10.0.0.1', '10.0.0.2'], local: [], anywhere: true },
  ],
  [
    'this node before this zone',
    port([hinted('10.0.0.1', ['a'], ['node2']), hinted('10.0.0.2', ['a'], ['node1'])]),
    { cluster: ['10.0.0.2'], local: [], anywhere: true },
  ],
  [
    'no hint for this node: the zone',
    port([hinted('10.0.0.1', ['b'], ['node2']), hinted('10.0.0.2', ['a'], ['node3'])]),
    { cluster: ['10.0.0.2'], local: [], anywhere: true },
  ],
];

describe('categorizeEndpoints, on node1 in zone a', () => {
  it.each(rows)('%s', (_, given, expected) => {
    const { cluster, local, all, anywhere } = categorizeEndpoints(given, 'node1', 'a');
    const ips = (endpoints: readonly EndpointInfo[]): readonly string[] => endpoints.map((e) => e.ip);
    expect({ cluster: ips(cluster), local: ips(local), anywhere }).toEqual(expected);
    expect([...ips(all)].sort()).toEqual([...new Set([...expected.cluster, ...expected.local])].sort());
  });
});
