import { describe, expect, it } from 'vitest';
import { clusterFileName, configOf, createSimulation, readClusterFile, type Trace } from '../../sim-core/index.js';
import { scenarioSlugs, type ScenarioSlug } from './list.js';
import { entranceNode } from '../state/routes.js';
import { loadScenario } from './load.js';
import { chosenTarget } from './scenario.js';

async function played(slug: ScenarioSlug) {
  const { files, seed, packet } = await loadScenario(slug);
  const cluster = readClusterFile(files[clusterFileName] ?? '');
  const simulation = createSimulation({ seed, config: configOf(cluster.settings) });
  const problems = [...cluster.problems];
  for (const [file, manifest] of Object.entries(files)) {
    if (file !== clusterFileName) problems.push(...simulation.dispatch({ type: 'apply', manifest, file }).problems);
  }
  simulation.dispatch({ type: 'settle' });
  return { simulation, problems, packet };
}

/** The first packet, so many times. */
async function sent(slug: ScenarioSlug, count: number): Promise<readonly Trace[]> {
  const { simulation, packet } = await played(slug);
  const cluster = simulation.query({ kind: 'cluster' });
  const target = packet && chosenTarget(cluster.targets, packet.to);
  if (packet === undefined || target === undefined) throw new Error(`${slug} has no such target`);
  expect(cluster.sources).toContainEqual(packet.from);
  const via = entranceNode(cluster, { source: packet.from, target });
  const { to, protocol } = target;
  return simulation.dispatch({
    type: 'send',
    from: packet.from,
    to,
    protocol,
    count,
    ...(via !== undefined && { via }),
  }).traces;
}

const reasonsOf = ({ request, reply }: Trace) => [...request, ...(reply ?? [])].map((hop) => hop.reason.code);

const unhurried = 60_000;

describe.each(scenarioSlugs)('scenario %s', (slug) => {
  it('is accepted without problems', async () => expect((await played(slug)).problems).toEqual([]), unhurried);

  it(
    'has a first packet that does what it is there to show',
    async () => {
      const { packet } = await loadScenario(slug);
      if (packet === undefined) return expect(slug).toBe('empty');
      const [trace] = await sent(slug, 1);
      expect(trace?.outcome).toBe(packet.outcome);
      expect(trace === undefined ? [] : reasonsOf(trace)).toEqual(expect.arrayContaining([...packet.shows]));
    },
    unhurried,
  );
});

describe('what scenarios claim beyond their first packet', () => {
  const backends = (traces: readonly Trace[]) => new Set(traces.map((trace) => trace.request.at(-1)?.after?.dst));

  it('spreads over all ready Pods, but not with session affinity, in a zone, or past unready Pods', async () => {
    expect(backends(await sent('clusterip', 20)).size).toBe(2);
    expect(backends(await sent('session-affinity', 20)).size).toBe(1);
    expect(backends(await sent('zones', 20)).size).toBe(1);
    expect(backends(await sent('not-ready', 20)).size).toBe(1);
  });

  it('keeps the client’s address with the Local policy, and hides it without', async () => {
    const source = async (slug: ScenarioSlug) => (await sent(slug, 1))[0]?.request.at(-1)?.after?.src;
    expect(await source('local-policy')).toBe('192.168.10.200');
    expect(await source('opening')).not.toBe('192.168.10.200');
  });
});
