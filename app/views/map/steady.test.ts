import { describe, expect, it } from 'vitest';
import { textOf } from '../../i18n/catalogues.js';
import type { MapLayout } from './box.js';
import { layoutMap, type MapInput } from './layout.js';
import { layoutTiles } from './layout-tiles.js';
import { sampleCluster, sampleTrace } from './sample.js';
import { keptCluster, keptFaces, keptLayout } from './steady.js';

const cluster = sampleCluster({
  ...{ nodes: 3, pods: [12], services: 3, nameLength: 12 },
  ...{ v6: false, publicAddresses: 0 },
});
const trace = sampleTrace(cluster, 'external', false);
const draw = (change: Partial<MapInput> = {}): MapLayout =>
  layoutMap({
    ...{ cluster, trace: undefined, leg: 'request', cursor: 0, width: 1000 },
    ...{ words: textOf('en').map.layout, detail: 'rules' },
    ...change,
  });
const pods = ({ boxes }: MapLayout) => boxes.filter(({ shape }) => shape === 'pod');

describe('what is drawn again', () => {
  it('is nothing where the map is as it was', () => {
    const before = draw();
    const after = keptLayout(before, draw());
    expect(after.boxes).toBe(before.boxes);
    expect(after.wires).toBe(before.wires);
  });

  it('is not a Pod that only moved down', () => {
    const before = draw();
    const after = keptLayout(before, draw({ trace }));
    expect(pods(after).some((pod, i) => pod.rect.y !== pods(before)[i]?.rect.y)).toBe(true);
    const faces = keptFaces(undefined, before, undefined);
    const later = keptFaces(faces, after, undefined);
    const touched = new Set(trace.request.flatMap(({ place }) => (place.kind === 'pod' ? [place.name] : [])));
    const others = pods(after).filter(
      ({ subject, target }) => target !== true && subject?.kind === 'pod' && !touched.has(subject.name),
    );
    expect(others.length).toBeGreaterThan(20);
    for (const { id } of others) expect(later.get(id)).toBe(faces.get(id));
  });

  it('is the one Pod that is no longer ready', () => {
    const before = draw();
    const faces = keptFaces(undefined, before, undefined);
    const [node, ...nodes] = cluster.nodes;
    const [pod, ...others] = node?.pods ?? [];
    if (node === undefined || pod === undefined) return expect.fail('there is no Pod');
    const ailing = { ...cluster, nodes: [{ ...node, pods: [{ ...pod, ready: !pod.ready }, ...others] }, ...nodes] };
    const after = keptLayout(before, draw({ cluster: ailing }));
    const later = keptFaces(faces, after, undefined);
    const changed = after.boxes.filter(({ id }) => later.get(id) !== faces.get(id));
    expect(changed.map(({ subject }) => subject)).toEqual([{ kind: 'pod', namespace: pod.namespace, name: pod.name }]);
  });

  it('is what a tile is made of, as seen from its corner', () => {
    const layout = layoutTiles({
      ...{ cluster, trace: undefined, leg: 'request', cursor: 0, width: 1000 },
      ...{ words: textOf('en').map.layout, detail: 'pods' },
    });
    const faces = keptFaces(undefined, layout, layout.dots);
    for (const [id, dots] of layout.dots) {
      const rect = layout.boxes.find((box) => box.id === id)?.rect;
      const [first, shown] = [dots[0], faces.get(id)?.dots?.[0]];
      expect((shown?.x ?? NaN) + (rect?.x ?? NaN)).toBeCloseTo(first?.x ?? NaN, 2);
      expect((shown?.y ?? NaN) + (rect?.y ?? NaN)).toBeCloseTo(first?.y ?? NaN, 2);
    }
    expect(layout.dots.size).toBeGreaterThan(0);
  });
});

describe('a cluster on the map', () => {
  it('stays where only time goes on', () => {
    const later = { ...cluster, nodes: [...cluster.nodes], time: cluster.time + 1000, revision: cluster.revision + 1 };
    expect(keptCluster(cluster, later)).toBe(cluster);
  });

  it('changes with any node', () => {
    const [node, ...nodes] = cluster.nodes;
    if (node === undefined) return expect.fail('there is no node');
    const later = { ...cluster, nodes: [{ ...node }, ...nodes] };
    expect(keptCluster(cluster, later)).toBe(later);
  });
});
