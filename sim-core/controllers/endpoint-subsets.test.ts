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
