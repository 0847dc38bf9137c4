import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Endpoint, EndpointSlice } from '../kube/objects.js';
import { MAX_ENDPOINTS_PER_SLICE, planSlices, withContent } from './slice-plan.js';
import type { SliceGroup } from './slice-plan.js';

const endpoint = (n: number): Endpoint => ({ addresses: [`10.0.${n >> 8}.${n & 255}`], conditions: { ready: true } });
const group = (port: number, members: Iterable<number>): SliceGroup => ({
  ports: [{ name: '', port, protocol: 'TCP' }],
  endpoints: [...members].map(endpoint),
});
const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, i) => from + i);

let serial = 0;
const blank = (): EndpointSlice => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name: `s-${serial++}` },
  addressType: 'IPv4',
  endpoints: null,
});

/** The slices after the plan. */
function carriedOut(groups: readonly SliceGroup[], existing: readonly EndpointSlice[]): readonly EndpointSlice[] {
  const plan = planSlices(groups, existing);
  return [...plan.update, ...plan.create.map((g) => withContent(blank(), g))];
}

const sizes = (slices: readonly EndpointSlice[]): readonly number[] => slices.map((s) => (s.endpoints ?? []).length);
const addresses = (slices: readonly EndpointSlice[]): readonly string[] =>
  slices.flatMap((s) => (s.endpoints ?? []).flatMap((e) => [...e.addresses])).sort();

describe('slices of a Service', () => {
  it('is one empty slice without pods, and the same one afterwards', () => {
    const empty = carriedOut([], []);
    expect(empty).toMatchObject([{ endpoints: null, ports: null }]);
    const full = carriedOut([group(80, [1, 2])], empty);
    expect(full.map((s) => s.metadata.name)).toEqual(empty.map((s) => s.metadata.name));
    expect(carriedOut([], full)).toEqual(empty);
  });

  it('holds at most a hundred endpoints each', () => {
    expect(sizes(carriedOut([group(80, range(0, 250))], []))).toEqual([100, 100, 50]);
  });

  it('puts a new endpoint into the fullest slice with room', () => {
    const slices = [
      withContent(blank(), group(80, range(0, 100))),
      withContent(blank(), group(80, range(100, 130))),
      withContent(blank(), group(80, range(130, 190))),
    ];
    expect(sizes(carriedOut([group(80, range(0, 191))], slices))).toEqual([100, 30, 61]);
  });

  it('fills up a slice that changes anyway, and leaves the others alone', () => {
    const slices = carriedOut([group(80, range(0, 150))], []);
    const next = carriedOut([group(80, range(1, 151))], slices);
    expect(sizes(next)).toEqual([100, 50]);
    expect(next[1]).toEqual(slices[1]);
  });

  it('fills up the fullest of those that change first', () => {
    const slices = [withContent(blank(), group(80, range(0, 20))), withContent(blank(), group(80, range(20, 80)))];
    // One leaves each of them and fifty come: forty into the fuller one, and the rest into the other.
    const members = [...range(1, 20), ...range(21, 80), ...range(100, 150)];
    expect(sizes(carriedOut([group(80, members)], slices))).toEqual([28, 100]);
  });

  it('makes full slices before it looks for room for the rest', () => {
    const slices = [withContent(blank(), group(80, range(0, 50)))];
    expect(sizes(carriedOut([group(80, range(0, 180))], slices))).toEqual([80, 100]);
  });

  it('has every endpoint once, whatever was there before', () => {
    const members = fc.uniqueArray(fc.nat(400), { maxLength: 300 });
    fc.assert(
      fc.property(members, members, fc.boolean(), (before, after, moved) => {
        const first = carriedOut([group(80, before)], []);
        const second = carriedOut([group(moved ? 81 : 80, after)], first);
        expect(addresses(second)).toEqual(after.flatMap((n) => [...endpoint(n).addresses]).sort());
        expect(Math.max(...sizes(second))).toBeLessThanOrEqual(MAX_ENDPOINTS_PER_SLICE);
        expect(carriedOut([group(moved ? 81 : 80, after)], second)).toEqual(second);
      }),
    );
  });
});
