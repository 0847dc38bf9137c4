import type { ReactElement, ReactNode } from 'react';
import { useText } from '../../i18n/text.js';
import { seek } from '../../state/actions.js';
import { useClusterView } from '../../state/cluster-view.js';
import { hopsOf, usePlayback, type Leg } from '../../state/playback.js';
import { PaneHead } from '../../ui/pane-head.js';
import { Skeleton } from '../../ui/skeleton.js';
import { tabPanel, Tabs } from '../../ui/tabs.js';
import { Controls } from './controls.js';
import { HopList } from './hop-list.js';
import style from './trace-pane.module.css';

const legs: readonly Leg[] = ['request', 'reply'];

interface TracePaneProps {
  /** What to offer before there is a packet. */
  readonly first?: ReactNode;
}

/** The packet's hops as text: the whole story for those who do not look at the map. */
export function TracePane({ first }: TracePaneProps): ReactElement {
  const { trace: words } = useText();
  const trace = usePlayback((state) => state.trace);
  const leg = usePlayback((state) => state.leg);
  const items = legs.map((id) => ({ id, label: words.legs[id] }));
  const chip = trace !== undefined && <span className={style.packet}>{words.packet(trace.id)}</span>;
  return (
    <>
      <PaneHead end={chip}>
        <Tabs name="leg" label={words.label} items={items} selected={leg} onSelect={(id) => chooseLeg(id)} />
      </PaneHead>
      <div className={style.body} {...tabPanel('leg', leg)}>
        <Body first={first} />
      </div>
    </>
  );
}

function chooseLeg(leg: Leg): void {
  const { trace, set } = usePlayback.getState();
  if (hopsOf(trace, leg).length > 0) seek(0, leg);
  else set({ leg, cursor: 0 });
}

function Body({ first }: TracePaneProps): ReactElement {
  const { trace: words } = useText();
  const starting = useClusterView((state) => state.phase === 'starting');
  const trace = usePlayback((state) => state.trace);
  const leg = usePlayback((state) => state.leg);
  if (starting) return <TraceSkeleton />;
  if (trace === undefined) {
    return (
      <div className={style.scroll}>
        <Nothing title={words.emptyTitle} body={words.empty} />
        {first}
      </div>
    );
  }
  if (trace[leg].length === 0) return <Nothing title={words.noReplyTitle} body={words.noReply} />;
  return (
    <>
      <Controls />
      <HopList key={`${trace.id} ${leg}`} trace={trace} leg={leg} />
    </>
  );
}

function Nothing({ title, body }: { readonly title: string; readonly body: string }): ReactElement {
  return (
    <div className={style.nothing}>
      <h3>{title}</h3>
      <p>{body}</p>
    </div>
  );
}

const boneWidths = [180, 120, 150, 210, 140, 170, 120, 190];

function TraceSkeleton(): ReactElement {
  return (
    <div className={style.bones} aria-busy="true">
      {boneWidths.map((width, index) => (
        <div key={index}>
          <Skeleton width={16} round />
          <Skeleton width={width} />
          <Skeleton width={38} />
        </div>
      ))}
    </div>
  );
}
