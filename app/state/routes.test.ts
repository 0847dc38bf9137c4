import { expect, it } from 'vitest';
import { createSimulation, openingFiles, openingSeed, type ClusterView } from '../../sim-core/index.js';
import { firstRoutes } from './routes.js';

function clusterOf(files: Readonly<Record<string, string>>): ClusterView {
  const sim = createSimulation({ seed: openingSeed });
  for (const [file, manifest] of Object.entries(files)) sim.dispatch({ type: 'apply', manifest, file });
  sim.dispatch({ type: 'settle' });
  return sim.query({ kind: 'cluster' });
}

const named = (files: Readonly<Record<string, string>>) =>
  firstRoutes(clusterOf(files)).map(({ lesson, source, target }) => [lesson, source.kind, target.kind]);

it('begins with an address that only rules know, then the way in, then a Pod by itself', () => {
  expect(named(openingFiles)).toEqual([
    ['ghost', 'pod', 'clusterIP'],
    ['entrance', 'external', 'nodePort'],
    ['pod', 'pod', 'pod'],
  ]);
  const [ghost, , pod] = firstRoutes(clusterOf(openingFiles));
  expect(ghost?.source).toMatchObject({ name: 'client' });
  expect(ghost?.target.object).toMatchObject({ name: 'myservice' });
  expect(pod?.target.object).toMatchObject({ kind: 'Pod' });
});

it('offers nothing that the cluster does not have', () => {
  expect(named({})).toEqual([]);
  const inner = (openingFiles['service.yaml'] ?? '').replace('type: NodePort', 'type: ClusterIP');
  expect(named({ ...openingFiles, 'service.yaml': inner })).toEqual([
    ['ghost', 'pod', 'clusterIP'],
    ['pod', 'pod', 'pod'],
  ]);
});
