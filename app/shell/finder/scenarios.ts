import type { Words } from '../../i18n/finder-text.js';
import type { Catalogue } from '../../i18n/text.js';
import { scenarioGroups, type ScenarioGroup, type ScenarioSlug } from '../../scenarios/list.js';
import { openEarlier, openScenario } from '../../state/boot.js';
import { useDocument } from '../../state/document.js';
import { hasEarlierSession } from '../../state/session.js';
import type { Entry } from './entry.js';

const entryOf = (slug: ScenarioSlug, { goals, finder }: Words, { scenarios }: Catalogue): Entry => ({
  id: `scenario-${slug}`,
  text: `${scenarios[slug].name} ${slug} ${goals[slug]} scenario`,
  body: scenarios[slug].name,
  detail: goals[slug],
  ...(useDocument.getState().scenario === slug && { note: finder.current }),
  onSelect: () => void openScenario(slug),
});

const groups = Object.entries(scenarioGroups) as readonly (readonly [ScenarioGroup, readonly ScenarioSlug[]])[];

/** The scenarios as they are taught, and the way back to the learner's own work. */
export function scenarioEntries(
  words: Words,
  catalogue: Catalogue,
): readonly { readonly title: string; readonly entries: readonly Entry[] }[] {
  const { finder } = words;
  const earlier: Entry = {
    id: 'earlier',
    text: finder.earlier,
    body: finder.earlier,
    detail: finder.earlierNote,
    onSelect: () => void openEarlier(),
  };
  return [
    ...(hasEarlierSession() ? [{ title: catalogue.lab.topBar.ownWork, entries: [earlier] }] : []),
    ...groups.map(([group, slugs]) => ({
      title: finder.scenarioGroups[group],
      entries: slugs.map((slug) => entryOf(slug, words, catalogue)),
    })),
  ];
}
