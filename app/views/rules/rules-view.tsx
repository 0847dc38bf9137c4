import { useMemo, useState, type ReactElement } from 'react';
import type { RulesetView } from '../../../sim-core/index.js';
import { useText } from '../../i18n/text.js';
import { useClusterView, useQuery } from '../../state/cluster-view.js';
import { useLayout } from '../../state/layout.js';
import { useCurrentHop, usePlayback } from '../../state/playback.js';
import { useSelection } from '../../state/selection.js';
import { Icon } from '../../ui/icon.js';
import { Segmented } from '../../ui/segmented.js';
import { Select } from '../../ui/select.js';
import { GraphLegend, GraphView } from './graph-view.js';
import { RuleOrigin } from './rule-origin.js';
import style from './rules-view.module.css';
import { diffLines, fullLines, type SaveLine } from './save-lines.js';
import { SaveText, selectionOfLine } from './save-text.js';
import { evaluatedCount, ruleVisits } from './visits.js';

type Show = 'full' | 'diff';
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

/** The rules of one node: as chains that lead to each other, and as the text the kernel was given. */
export function RulesView(): ReactElement {
  const { rules } = useText();
  const node = useShownNode();
  const ruleset = useQuery(node === undefined ? undefined : { kind: 'ruleset', node });
  const [side, setSide] = useState<Side>('graph');
  if (node === undefined || ruleset === undefined || ruleset.node !== node) {
    return <p className={style.loading}>{rules.loading}</p>;
  }
  return (
    <div className={style.rules} data-side={side}>
      <GraphPane node={node} ruleset={ruleset} side={side} onSide={setSide} />
      <TextPane node={node} ruleset={ruleset} />
    </div>
  );
}

interface PaneProps {
  readonly node: string;
  readonly ruleset: RulesetView;
}

function GraphPane({
  node,
  ruleset,
  side,
  onSide,
}: PaneProps & { readonly side: Side; readonly onSide: (side: Side) => void }): ReactElement {
  const { rules } = useText();
  const nodes = useClusterView((state) => state.cluster?.nodes) ?? [];
  const setLayout = useLayout((state) => state.set);
  const trace = usePlayback((state) => state.trace);
  const leg = usePlayback((state) => state.leg);
  const cursor = usePlayback((state) => state.cursor);
  const visits = useMemo(() => ruleVisits(trace, leg, node), [trace, leg, node]);
  const total = ruleset.lines.filter((line) => line.kind === 'rule').length;
  const evaluated = evaluatedCount(trace, leg, node);
  return (
    <section className={style.graph}>
      <div className={style.bar}>
        <span className={style.sides}>
          <Segmented
            label={rules.show}
            segments={[
              { value: 'graph', label: rules.chains },
              { value: 'text', label: rules.text, lang: 'en' },
            ]}
            value={side}
            onChange={onSide}
          />
        </span>
        <span className={style.count}>
          {trace === undefined ? rules.total(total) : rules.evaluated(evaluated, total)}
        </span>
        <Select
          label={rules.node}
          mono
          choices={nodes.map(({ name }) => ({ value: name, label: name }))}
          value={node}
          onChange={(chosen) => setLayout({ node: chosen })}
        />
      </div>
      <div className={style.canvas}>
        <GraphView node={node} chains={ruleset.chains} visits={visits} cursor={cursor} traceId={trace?.id} />
      </div>
      {side === 'graph' && <GraphLegend />}
    </section>
  );
}

function matching(lines: readonly SaveLine[], wanted: string): readonly SaveLine[] {
  const lower = wanted.trim().toLowerCase();
  return lower === '' ? lines : lines.filter((line) => line.text.toLowerCase().includes(lower));
}

function TextPane({ node, ruleset }: PaneProps): ReactElement {
  const { rules } = useText();
  const [show, setShow] = useState<Show>('full');
  const [wanted, setWanted] = useState('');
  const trace = usePlayback((state) => state.trace);
  const leg = usePlayback((state) => state.leg);
  const cursor = usePlayback((state) => state.cursor);
  const pinned = useSelection((state) => state.pinned?.rule);
  const all = useMemo(() => (show === 'full' ? fullLines(ruleset) : diffLines(ruleset)), [ruleset, show]);
  const lines = useMemo(() => matching(all, wanted), [all, wanted]);
  const visits = useMemo(() => ruleVisits(trace, leg, node), [trace, leg, node]);
  const met = useMemo(
    () => new Set(visits.filter((visit) => visit.hop <= cursor).map((visit) => visit.id)),
    [visits, cursor],
  );
  const own = visits.findLast((visit) => visit.hop <= cursor)?.id;
  const followed = pinned?.node === node ? pinned.id : own;
  const chosen = useMemo(
    () => (followed === undefined ? undefined : fullLines(ruleset).find((line) => line.ruleId === followed)),
    [ruleset, followed],
  );
  const { added, removed } = ruleset.diff;
  const nothing = lines.length === 0 ? (wanted === '' ? rules.noChange : rules.noneFound) : undefined;
  return (
    <section className={style.text}>
      <div className={style.bar}>
        <h3 className={style.title} lang="en">
          {rules.text}
        </h3>
        <label className={style.search}>
          <Icon name="search" size={14} />
          <input
            type="search"
            value={wanted}
            placeholder={rules.search}
            aria-label={rules.search}
            onChange={(event) => setWanted(event.target.value)}
          />
          {wanted !== '' && <span role="status">{rules.found(lines.length)}</span>}
        </label>
        <Segmented
          label={rules.show}
          segments={[
            { value: 'full', label: rules.full },
            { value: 'diff', label: rules.diff },
          ]}
          value={show}
          onChange={setShow}
        />
      </div>
      {show === 'diff' && (
        <p className={style.since}>
          {rules.since}
          <span className={style.plus}>+{added.length}</span>
          <span className={style.minus}>−{removed.length}</span>
        </p>
      )}
      {nothing !== undefined && <p className={style.nothing}>{nothing}</p>}
      <SaveText
        node={node}
        lines={lines}
        met={met}
        followed={followed}
        onChoose={(line) => useSelection.getState().pin(selectionOfLine(node, line))}
      />
      <RuleOrigin node={node} line={chosen} />
    </section>
  );
}
