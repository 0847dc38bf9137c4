import { describe, expect, it } from 'vitest';
import type { EndpointSlice, Service } from '../kube/objects.js';
import { countLocalReady, serviceKeyOf, viewService } from './service-view.js';

const service = (spec: Partial<Service['spec']>, status: Service['status'] = {}): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    type: 'ClusterIP',
    sessionAffinity: 'None',
    clusterIP: '10.96.0.10',
    ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 'http' }],
    ...spec,
  },
  status,
});

const slice = (overrides: Partial<EndpointSlice>): EndpointSlice => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name: 'web-abc', namespace: 'shop', labels: { 'kubernetes.io/service-name': 'web' } },
  addressType: 'IPv4',
  endpoints: [],
  ports: [{ name: 'http', protocol: 'TCP', port: 8080 }],
  ...overrides,
});

const view = (given: Service, slices: readonly EndpointSlice[] = []) => viewService(given, slices, 'IPv4', 'node1');

describe('viewService', () => {
  it.each([
    ['headless', service({ clusterIP: 'None' })],
    ['ExternalName', service({ type: 'ExternalName', clusterIP: '' })],
    ['IPv6 only', service({ clusterIP: 'fd00::1', clusterIPs: ['fd00::1'], ipFamilies: ['IPv6'] })],
    [
      'another proxy',
      { ...service({}), metadata: { name: 'web', labels: { 'service.kubernetes.io/service-proxy-name': 'x' } } },
    ],
  ])('skips %s', (_, given) => {
    expect(view(given)).toEqual([]);
  });

  it('takes the cluster IP of the family', () => {
    const dual = service({ clusterIPs: ['fd00::1', '10.96.0.11'], ipFamilies: ['IPv6', 'IPv4'], clusterIP: 'fd00::1' });
    expect(view(dual).map((port) => port.clusterIP)).toEqual(['10.96.0.11']);
  });

  it('matches slice ports by name and protocol, each with its own number', () => {
    const slices = [
      slice({ endpoints: [{ addresses: ['10.0.0.9'] }] }),
      slice({ endpoints: [{ addresses: ['10.0.0.10'] }], ports: [{ name: 'http', protocol: 'TCP', port: 9090 }] }),
      slice({ endpoints: [{ addresses: ['10.0.0.11'] }], ports: [{ name: 'http', protocol: 'UDP', port: 8080 }] }),
      slice({ endpoints: [{ addresses: ['10.0.0.12'] }], ports: [{ name: 'other', protocol: 'TCP', port: 8080 }] }),
      slice({ endpoints: [{ addresses: ['10.0.0.13'] }], ports: [{ name: 'http', protocol: 'TCP' }] }),
      slice({ endpoints: null, ports: null }),
    ];
    expect(view(service({})).map((port) => port.endpoints)).toEqual([[]]);
    expect(view(service({}), slices)[0]?.endpoints.map((e) => e.text)).toEqual(['10.0.0.10:9090', '10.0.0.9:8080']);
  });

  it('keeps one of two entries for an address, the local one if there is one', () => {
    const twice = slice({
      endpoints: [
        { addresses: ['10.0.0.1'], nodeName: 'node1', conditions: { ready: false } },
        { addresses: ['10.0.0.1'], nodeName: 'node2' },
      ],
    });
    expect(view(service({}), [twice])[0]?.endpoints).toMatchObject([{ isLocal: true, ready: false }]);
  });

  it('reads an absent condition as Kubernetes does', () => {
    const [port] = view(service({}), [slice({ endpoints: [{ addresses: ['10.0.0.1'] }] })]);
    expect(port?.endpoints).toMatchObject([{ ready: true, serving: true, terminating: false }]);
  });

  it('leaves out proxied load-balancer addresses and those of the other family', () => {
    const ingress = [
      { ip: '203.0.113.1' },
      { ip: '203.0.113.2', ipMode: 'Proxy' as const },
      { ip: '203.0.113.3', ipMode: 'VIP' as const },
      { ip: 'fd00::9' },
      { hostname: 'lb.example.com' },
    ];
    const [port] = view(service({ type: 'LoadBalancer' }, { loadBalancer: { ingress } }));
    expect(port?.loadBalancerVips).toEqual(['203.0.113.1', '203.0.113.3']);
  });

  it('keeps the index of what it filters and forgives padding and leading zeros', () => {
    const [port] = view(
      service({ externalIPs: ['fd00::8', '010.0.0.8'], loadBalancerSourceRanges: ['fd00::/8', ' 10.1.2.3/8 '] }),
    );
    expect(port?.externalIPs).toEqual([{ value: '10.0.0.8', index: 1 }]);
    expect(port?.sourceRanges).toEqual([{ value: { family: 'IPv4', address: '10.0.0.0', prefix: 8 }, index: 1 }]);
  });

  /** @see pkg/proxy/serviceport.go (v1.34) newBaseServiceInfo, IsZeroCIDR */
  it.each([
    [['10.0.0.0/8', '0.0.0.0/0'], 'IPv4', 0],
    [['0.0.0.0/0', 'fd00::/8'], 'IPv6', 1],
    [['10.0.0.0/8', '::/0'], 'IPv4', 1],
    [['10.0.0.0/8', '::/0'], 'IPv6', 0],
    [['0.0.0.0/1'], 'IPv4', 1],
  ] as const)('source ranges %j guard %s with %i of them', (loadBalancerSourceRanges, family, expected) => {
    const clusterIPs = ['10.96.0.10', 'fd00::1'];
    const given = service({ loadBalancerSourceRanges, clusterIPs, ipFamilies: ['IPv4', 'IPv6'] });
    expect(viewService(given, [], family, 'node1')[0]?.sourceRanges).toHaveLength(expected);
  });

  it.each([
    ['LoadBalancer', 'Local', 30000],
    ['LoadBalancer', 'Cluster', undefined],
    ['NodePort', 'Local', undefined],
  ] as const)('%s with policy %s has health check port %s', (type, externalTrafficPolicy, expected) => {
    const [port] = view(service({ type, externalTrafficPolicy, healthCheckNodePort: 30000 }));
    expect(port?.healthCheckNodePort).toBe(expected);
  });

  it('counts addresses that are ready here', () => {
    const ports = [
      { name: 'http', protocol: 'TCP', port: 8080 },
      { name: 'admin', protocol: 'TCP', port: 9000 },
    ] as const;
    const endpoints = [
      { addresses: ['10.0.0.1'], nodeName: 'node1' },
      { addresses: ['10.0.0.2'], nodeName: 'node1', conditions: { ready: false } },
      { addresses: ['10.0.0.3'], nodeName: 'node2' },
    ];
    const both = service({ ports: ports.map((port) => ({ ...port, targetPort: port.name })) });
    expect(countLocalReady(view(both, [slice({ endpoints, ports })]))).toBe(1);
  });
});

describe('serviceKeyOf', () => {
  it.each([
    ['its Service', slice({}), 'shop/web'],
    ['no Service', slice({ metadata: { name: 'x', namespace: 'shop' } }), undefined],
    ['the other family', slice({ addressType: 'IPv6' }), undefined],
    ['names', slice({ addressType: 'FQDN' }), undefined],
    [
      'a headless Service',
      slice({
        metadata: {
          name: 'x',
          namespace: 'shop',
          labels: { 'kubernetes.io/service-name': 'web', 'service.kubernetes.io/headless': '' },
        },
      }),
      undefined,
    ],
  ])('%s', (_, given, expected) => {
    expect(serviceKeyOf(given, 'IPv4')).toBe(expected);
  });
});
