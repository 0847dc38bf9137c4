import { useEffect, useState, type ReactElement } from 'react';
import { useFinderText } from '../../i18n/finder-text.js';
import { useText } from '../../i18n/text.js';
import { useClusterView, useQuery } from '../../state/cluster-view.js';
import { closeFinder, useFinder, type FinderList } from '../../state/finder.js';
import { usePlayback } from '../../state/playback.js';
import { useShownNode } from '../../state/shown-node.js';
import { Finder, type FinderGroup } from '../../ui/finder.js';
import { commandEntries, viewEntries, type PageDialogs } from './commands.js';
import type { Entry } from './entry.js';
import { bestOf, matchScore, withoutVerb } from './match.js';
import { objectEntries } from './objects.js';
import { packetEntries } from './packets.js';
import { scenarioEntries } from './scenarios.js';

interface FinderDialogProps {
  readonly list: FinderList;
  readonly page: PageDialogs;
}

export default function FinderDialog({ list, page }: FinderDialogProps): ReactElement {
  return list === 'scenarios' ? <ScenarioFinder /> : <Palette page={page} />;
}

/** Whoever types fast does not wait for the list. */
const typedAhead = (): string => useFinder.getState().typed;
/** What is looked for; keys that came before the field had the focus are part of it. */
function useTyped() {
  const [query, setQuery] = useState(typedAhead);
  useEffect(() => {
    const takeOver = (): void => setQuery((before) => (typedAhead().startsWith(before) ? typedAhead() : before));
    takeOver();
    return useFinder.subscribe((now, before) => {
      if (now.typed !== before.typed) takeOver();
    });
  }, []);
  return [query, setQuery] as const;
}

/** Enter was pressed too: it takes what the whole text found. */
const useEntered = (query: string): boolean => useFinder(({ entered, typed }) => entered && query === typed);

/** How many are shown of a group that fits a query only without its verb. */
const relatedMost = 2;

interface Section {
  readonly title: string;
  readonly entries: readonly Entry[];
  /** How many are shown before anything is asked for, and of what was asked for. */
  readonly most: readonly [unasked: number, asked: number];
}

/** Groups in their order; but what was asked for by name comes first. */
function found(query: string, sections: readonly Section[]): readonly FinderGroup[] {
  const asked = query.trim() !== '';
  const about = withoutVerb(query);
  const groups = sections.flatMap(({ title, entries, most }) => {
    const items = bestOf(query, entries, most[asked ? 1 : 0]);
    const best = items[0] === undefined ? 0 : (matchScore(query, items[0].text) ?? 0);
    if (items.length > 0) return [{ title, items, best }];
    // "send web" is about web, too: what else has to do with it comes after, and less of it.
    const related = about === query ? [] : bestOf(about, entries, relatedMost);
    return related.length === 0 ? [] : [{ title, items: related, best: 0 }];
  });
  return asked ? groups.sort((a, b) => b.best - a.best) : groups;
}

function useSections(page: PageDialogs): readonly Section[] {
  const words = useFinderText();
  const catalogue = useText();
  const cluster = useClusterView((state) => state.cluster);
  const node = useShownNode();
  const ruleset = useQuery(node === undefined ? undefined : { kind: 'ruleset', node });
  const source = usePlayback((state) => state.source);
  const target = usePlayback((state) => state.target);
  const { groups } = words.finder;
  const scenarios = scenarioEntries(words, catalogue).flatMap((group) => group.entries);
  const openable: Section = { title: groups.scenarios, entries: scenarios, most: [3, 5] };
  if (cluster === undefined) return [openable];
  return [
    {
      title: groups.packets,
      entries: packetEntries(cluster, { source, target }, catalogue, words.finder),
      most: [3, 6],
    },
    { title: groups.objects, entries: objectEntries(cluster, ruleset, words.finder), most: [3, 6] },
    { title: groups.commands, entries: commandEntries(cluster, words, catalogue, page), most: [4, 6] },
    { title: groups.views, entries: viewEntries(words, catalogue), most: [0, 4] },
    openable,
  ];
}

function Palette({ page }: { readonly page: PageDialogs }): ReactElement {
  const { finder } = useFinderText();
  const [query, setQuery] = useTyped();
  const entered = useEntered(query);
  const sections = useSections(page);
  return (
    <Finder
      label={finder.label}
      placeholder={finder.placeholder}
      nothing={finder.nothing}
      count={finder.count}
      query={query}
      onQuery={setQuery}
      takesFirst={entered}
      groups={found(query, sections)}
      onClose={closeFinder}
    />
  );
}

function ScenarioFinder(): ReactElement {
  const words = useFinderText();
  const catalogue = useText();
  const [query, setQuery] = useTyped();
  const entered = useEntered(query);
  const sections = scenarioEntries(words, catalogue).map(({ title, entries }): Section => ({
    title,
    entries,
    most: [entries.length, entries.length],
  }));
  return (
    <Finder
      label={words.finder.findScenario}
      placeholder={words.finder.findScenario}
      nothing={words.finder.nothing}
      count={words.finder.scenarioCount}
      query={query}
      onQuery={setQuery}
      takesFirst={entered}
      groups={found(query, sections)}
      onClose={closeFinder}
    />
  );
}
