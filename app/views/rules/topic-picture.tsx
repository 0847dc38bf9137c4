import { useMemo, type ReactElement } from 'react';
import type { RulesetView, Trace } from '../../../sim-core/index.js';
import { useModesText } from '../../i18n/modes-text.js';
import { sentence, useText, type Catalogue } from '../../i18n/text.js';
import type { modes } from '../../i18n/en/modes.js';
import { hopsOf } from '../../state/playback.js';
import { GraphLegend, GraphView } from './graph-view.js';
import type { MetThings } from './met-things.js';
import type { NodeRules, Topic } from './node-rules.js';
import style from './rules-view.module.css';
import {
  addressSections,
  endpointSections,
  ipsetSections,
  mapSections,
  policySections,
  processSections,
  serverSections,
  type ThingSection,
} from './thing-sections.js';
import { ThingTables } from './thing-tables.js';
import { ruleVisits } from './visits.js';
import { WhyNote } from './why-note.js';

interface TopicPictureProps {
  readonly all: NodeRules;
  readonly topic: Topic;
  readonly ruleset: RulesetView | undefined;
  readonly trace: Trace | undefined;
  readonly leg: 'request' | 'reply';
  readonly met: MetThings;
  readonly cursor: number;
}

type Words = typeof modes;

const nothing: readonly never[] = [];

/** The layers of the virtual switch in the order in which a packet comes to them, and what it met there. */
function layerSections(
  { trace, leg, all }: Pick<TopicPictureProps, 'trace' | 'leg' | 'all'>,
  { hns }: Words,
  text: Catalogue,
): readonly ThingSection[] {
  const hops = (trace?.[leg] ?? []).filter(({ place }) => place.kind === 'node' && place.node === all.node);
  return (Object.keys(hns.layers) as (keyof Words['hns']['layers'])[]).map((layer) => {
    const [title, about] = hns.layers[layer];
    return {
      id: `vfp/${layer}`,
      title: title ?? layer,
      about,
      rows: hops
        .filter(({ step }) => step.kind === 'vfp' && step.layer === layer)
        .map((hop) => ({
          id: `vfp/${layer}/${hop.index}`,
          cells: [sentence(hop.reason, text)],
          note: hns.passed(hop.index + 1),
        })),
      empty: '',
    };
  });
}

function sectionsOf(props: TopicPictureProps, words: Words, text: Catalogue): readonly ThingSection[] {
  const { all, topic, ruleset } = props;
  const { ipvs, process, hns } = all;
  switch (topic) {
    case 'maps':
      return mapSections(ruleset?.maps ?? [], words);
    case 'servers':
      return ipvs === undefined ? [] : serverSections(ipvs, words);
    case 'ipsets':
      return ipvs === undefined ? [] : ipsetSections(ipvs, words);
    case 'addresses':
      return ipvs === undefined ? [] : addressSections(ipvs, words);
    case 'process':
      return process === undefined ? [] : processSections(process, words);
    case 'policies':
      return hns === undefined ? [] : policySections(hns, words);
    case 'endpoints':
      return hns === undefined ? [] : endpointSections(hns, words);
    case 'layers':
      return layerSections(props, words, text);
    case 'chains':
      return [];
  }
}

/** A kind of things as a picture: chains as a graph, all others as tables. */
export function TopicPicture(props: TopicPictureProps): ReactElement {
  const { all, topic, ruleset, trace, leg, met, cursor } = props;
  const text = useText();
  const words = useModesText();
  const visits = useMemo(() => ruleVisits(trace, leg, all.node), [trace, leg, all.node]);
  const shown = useMemo(() => {
    if (topic !== 'layers') return met;
    const layers = new Map<string, readonly number[]>();
    for (const { step, index } of trace?.[leg] ?? []) {
      if (step.kind !== 'vfp') continue;
      const id = `vfp/${step.layer}`;
      layers.set(id, [...(layers.get(id) ?? []), index]).set(`${id}/${index}`, [index]);
    }
    return layers;
  }, [topic, met, trace, leg]);
  return (
    <>
      <div className={style.canvas}>
        {topic === 'chains' ? (
          <GraphView
            node={all.node}
            ruleset={ruleset}
            visits={visits}
            hops={hopsOf(trace, leg)}
            cursor={cursor}
            traceId={trace?.id}
          />
        ) : (
          <ThingTables
            node={all.node}
            label={words.tabs[topic]}
            about={topic === 'process' ? words.process.about : undefined}
            sections={sectionsOf(props, words, text)}
            met={shown}
            cursor={cursor}
          />
        )}
      </div>
      {topic === 'chains' && (
        <div className={style.foot}>
          <WhyNote visits={visits} chains={ruleset?.chains ?? nothing} cursor={cursor} />
          <GraphLegend />
        </div>
      )}
    </>
  );
}
