import { describe, expect, it } from 'vitest';
import { cluster, config as base, node, slice } from '../../bench/cluster.js';
import { ApiTx, type ApiObjects } from '../../kube/store.js';
import { compileDataplane, type CompiledNode } from '../compile.js';

const config = { ...base, mode: 'nftables' };

const change = (objects: ApiObjects, edit: (tx: ApiTx) => void): ApiObjects => {
  const tx = new ApiTx(objects);
  edit(tx);
  return tx.commit();
};

const emptied = ({ dataplane }: CompiledNode): readonly string[] =>
  [...(dataplane.nftables?.get('kube-proxy/ip')?.chains.values() ?? [])].flatMap(({ name, rules }) =>
    rules.length === 0 ? [name.replace(/^(\w+)-[A-Z2-7]{8}-/, '$1 ')] : [],
  );

const start = cluster(2);
const moved = change(start, (tx) => void tx.put<'EndpointSlice'>(slice(0, 1)));
const without = change(moved, (tx) => tx.delete({ kind: 'Service', namespace: 'namespace-1', name: 'service-1' }));

describe('chains that nothing leads to any more', () => {
  const first = compileDataplane(start, node, config, undefined, 0);
  const second = compileDataplane(moved, node, config, first, 5000);
  const [gone = ''] = emptied(second);

  it('are emptied first', () => {
    expect(emptied(first)).toEqual([]);
    expect(emptied(second)).toEqual([expect.stringMatching(/^endpoint namespace-0\/service-0\//)]);
  });

  it.each([
    ['still there', 5900, true],
    ['gone', 6100, false],
  ])('are %s at the next sync', (_, now, stays) => {
    const third = emptied(compileDataplane(without, node, config, second, now));
    expect(third.includes(gone)).toBe(stays);
    expect(third).toContain('service namespace-1/service-1/tcp/http');
  });

  it('wait anew from each sync that finds them', () => {
    const third = compileDataplane(without, node, config, second, 5900);
    expect(emptied(compileDataplane(moved, node, config, third, 6800))).toContain(gone);
  });

  it('are filled again when they are needed again', () => {
    expect(emptied(compileDataplane(start, node, config, second, 5500))).not.toContain(gone);
  });

  it('are no matter to a compile that knows no time', () => {
    expect(emptied(compileDataplane(moved, node, config, first))).toEqual([]);
  });
});
