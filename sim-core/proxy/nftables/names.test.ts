import { describe, expect, it } from 'vitest';
import type { EndpointInfo, ServicePortInfo } from '../service-view.js';
import { endpointBase, portBase, prefixed, serviceOfChain } from './names.js';

const port = (name: string, protocol: 'TCP' | 'UDP' = 'TCP'): ServicePortInfo => {
  const [namespace = '', rest = ''] = name.split('/');
  const service = { kind: 'Service', namespace, name: rest.split(':')[0] ?? '' } as const;
  return {
    service,
    index: 0,
    name,
    protocol,
    clusterIP: '10.96.0.1',
    port: 80,
    nodePort: undefined,
    externalIPs: [],
    loadBalancerVips: [],
    sourceRanges: [],
    healthCheckNodePort: undefined,
    affinitySeconds: undefined,
    externalPolicyLocal: false,
    internalPolicyLocal: false,
    endpoints: [],
  };
};

const endpoint = (ip: string, number: number): EndpointInfo => ({
  ip,
  port: number,
  text: '',
  isLocal: false,
  ready: true,
  serving: true,
  terminating: false,
  zoneHints: [],
  nodeHints: [],
});

describe('chain names', () => {
  it.each([
    ['default/kubernetes:https', 'service-2QRHZV4L-default/kubernetes/tcp/https'],
    ['ns1/svc1:p80', 'service-ULMVA6XW-ns1/svc1/tcp/p80'],
    ['default/shop', 'service-EMNFMILR-default/shop/tcp/'],
  ])('%s', (name, expected) => {
    const chain = prefixed('service', portBase(port(name)));
    expect(chain).toBe(expected);
    expect(serviceOfChain(chain)).toBe(name.split(':')[0]);
  });

  it.each([
    ['default/kubernetes:https', '192.168.10.2', 6443, 'LTOIXCIX-default/kubernetes/tcp/https__192.168.10.2/6443'],
    ['ns4/svc4:p80', '10.244.2.184', 80, 'A2GAI3VL-ns4/svc4/tcp/p80__10.244.2.184/80'],
  ])('%s at %s', (name, ip, number, expected) => {
    expect(endpointBase(port(name), endpoint(ip, number))).toBe(expected);
  });

  it('writes dots for the colons of an IPv6 address', () => {
    expect(endpointBase(port('default/six'), endpoint('fd00:10:244:1::7d', 80))).toMatch(
      /^[A-Z2-7]{8}-default\/six\/tcp\/__fd00\.10\.244\.1\.\.7d\/80$/,
    );
  });

  it('cuts what is longer than 240 characters, and keeps it unique by the hash', () => {
    const long = port(`${'n'.repeat(63)}/${'s'.repeat(63)}:${'p'.repeat(63)}`);
    const [a, b] = [1, 2].map((n) => endpointBase(long, endpoint(`fd00:1111:2222:3333:4444:5555:6666:777${n}`, 65535)));
    expect(a).toHaveLength(240);
    expect(a?.endsWith('...')).toBe(true);
    expect(a?.slice(8)).toBe(b?.slice(8));
    expect(a).not.toBe(b);
  });
});
