import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Endpoint, Service } from '../kube/objects.js';
import type { NodeInfo } from './node-info.js';
import { hintEndpoints } from './topology-hints.js';

const node = (name: string, zone?: string): NodeInfo => ({
  name,
  labels: {},
  ips: [],
  podCidrs: [],
  ...(zone && { zone }),
});
const nodes = [node('node1', 'a'), node('node2', 'a'), node('node3', 'b')];

const endpoint = (zone: string, ready = true): Endpoint => ({
  addresses: ['10.0.0.1'],
  conditions: { ready },
  nodeName: zone === 'a' ? 'node1' : 'node3',
  zone,
});

const service = (trafficDistribution: string | undefined, mode?: string): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 's', ...(mode && { annotations: { 'service.kubernetes.io/topology-mode': mode } }) },
  spec: { type: 'ClusterIP', sessionAffinity: 'None', ...(trafficDistribution && { trafficDistribution }) },
});

const zones = (endpoints: readonly Endpoint[]): readonly string[] =>
  endpoints.map((e) => e.hints?.forZones?.map((zone) => zone.name).join() ?? '-');

describe('hints', () => {
  it.each([
    ['nothing asked for', service(undefined), 'aab', ['-', '-', '-']],
    ['PreferClose', service('PreferClose'), 'aab', ['a', 'a', 'b']],
    ['PreferSameZone', service('PreferSameZone'), 'b', ['b']],
    ['the share of each zone', service(undefined, 'Auto'), 'aab', ['a', 'a', 'b']],
    ['the annotation before the field', service('PreferClose', 'auto'), 'a', ['-']],
    ['fewer endpoints than zones', service(undefined, 'Auto'), 'a', ['-']],
    ['an endpoint lent to a zone without', service(undefined, 'Auto'), 'aaa', ['b', 'a', 'a']],
  ])('%s', (_name, asked, where, expected) => {
    expect(
      zones(
        hintEndpoints(
          asked,
          nodes,
          [...where].map((zone) => endpoint(zone)),
        ),
      ),
    ).toEqual(expected);
  });

  it('names the node for PreferSameNode', () => {
    expect(hintEndpoints(service('PreferSameNode'), nodes, [endpoint('b')])[0]?.hints).toEqual({
      forZones: [{ name: 'b' }],
      forNodes: [{ name: 'node3' }],
    });
  });

  it('hints ready endpoints only', () => {
    expect(zones(hintEndpoints(service('PreferClose'), nodes, [endpoint('a', false), endpoint('b')]))).toEqual([
      '-',
      'b',
    ]);
  });

  it('hints all or none by share, and each zone gets one', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b'), { maxLength: 12 }), (where) => {
        const hinted = zones(
          hintEndpoints(
            service(undefined, 'Auto'),
            nodes,
            where.map((zone) => endpoint(zone)),
          ),
        );
        const some = hinted.some((zone) => zone !== '-');
        expect(hinted.every((zone) => (zone !== '-') === some)).toBe(true);
        if (some) expect(new Set(hinted)).toEqual(new Set(['a', 'b']));
      }),
    );
  });
});
