import { lazy, Suspense, useEffect, useState, type ReactElement } from 'react';
import { useText } from '../i18n/text.js';
import { useClusterView } from '../state/cluster-view.js';
import { useLayout, type View } from '../state/layout.js';
import { useMapSearch } from '../state/map-search.js';
import { pageParameters } from '../state/page-parameters.js';
import { usePlayback } from '../state/playback.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import { classNames } from '../ui/class-names.js';
import { tabPanel, Tabs } from '../ui/tabs.js';
import { useMatches } from '../ui/use-matches.js';
import { MapView } from '../views/map/map-view.js';
import { LiveHop } from '../views/trace/live-hop.js';
import { StepperStrip } from '../views/trace/stepper-strip.js';
import { CanvasSkeleton } from '../shell/canvas-skeleton.js';
import { EmptyCluster, FailedStart } from '../shell/lazy-views.js';
import { Logo } from '../shell/logo.js';
import { useScenarioName } from '../shell/scenario-name.js';
import { Pane } from '../shell/pane.js';
import { Seldom } from '../shell/seldom.js';
import { useKeys } from '../shell/use-keys.js';
import { usePageAttributes } from '../shell/use-page-attributes.js';
import style from './embed-app.module.css';

/** Less than a map needs for a node's hooks side by side. */
const tooNarrow = '(max-width: 579px)';

const PathView = lazy(() => import('../views/path/path-view.js').then((module) => ({ default: module.PathView })));
const RulesView = lazy(() => import('../views/rules/rules-view.js').then((module) => ({ default: module.RulesView })));
const CompareView = lazy(() => import('../views/compare/compare-view.js'));
const DnsView = lazy(() => import('../views/dns/dns-view.js'));
const SendBar = lazy(() => import('../shell/send-bar.js').then((module) => ({ default: module.SendBar })));
const FirstPackets = lazy(() => import('../views/send/first-packets.js'));
const Sheet = lazy(() => import('../ui/sheet.js').then((module) => ({ default: module.Sheet })));
const EditorPane = lazy(() =>
  import('../views/editor/editor-pane.js').then((module) => ({ default: module.EditorPane })),
);

const { hide, panes, readonly } = pageParameters;

const noSheet = () => undefined;

/** The view in sight: a link may have been made at one that this page does not offer. */
function useShownView(): View {
  const view = useLayout((state) => state.view);
  const narrow = useMatches(tooNarrow);
  const offered = panes.length === 0 || panes.includes(view) ? view : (panes[0] ?? 'map');
  // Where a map has no room, the packet's path is its projection.
  return narrow && offered === 'map' ? 'path' : offered;
}

const useNothingRuns = (): boolean =>
  useClusterView(({ cluster }) => cluster !== undefined && cluster.nodes.every((node) => node.pods.length === 0));

/** The Lab inside somebody's page: the canvas, one strip of what the packet does, the YAML as a sheet. */
export function EmbedApp(): ReactElement {
  const { lab } = useText();
  const [yaml, setYaml] = useState(false);
  const view = useShownView();
  const nothing = useNothingRuns();
  const sent = usePlayback((state) => state.trace !== undefined);
  usePageAttributes();
  useKeys(noSheet);
  // These two bring their own packets, and the path begins with those worth sending.
  const stepped = view !== 'dns' && view !== 'compare' && !nothing && (sent || view !== 'path');
  return (
    <div className={style.app}>
      {!hide.has('header') && <Head onYaml={() => setYaml(true)} yaml={yaml} view={view} />}
      <main className={style.main}>
        <div className={style.room}>
          <Canvas view={view} nothing={nothing} />
        </div>
        {!hide.has('strip') && stepped && (
          <div className={style.strip}>
            <Pane name="trace" label={lab.panes.trace}>
              {view === 'path' ? <StepperStrip brief /> : <StepperStrip sends />}
            </Pane>
          </div>
        )}
      </main>
      {yaml && (
        <Suspense>
          <Sheet label={lab.panes.editor} closeLabel={lab.panes.close} onClose={() => setYaml(false)}>
            <Pane name="editor" label={lab.panes.editor}>
              <EditorPane plain={readonly} />
            </Pane>
          </Sheet>
        </Suspense>
      )}
      <LiveHop />
      <Seldom />
    </div>
  );
}

