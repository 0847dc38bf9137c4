import { useEffect, useMemo, useState, type ReactElement } from 'react';
import { useModesText } from '../../i18n/modes-text.js';
import { useText } from '../../i18n/text.js';
import { useClusterView } from '../../state/cluster-view.js';
import { useLayout } from '../../state/layout.js';
import { useCurrentHop, usePlayback } from '../../state/playback.js';
import { useSelection } from '../../state/selection.js';
import { Segmented } from '../../ui/segmented.js';
import { Select } from '../../ui/select.js';
import { metThings } from './met-things.js';
import { useNodeRules, type Listing, type NodeRules, type Topic } from './node-rules.js';
import style from './rules-view.module.css';
import { TextPane } from './text-pane.js';
import { TopicPicture } from './topic-picture.js';
import { evaluatedCount } from './visits.js';

type Side = 'graph' | 'text';

/** The node whose rules are looked at: the chosen one, else the packet's, else the first. */
function useShownNode(): string | undefined {
  const chosen = useLayout((state) => state.node);
  const hop = useCurrentHop();
  const nodes = useClusterView((state) => state.cluster?.nodes);
  const trace = usePlayback((state) => state.trace);
  const place = hop?.place;
  const here = place?.kind === 'node' || place?.kind === 'pod' ? place.node : undefined;
  const met = trace?.request.find((candidate) => candidate.step.kind === 'rule')?.place;
  const first = met?.kind === 'node' ? met.node : nodes?.[0]?.name;
  const node = chosen ?? here ?? first;
  return nodes?.some((candidate) => candidate.name === node) === true ? node : nodes?.[0]?.name;
}

interface Looked {
  readonly topic: Topic;
  readonly command: string;
}

/** What is looked at: as chosen while there is such a thing, else the running mode's first. */
function lookAt(
  all: NodeRules,
  chosen: Looked | undefined,
): { readonly topic: Topic; readonly listing: Listing } | undefined {
  const wanted = all.topics.find((topic) => topic === chosen?.topic) ?? all.topics[0];
  const about = all.listings.filter(({ topics }) => topics.some((topic) => topic === wanted));
  const listing = about.find(({ command }) => command === chosen?.command) ?? about[0];
  return wanted === undefined || listing === undefined ? undefined : { topic: wanted, listing };
}

/** What one node's kernel was given: as a picture of each kind of thing, and as the text that lists it. */
export function RulesView(): ReactElement {
  const { rules } = useText();
  const node = useShownNode();
  const all = useNodeRules(node);
  const [side, setSide] = useState<Side>('graph');
  const [chosen, setChosen] = useState<Looked>();
  const looked = all === undefined ? undefined : lookAt(all, chosen);
  const listing = looked?.listing;
  useEffect(
    () =>
      // Only what is newly pinned moves the view; after that the learner may look elsewhere.
      useSelection.subscribe(({ pinned: { rule } = {} }, before) => {
        if (rule === undefined || rule === before.pinned?.rule || rule.node !== all?.node) return;
        const holds = ({ full }: Listing): boolean => full().some(({ ruleId }) => ruleId === rule.id);
        if (listing === undefined || holds(listing)) return;
        const other = all.listings.find(holds);
        const topic = other?.topics[0];
        if (other !== undefined && topic !== undefined) setChosen({ topic, command: other.command });
      }),
    [all, listing],
  );
  if (all === undefined || looked === undefined || listing === undefined) {
    return <p className={style.loading}>{rules.loading}</p>;
  }
  const { topic } = looked;
  return (
    <div className={style.rules} data-side={side}>
      <section className={style.graph}>
        <div className={style.bar}>
          <span className={style.sides}>
            <Segmented
              label={rules.show}
              segments={[
                { value: 'graph', label: rules.picture },
                { value: 'text', label: rules.textSide },
              ]}
              value={side}
              onChange={setSide}
            />
          </span>
          <Topics
            topics={all.topics}
            topic={topic}
            onTopic={(next) => setChosen({ topic: next, command: listing.command })}
          />
          <Count node={all.node} all={all} />
          <NodeChoice node={all.node} />
        </div>
        <Leftovers modes={all.leftovers} />
        <Picture all={all} topic={topic} listing={listing} />
      </section>
      <TextPane
        node={all.node}
        listing={listing}
        listings={all.listings}
        onListing={({ command, topics }) =>
          setChosen({ topic: topics.includes(topic) ? topic : (topics[0] ?? topic), command })
        }
      />
    </div>
  );
}

interface TopicsProps {
  readonly topics: readonly Topic[];
  readonly topic: Topic;
  readonly onTopic: (topic: Topic) => void;
}

function Topics({ topics, topic, onTopic }: TopicsProps): ReactElement | null {
  const { tabs } = useModesText();
  if (topics.length < 2) return null;
  return (
    <span className={style.topics}>
      <Segmented
        label={tabs.label}
        segments={topics.map((value) => ({ value, label: tabs[value] }))}
        value={topic}
        onChange={onTopic}
      />
    </span>
  );
}

/** How many rules the packet made the kernel go through. */
function Count({ node, all }: { readonly node: string; readonly all: NodeRules }): ReactElement | null {
  const { rules } = useText();
  const trace = usePlayback((state) => state.trace);
  const leg = usePlayback((state) => state.leg);
  const lines = all.listings.flatMap(({ ruleset }) => ruleset?.lines ?? []);
  const total = lines.filter(({ kind }) => kind === 'rule').length;
  if (total === 0) return null;
  return (
    <span className={style.count}>
      {trace === undefined ? rules.total(total) : rules.evaluated(evaluatedCount(trace, leg, node), total)}
    </span>
  );
}

function NodeChoice({ node }: { readonly node: string }): ReactElement {
  const { rules } = useText();
  const nodes = useClusterView((state) => state.cluster?.nodes) ?? [];
  const setLayout = useLayout((state) => state.set);
  return (
    <Select
      label={rules.node}
      mono
      choices={nodes.map(({ name }) => ({ value: name, label: name }))}
      value={node}
      onChange={(chosen) => setLayout({ node: chosen })}
    />
  );
}

function Leftovers({ modes }: { readonly modes: readonly string[] }): ReactElement | null {
  const { leftover } = useModesText();
  return modes.length === 0 ? null : <p className={style.leftovers}>{leftover(modes)}</p>;
}

interface PictureProps {
  readonly all: NodeRules;
  readonly topic: Topic;
  readonly listing: Listing;
}

function Picture({ all, topic, listing }: PictureProps): ReactElement {
  const trace = usePlayback((state) => state.trace);
  const leg = usePlayback((state) => state.leg);
  const cursor = usePlayback((state) => state.cursor);
  const met = useMemo(() => metThings(trace, leg, all.node), [trace, leg, all.node]);
  return (
    <TopicPicture all={all} topic={topic} ruleset={listing.ruleset} trace={trace} leg={leg} met={met} cursor={cursor} />
  );
}
