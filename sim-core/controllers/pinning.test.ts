import { describe, expect, it } from 'vitest';
import type { Container, Labels, Pod, Service } from '../kube/objects.js';
import { listeningPorts, loadBalancerPins, podPins, replicaAnnotations } from './pinning.js';

const pod = (annotations: Labels, ports: Container['ports'] = []): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'default', annotations },
  spec: { containers: [{ name: 'app', ports }] },
});

const service = (annotations: Labels): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 's', namespace: 'default', annotations },
  spec: { type: 'LoadBalancer', sessionAffinity: 'None' },
});

describe('pins', () => {
  it.each([
    [0, '10.0.0.1'],
    [1, '10.0.0.2'],
    [2, '10.0.0.2'],
  ])('replica %i gets its value of a list, the last one repeats', (n, ip) => {
    expect(replicaAnnotations({ 'kubehop.dev/ip': '10.0.0.1, 10.0.0.2', note: 'a, b' }, n)).toEqual({
      'kubehop.dev/ip': ip,
      note: 'a, b',
    });
  });

  it('an empty place in a list pins nothing', () => {
    expect(replicaAnnotations({ 'kubehop.dev/node': 'node1,,node3' }, 1)).toEqual({});
  });

  it('reads the pins of a pod', () => {
    const pins = { 'kubehop.dev/node': 'node2', 'kubehop.dev/ip': '10.0.0.1', 'kubehop.dev/ip6': 'FD00::1' };
    expect(podPins(pod(pins))).toEqual({
      node: 'node2',
      ip: '10.0.0.1',
      ip6: 'fd00::1',
      ready: true,
      terminating: false,
    });
    const state = { 'kubehop.dev/ready': 'false', 'kubehop.dev/phase': 'Succeeded', 'kubehop.dev/terminating': 'true' };
    expect(podPins(pod(state))).toEqual({ ready: false, phase: 'Succeeded', terminating: true });
    expect(podPins(pod({ 'kubehop.dev/ip': 'nonsense', 'kubehop.dev/phase': 'Odd' }))).toEqual({
      ready: true,
      terminating: false,
    });
  });

  it.each([
    ['', ['TCP:80', 'UDP:53']],
    ['none', []],
    ['TCP:8080,SCTP:9', ['TCP:80', 'UDP:53', 'TCP:8080', 'SCTP:9']],
    ['TCP:80', ['TCP:80', 'UDP:53']],
    ['ICMP:1, tcp', ['TCP:80', 'UDP:53']],
  ])('listen "%s"', (listen, expected) => {
    const ports = [{ containerPort: 80 }, { containerPort: 53, protocol: 'UDP' as const }];
    const found = listeningPorts(pod({ 'kubehop.dev/listen': listen }, ports));
    expect(found.map((p) => `${p.protocol}:${p.port}`)).toEqual(expected);
  });

  it.each([
    [{}, []],
    [{ 'kubehop.dev/lb-ip': '203.0.113.1' }, [{ ip: '203.0.113.1', ipMode: 'VIP' }]],
    [
      { 'kubehop.dev/lb-ip': '203.0.113.1,203.0.113.2', 'kubehop.dev/lb-ipmode': 'Proxy' },
      [
        { ip: '203.0.113.1', ipMode: 'Proxy' },
        { ip: '203.0.113.2', ipMode: 'Proxy' },
      ],
    ],
    [{ 'kubehop.dev/lb-hostname': 'lb.example.com' }, [{ hostname: 'lb.example.com' }]],
  ])('load balancer %j', (annotations, expected) => {
    expect(loadBalancerPins(service(annotations))).toEqual(expected);
  });
});