interface HeadProps {
  readonly yaml: boolean;
  readonly view: View;
  readonly onYaml: () => void;
}

function Head({ yaml, view, onYaml }: HeadProps): ReactElement {
  const { lab } = useText();
  const mode = useClusterView((state) => state.cluster?.mode);
  const setLayout = useLayout((state) => state.set);
  const name = useScenarioName();
  return (
    <header className={classNames(style.head, panes.length > 1 && style.withViews, panes.length > 3 && style.crowded)}>
      <Logo name={lab.name} />
      {panes.length > 1 ? (
        <div className={style.views}>
          <Tabs
            name="view"
            label={lab.views.label}
            items={panes.map((id) => ({ id, label: lab.views[id] }))}
            selected={panes.includes(view) ? view : 'map'}
            onSelect={(id) => setLayout({ view: id })}
          />
        </div>
      ) : (
        !hide.has('title') && <p className={style.title}>{name}</p>
      )}
      <div className={style.end}>
        {view === 'map' && <SearchButton />}
        {!hide.has('mode') && mode !== undefined && (
          <span className={style.mode} lang="en" title={lab.topBar.proxyLabel}>
            {mode}
          </span>
        )}
        {!hide.has('yaml') && (
          <Button icon="code" aria-expanded={yaml} onClick={onYaml}>
            <span className={style.word}>{lab.views.yaml}</span>
          </Button>
        )}
        {!hide.has('open') && <OpenInLab />}
      </div>
    </header>
  );
}

/** Clusters that one overlooks need none. */
const searchedNodes = 4;

function SearchButton(): ReactElement | null {
  const { map } = useText();
  const large = useClusterView(({ cluster }) => (cluster?.nodes.length ?? 0) >= searchedNodes);
  const { open, show } = useMapSearch();
  if (!large || open) return null;
  return <Button look="quiet" icon="search" label={map.search.label} aria-keyshortcuts="/" onClick={show} />;
}

/** A real link, so that it opens, copies and is announced as one; made anew when it is about to be used. */
function OpenInLab(): ReactElement {
  const { share } = useText();
  const [href, setHref] = useState(() => window.location.pathname);
  const version = useClusterView((state) => state.version);
  const ready = useClusterView((state) => state.phase === 'ready');
  const refresh = (): void => {
    if (ready) void import('../state/share.js').then(({ shareLink }) => shareLink()).then(setHref);
  };
  useEffect(refresh, [version, ready]);
  return (
    <a className={style.open} href={href} target="_blank" rel="noopener" onPointerEnter={refresh} onFocus={refresh}>
      <Icon name="open" />
      <span className={style.word}>{share.openInLab}</span>
    </a>
  );
}

function shown(view: View, sent: boolean): ReactElement {
  if (view === 'rules') return <RulesView />;
  if (view === 'compare') return <CompareView />;
  if (view === 'dns') return <DnsView />;
  if (view === 'path') return sent ? <PathView /> : <FirstPackets />;
  return <MapView compact />;
}

function Canvas({ view, nothing }: { readonly view: View; readonly nothing: boolean }): ReactElement {
  const { lab } = useText();
  const phase = useClusterView((state) => state.phase);
  const sent = usePlayback((state) => state.trace !== undefined);
  const up = phase !== 'starting' && phase !== 'failed' && !nothing;
  const body = (
    <Suspense fallback={<CanvasSkeleton />}>
      {phase === 'starting' ? (
        <CanvasSkeleton />
      ) : phase === 'failed' ? (
        <FailedStart />
      ) : nothing ? (
        <EmptyCluster />
      ) : (
        shown(view, sent)
      )}
    </Suspense>
  );
  return (
    <Pane name="canvas" label={lab.panes.canvas}>
      {up && view === 'path' && !hide.has('strip') && (
        <Suspense>
          <SendBar spread />
        </Suspense>
      )}
      <div
        className={classNames(style.canvas, up && view === 'path' && !sent && style.scrolls)}
        {...(panes.length > 1 && tabPanel('view', panes.includes(view) ? view : 'map'))}
      >
        {body}
      </div>
    </Pane>
  );
}
