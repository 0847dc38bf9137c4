import type { ScenarioSlug } from './list.js';
import type { Scenario } from './scenario.js';

/** Each scenario is a file of its own, fetched when it is opened. */
const loaders = import.meta.glob<Scenario>('./*/scenario.ts', { import: 'scenario' });

export async function loadScenario(slug: ScenarioSlug): Promise<Scenario> {
  const load = loaders[`./${slug}/scenario.ts`];
  if (load === undefined) throw new Error(`There is no scenario ${slug}`);
  return load();
}
