import { useEffect, useState, type ReactElement } from 'react';
import { Group, Panel, usePanelRef, type LayoutChangedMeta } from 'react-resizable-panels';
import { useText } from '../i18n/text.js';
import { useLayout } from '../state/layout.js';
import { ResizeHandle } from '../ui/resize-handle.js';
import { Dock } from '../views/dock/dock.js';
import { EditorPane } from '../views/editor/editor-pane.js';
import { Timeline } from '../views/timeline/timeline.js';
import { TracePane } from '../views/trace/trace-pane.js';
import { CanvasPane } from './canvas-pane.js';
import { Drawer } from './drawer.js';
import { Pane } from './pane.js';
import { Rail } from './rail.js';
import style from './wide-frame.module.css';

const railWidth = 44;
const dockHead = 38;

/** Keeps what the learner dragged, per group; what the window's size did is not theirs. */
function useSizes(group: string) {
  const [initial] = useState(() => useLayout.getState().sizes[group]);
  const remember = (layout: Readonly<Record<string, number>>, meta: LayoutChangedMeta) => {
    if (!meta.isUserInteraction) return;
    const { sizes, set } = useLayout.getState();
    set({ sizes: { ...sizes, [group]: layout } });
  };
  return { ...(initial === undefined ? {} : { defaultLayout: initial }), onLayoutChanged: remember };
}

/** From 960 px: panes side by side over the timeline and the dock. Below 1280 the trace is a drawer. */
export function WideFrame({ drawer }: { readonly drawer: boolean }): ReactElement {
  const { lab } = useText();
  const rules = useLayout((state) => state.view === 'rules');
  const sizes = useSizes('rows');
  return (
    <Group className={style.rows} orientation="vertical" {...sizes}>
      <Panel id="main" minSize={280}>
        <div className={style.main}>
          <Columns drawer={drawer} />
          <Pane name="timeline" label={lab.panes.timeline} className={style.scrubber}>
            <Timeline />
          </Pane>
        </div>
      </Panel>
      {!rules && <DockPanel />}
    </Group>
  );
}

function Columns({ drawer }: { readonly drawer: boolean }): ReactElement {
  const { lab } = useText();
  const rules = useLayout((state) => state.view === 'rules');
  const sizes = useSizes(drawer ? 'two-columns' : 'columns');
  return (
    <Group className={style.columns} {...sizes}>
      <EditorPanel />
      <ResizeHandle label={lab.panes.resizeEditor} />
      <Panel id="canvas" minSize={drawer ? 420 : 560}>
        <CanvasPane tools={drawer && !rules && <Drawer />} />
      </Panel>
      {!drawer && !rules && <TracePanel />}
    </Group>
  );
}

function EditorPanel(): ReactElement {
  const { lab } = useText();
  const rules = useLayout((state) => state.view === 'rules');
  const open = useLayout((state) => (rules ? state.editorOpenInRules : state.editorOpen));
  const setLayout = useLayout((state) => state.set);
  const panel = usePanelRef();
  const setOpen = (next: boolean) => setLayout(rules ? { editorOpenInRules: next } : { editorOpen: next });
  useEffect(() => {
    if (open) panel.current?.expand();
    else panel.current?.collapse();
  }, [open, panel]);
  return (
    <Panel
      id="editor"
      panelRef={panel}
      defaultSize={336}
      minSize={280}
      maxSize="50%"
      collapsible
      collapsedSize={railWidth}
      groupResizeBehavior="preserve-pixel-size"
      onResize={({ inPixels }, _id, before) => before !== undefined && setOpen(inPixels > railWidth + 1)}
    >
      {open ? (
        <Pane name="editor" label={lab.panes.editor}>
          <EditorPane />
        </Pane>
      ) : (
        <Rail
          icon="code"
          name="editor"
          label={lab.panes.showEditor}
          title={lab.panes.editor}
          onOpen={() => setOpen(true)}
        />
      )}
    </Panel>
  );
}

function TracePanel(): ReactElement {
  const { lab } = useText();
  const open = useLayout((state) => state.traceOpen);
  const setLayout = useLayout((state) => state.set);
  const panel = usePanelRef();
  useEffect(() => {
    if (open) panel.current?.expand();
    else panel.current?.collapse();
  }, [open, panel]);
  return (
    <>
      <ResizeHandle label={lab.panes.resizeTrace} />
      <Panel
        id="trace"
        panelRef={panel}
        defaultSize={332}
        minSize={300}
        maxSize="45%"
        collapsible
        collapsedSize={railWidth}
        groupResizeBehavior="preserve-pixel-size"
        onResize={({ inPixels }, _id, before) =>
          before !== undefined && setLayout({ traceOpen: inPixels > railWidth + 1 })
        }
      >
        {open ? (
          <Pane name="trace" label={lab.panes.trace}>
            <TracePane />
          </Pane>
        ) : (
          <Rail
            icon="list"
            name="trace"
            label={lab.panes.showTrace}
            title={lab.panes.trace}
            onOpen={() => setLayout({ traceOpen: true })}
          />
        )}
      </Panel>
    </>
  );
}

function DockPanel(): ReactElement {
  const { lab } = useText();
  const open = useLayout((state) => state.dockOpen);
  const setLayout = useLayout((state) => state.set);
  const panel = usePanelRef();
  useEffect(() => {
    if (open) panel.current?.expand();
    else panel.current?.collapse();
  }, [open, panel]);
  return (
    <>
      <ResizeHandle label={lab.panes.resizeDock} across />
      <Panel
        id="dock"
        panelRef={panel}
        defaultSize={170}
        minSize={110}
        maxSize="60%"
        collapsible
        collapsedSize={dockHead}
        groupResizeBehavior="preserve-pixel-size"
        onResize={({ inPixels }, _id, before) =>
          before !== undefined && setLayout({ dockOpen: inPixels > dockHead + 1 })
        }
      >
        <Pane name="dock" label={lab.panes.dock}>
          <Dock />
        </Pane>
      </Panel>
    </>
  );
}
