import { useCallback, useDeferredValue, type ReactElement, type ReactNode } from 'react';
import { useText } from '../i18n/text.js';
import { useClusterView } from '../state/cluster-view.js';
import { isRejected, useDocument } from '../state/document.js';
import { useLayout, views, type View } from '../state/layout.js';
import { useMapSearch } from '../state/map-search.js';
import { Button } from '../ui/button.js';
import { PaneHead } from '../ui/pane-head.js';
import { tabPanel, Tabs } from '../ui/tabs.js';
import { MapView } from '../views/map/map-view.js';
import style from './canvas-pane.module.css';
import { CanvasSkeleton } from './canvas-skeleton.js';
import {
  CompareView,
  DnsView,
  EmptyCluster,
  FailedStart,
  PathView,
  RulesView,
  RunAgain,
  SamePacket,
} from './lazy-views.js';
import { Pane } from './pane.js';
import { SendBar } from './send-bar.js';
import { SendRow } from './send-row.js';
import { useBlank, useNothingRuns } from './use-blank.js';

interface CanvasPaneProps {
  readonly tools?: ReactNode;
  /** Where a row is too short for the views and the packet's ends, these have one of their own. */
  readonly stacked?: boolean;
}

/** The middle of the Lab: one simulation state, seen as a map, a path or rules. */
export function CanvasPane({ tools, stacked = false }: CanvasPaneProps): ReactElement {
  const { lab } = useText();
  const view = useLayout((state) => state.view);
  const setLayout = useLayout((state) => state.set);
  const empty = useNothingRuns();
  // With the send bar, which comes a moment after the map: alone it would stand elsewhere first.
  const starting = useDeferredValue(useClusterView((state) => state.cluster === undefined));
  const searching = useMapSearch((state) => state.open);
  const [lead, instead] = view === 'compare' ? [<SamePacket key="lead" />, <RunAgain key="instead" />] : [];
  const items = views.map((id) => ({ id, label: lab.views[id] }));
  return (
    <Pane name="canvas" label={lab.panes.canvas}>
      <PaneHead
        end={
          <>
            <StaleNote />
            {view === 'map' && !empty && !starting && <SearchSlot />}
            {!empty && !stacked && !(view === 'map' && searching) && <SendBar lead={lead} instead={instead} />}
            {tools}
          </>
        }
      >
        <div className={style.views}>
          <Tabs
            name="view"
            label={lab.views.label}
            items={items}
            selected={view}
            onSelect={(id) => setLayout({ view: id })}
          />
        </div>
      </PaneHead>
      {stacked && !empty && (
        <SendRow>
          <SendBar spread lead={lead} instead={instead} />
        </SendRow>
      )}
      <div className={style.canvas} {...tabPanel('view', view)}>
        <CanvasBody view={view} />
      </div>
    </Pane>
  );
}

/** The way to the map's search, and the place it takes while it is open. */
function SearchSlot(): ReactElement {
  const { map } = useText();
  const searching = useMapSearch((state) => state.open);
  const place = useCallback((slot: HTMLSpanElement | null) => useMapSearch.getState().set({ slot }), []);
  return (
    <>
      <span ref={place} className={style.slot} />
      {!searching && (
        <Button
          look="quiet"
          icon="search"
          label={map.search.label}
          aria-keyshortcuts="/"
          onClick={useMapSearch.getState().show}
        />
      )}
    </>
  );
}

/** The view itself, or what stands in for it while there is nothing to see. */
export function CanvasBody({ view }: { readonly view: View }): ReactElement {
  const phase = useClusterView((state) => state.phase);
  const empty = useNothingRuns();
  const blank = useBlank();
  if (phase === 'starting' && !blank) return <CanvasSkeleton />;
  if (phase === 'failed') return <FailedStart />;
  if (empty || blank) return <EmptyCluster />;
  if (view === 'rules') return <RulesView />;
  if (view === 'compare') return <CompareView />;
  if (view === 'dns') return <DnsView />;
  return view === 'path' ? <PathView /> : <MapView />;
}

function StaleNote(): ReactElement | null {
  const { sender } = useText().lab;
  const revision = useClusterView((state) => state.revision);
  const rejected = useDocument((state) => state.files.some(isRejected));
  if (!rejected) return null;
  return (
    <span className={style.stale} title={sender.staleEdit(revision)}>
      <span className={style.staleLong}>{sender.staleEdit(revision)}</span>
      <span className={style.staleShort}>{sender.staleShort(revision)}</span>
    </span>
  );
}
