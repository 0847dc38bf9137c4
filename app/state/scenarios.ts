import type { ScenarioSlug } from '../scenarios/list.js';
import type { Scenario } from '../scenarios/scenario.js';
import type { LabSource } from './boot.js';
import { clusterFile } from './cluster-text.js';
import { newFile } from './document.js';

async function loaded(slug: ScenarioSlug): Promise<Scenario> {
  const { loadScenario } = await import('../scenarios/load.js');
  return loadScenario(slug);
}

/** A scenario as a Lab: its texts, its cluster, and the packet that it is about on offer. */
export async function scenarioSource(slug: ScenarioSlug): Promise<LabSource> {
  const { seed, files, packet } = await loaded(slug);
  const text = files[clusterFile];
  const read = text === undefined ? undefined : (await import('./cluster-file.js')).readConfig(text, undefined);
  return {
    scenario: slug,
    seed: read?.seed ?? seed,
    ...(read && { config: read.config }),
    active: Object.keys(files)[0] ?? '',
    files: Object.entries(files).map(([name, content]) => newFile(name, content)),
    log: [],
    ...(packet && { offer: { from: packet.from, to: packet.to } }),
  };
}
