import { lazy, Suspense, useEffect, useState, type ReactElement } from 'react';
import { useText } from '../i18n/text.js';
import { useClusterView } from '../state/cluster-view.js';
import { useLayout, type View } from '../state/layout.js';
import { pageParameters } from '../state/page-parameters.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import { tabPanel, Tabs } from '../ui/tabs.js';
import { MapView } from '../views/map/map-view.js';
import { LiveHop } from '../views/trace/live-hop.js';
import { StepperStrip } from '../views/trace/stepper-strip.js';
import { CanvasSkeleton } from '../shell/canvas-skeleton.js';
import { EmptyCluster, FailedStart } from '../shell/lazy-views.js';
import { Logo } from '../shell/logo.js';
import { useScenarioName } from '../shell/scenario-name.js';
import { Pane } from '../shell/pane.js';
import { Seldom } from '../shell/seldom.js';
import { useFrame } from '../shell/use-frame.js';
import { useKeys } from '../shell/use-keys.js';
import { usePageAttributes } from '../shell/use-page-attributes.js';
import style from './embed-app.module.css';

const PathView = lazy(() => import('../views/path/path-view.js').then((module) => ({ default: module.PathView })));
const RulesView = lazy(() => import('../views/rules/rules-view.js').then((module) => ({ default: module.RulesView })));
const CompareView = lazy(() => import('../views/compare/compare-view.js'));
const DnsView = lazy(() => import('../views/dns/dns-view.js'));
const Sheet = lazy(() => import('../ui/sheet.js').then((module) => ({ default: module.Sheet })));
const EditorPane = lazy(() =>
  import('../views/editor/editor-pane.js').then((module) => ({ default: module.EditorPane })),
);

const { hide, panes, readonly } = pageParameters;

const nothing = () => undefined;

/** The Lab inside somebody's page: the canvas, one strip of what the packet does, the YAML as a sheet. */
export function EmbedApp(): ReactElement {
  const { lab } = useText();
  const [yaml, setYaml] = useState(false);
  usePageAttributes();
  useKeys(nothing);
  return (
    <div className={style.app}>
      {!hide.has('header') && <Head onYaml={() => setYaml(true)} yaml={yaml} />}
      <main className={style.main}>
        <div className={style.room}>
          <Canvas />
        </div>
        {!hide.has('strip') && (
          <div className={style.strip}>
            <Pane name="trace" label={lab.panes.trace}>
              <StepperStrip sends />
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

function Head({ yaml, onYaml }: { readonly yaml: boolean; readonly onYaml: () => void }): ReactElement {
  const { lab } = useText();
  const mode = useClusterView((state) => state.cluster?.mode);
  const view = useLayout((state) => state.view);
  const setLayout = useLayout((state) => state.set);
  const name = useScenarioName();
  return (
    <header className={style.head}>
      <Logo name={lab.name} />
      {panes.length > 1 ? (
        <div className={style.views}>
          <Tabs
            name="view"
            label={lab.views.label}
            items={panes.map((id) => ({ id, label: lab.views[id] }))}
            selected={view}
            onSelect={(id) => setLayout({ view: id })}
          />
        </div>
      ) : (
        !hide.has('title') && <p className={style.title}>{name}</p>
      )}
      <div className={style.end}>
        {!hide.has('mode') && mode !== undefined && (
          <span className={style.mode} lang="en" title={lab.topBar.proxyLabel}>
            {mode}
          </span>
        )}
        {!hide.has('yaml') && (
          <Button icon="code" aria-expanded={yaml} onClick={onYaml}>
            {lab.views.yaml}
          </Button>
        )}
        {!hide.has('open') && <OpenInLab />}
      </div>
    </header>
  );
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
      {share.openInLab}
    </a>
  );
}

function shown(view: View, phone: boolean): ReactElement {
  if (view === 'rules') return <RulesView />;
  if (view === 'compare') return <CompareView />;
  if (view === 'dns') return <DnsView />;
  return view === 'path' || (phone && panes.length === 0) ? <PathView /> : <MapView />;
}

function Canvas(): ReactElement {
  const { lab } = useText();
  const phase = useClusterView((state) => state.phase);
  const nothing = useClusterView(
    ({ cluster }) => cluster !== undefined && cluster.nodes.every((node) => node.pods.length === 0),
  );
  const view = useLayout((state) => state.view);
  const phone = useFrame() === 'phone';
  const body = (
    <Suspense fallback={<CanvasSkeleton />}>
      {phase === 'starting' ? (
        <CanvasSkeleton />
      ) : phase === 'failed' ? (
        <FailedStart />
      ) : nothing ? (
        <EmptyCluster />
      ) : (
        shown(view, phone)
      )}
    </Suspense>
  );
  return (
    <Pane name="canvas" label={lab.panes.canvas}>
      {panes.length > 1 ? (
        <div className={style.canvas} {...tabPanel('view', view)}>
          {body}
        </div>
      ) : (
        <div className={style.canvas}>{body}</div>
      )}
    </Pane>
  );
}
