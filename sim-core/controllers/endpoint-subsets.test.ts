import { ControlPlane, manifestObjects } from '../test/control-plane.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repackSubsets } from './endpoint-subsets.js';
import type { SubsetEntry } from './endpoint-subsets.js';

const entry = (ip: number, port: number | undefined, ready = true): SubsetEntry => ({
  address: { ip: `10.0.0.${ip}` },
  ready,
  ...(port === undefined ? {} : { port: { name: `p${port}`, port, protocol: 'TCP' } }),
});

describe('subsets', () => {
  it('gathers ports that the same addresses serve', () => {
    const subsets = repackSubsets([entry(1, 80), entry(1, 81), entry(2, 80), entry(2, 81), entry(3, 80)]);
    expect(subsets.map((s) => [s.addresses?.map((a) => a.ip), s.ports?.map((p) => p.port)])).toEqual([
      [['10.0.0.1', '10.0.0.2'], [81]],
      [['10.0.0.1', '10.0.0.2', '10.0.0.3'], [80]],
    ]);
  });

  it('keeps addresses of a Service without ports', () => {
    expect(repackSubsets([entry(1, undefined)])).toEqual([{ addresses: [{ ip: '10.0.0.1' }] }]);
  });

  it('lists who is not ready apart', () => {
    expect(repackSubsets([entry(2, 80), entry(1, 80, false)])).toMatchObject([
      { addresses: [{ ip: '10.0.0.2' }], notReadyAddresses: [{ ip: '10.0.0.1' }] },
    ]);
  });

  it('says of every address and port just what it was told', () => {
    const pairs = fc.uniqueArray(fc.tuple(fc.nat(9), fc.nat(5), fc.boolean()), {
      selector: ([ip, port]) => `${ip}:${port}`,
    });
    fc.assert(
      fc.property(pairs, (told) => {
        const said = repackSubsets(told.map(([ip, port, ready]) => entry(ip, port, ready))).flatMap((subset) =>
          (subset.ports ?? []).flatMap(({ port }) => [
            ...(subset.addresses ?? []).map(({ ip }) => `${ip} ${port} true`),
            ...(subset.notReadyAddresses ?? []).map(({ ip }) => `${ip} ${port} false`),
          ]),
        );
        expect(said.sort()).toEqual(told.map(([ip, port, ready]) => `10.0.0.${ip} ${port} ${ready}`).sort());
      }),
    );
  });
});

describe('Endpoints that somebody wrote', () => {
  const hand = (kind: 'Service' | 'Endpoints'): string =>
    kind === 'Service'
      ? '{apiVersion: v1, kind: Service, metadata: {name: db}, spec: {clusterIP: 10.96.0.9, ports: [{port: 80, protocol: TCP}]}}'
      : '{apiVersion: v1, kind: Endpoints, metadata: {name: db}, subsets: [{addresses: [{ip: 192.0.2.1}], ports: [{port: 80}]}]}';

  it('go with their Service', () => {
    const plane = new ControlPlane().put(...manifestObjects(`${hand('Service')}\n---\n${hand('Endpoints')}`)).settle();
    const slicesOf = (): number =>
      plane.list('EndpointSlice').filter(({ metadata }) => metadata.name.startsWith('db')).length;
    expect(slicesOf()).toBe(1);
    plane.delete('Service', 'default', 'db').settle();
    expect(plane.list('Endpoints').map(({ metadata }) => metadata.name)).toEqual(['kubernetes']);
    expect(slicesOf()).toBe(0);
  });

  it('stay where there never was one', () => {
    const plane = new ControlPlane().put(...manifestObjects(hand('Endpoints'))).settle();
    expect(plane.list('Endpoints').map(({ metadata }) => metadata.name)).toContain('db');
  });
});
