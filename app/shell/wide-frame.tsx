import { useEffect, useState, type ReactElement, type Ref } from 'react';
import {
  Group,
  Panel,
  usePanelRef,
  type Layout as Percentages,
  type LayoutChangedMeta,
  type PanelImperativeHandle,
} from 'react-resizable-panels';
import { useText } from '../i18n/text.js';
import { isRejected, useDocument } from '../state/document.js';
import { takesWholeWidth, useLayout } from '../state/layout.js';
import { ResizeHandle } from '../ui/resize-handle.js';
import { Dock } from '../views/dock/dock.js';
import { EditorPane } from '../views/editor/editor-pane.js';
import { Timeline } from '../views/timeline/timeline.js';
import { StepperStrip } from '../views/trace/stepper-strip.js';
import { CanvasPane } from './canvas-pane.js';
import { Drawer, DrawerSwitch } from './drawer.js';
import { TerminalPane, TerminalTools } from './lazy-views.js';
import { Pane } from './pane.js';
import { focusPane } from './panes.js';
import { Rail } from './rail.js';
import { DetailBar, TraceSide } from './trace-side.js';
import style from './wide-frame.module.css';

const railWidth = 44;
const dockHead = 38;

/** Keeps what the learner dragged, per group; what the window's size did is not theirs. */
function useSizes(group: string, onDragged: () => void) {
  const [initial] = useState(() => useLayout.getState().sizes[group]);
  const remember = (layout: Percentages, meta: LayoutChangedMeta) => {
    if (!meta.isUserInteraction) return;
    const { sizes, set } = useLayout.getState();
    set({ sizes: { ...sizes, [group]: layout } });
    onDragged();
  };
  return { ...(initial === undefined ? {} : { defaultLayout: initial }), onLayoutChanged: remember };
}

/** A panel that follows a switch in the layout: folded to its rail when off. */
function useFolding(open: boolean) {
  const panel = usePanelRef();
  useEffect(() => {
    // A frame later: when other panels came or went with the switch, the group has taken note of it by then.
    const frame = requestAnimationFrame(() => {
      if (open) panel.current?.expand();
      else panel.current?.collapse();
    });
    return () => cancelAnimationFrame(frame);
  }, [open, panel]);
  return panel;
}

const isOpen = (panel: PanelImperativeHandle | null): boolean => panel?.isCollapsed() !== true;

/** From 960 px: panes side by side over the timeline and the dock. Below 1280 the trace is a drawer. */
export function WideFrame({ drawer }: { readonly drawer: boolean }): ReactElement {
  const { lab } = useText();
  const whole = useLayout((state) => takesWholeWidth(state.view));
  const open = useLayout((state) => state.dockOpen);
  const setLayout = useLayout((state) => state.set);
  const dock = useFolding(open);
  const sizes = useSizes('rows', () => setLayout({ dockOpen: isOpen(dock.current) }));
  return (
    <Group className={style.rows} orientation="vertical" {...sizes}>
      <Panel id="main" minSize={280}>
        <div className={style.main}>
          {drawer ? <TwoColumns /> : <ThreeColumns />}
          <Pane name="timeline" label={lab.panes.timeline} className={style.scrubber}>
            <Timeline />
          </Pane>
        </div>
      </Panel>
      {!whole && <ResizeHandle label={lab.panes.resizeDock} across />}
      {!whole && (
        <Panel
          id="dock"
          panelRef={dock}
          defaultSize={170}
          minSize={110}
          maxSize="60%"
          collapsible
          collapsedSize={dockHead}
          groupResizeBehavior="preserve-pixel-size"
        >
          <Pane name="dock" label={lab.panes.dock}>
            <Dock terminal={<TerminalPane onLeave={() => focusPane('dock')} />} terminalTools={<TerminalTools />} />
          </Pane>
        </Panel>
      )}
    </Group>
  );
}

/** Whether the editor is out, and how to change that: views that need the width have a switch of their own. */
function useEditorSwitch(): readonly [boolean, (open: boolean) => void] {
  const whole = useLayout((state) => takesWholeWidth(state.view));
  const open = useLayout((state) => (whole ? state.editorOpenInRules : state.editorOpen));
  const setLayout = useLayout((state) => state.set);
  return [open, (next) => setLayout(whole ? { editorOpenInRules: next } : { editorOpen: next })];
}

function ThreeColumns(): ReactElement {
  const { lab } = useText();
  const whole = useLayout((state) => takesWholeWidth(state.view));
  const traceOpen = useLayout((state) => state.traceOpen);
  const setLayout = useLayout((state) => state.set);
  const [editorOpen, setEditorOpen] = useEditorSwitch();
  const editor = useFolding(editorOpen);
  const trace = useFolding(traceOpen);
  const sizes = useSizes('columns', () => {
    setEditorOpen(isOpen(editor.current));
    if (!whole) setLayout({ traceOpen: isOpen(trace.current) });
  });
  return (
    <Group className={style.columns} {...sizes}>
      <EditorPanel panel={editor} open={editorOpen} onOpen={() => setEditorOpen(true)} />
      <ResizeHandle label={lab.panes.resizeEditor} />
      <Panel id="canvas" minSize={560}>
        <CanvasPane />
      </Panel>
      {!whole && <ResizeHandle label={lab.panes.resizeTrace} />}
      {!whole && <TracePanel panel={trace} open={traceOpen} onOpen={() => setLayout({ traceOpen: true })} />}
    </Group>
  );
}

function TwoColumns(): ReactElement {
  const { lab } = useText();
  const whole = useLayout((state) => takesWholeWidth(state.view));
  const [drawn, setDrawn] = useState(false);
  const [editorOpen, setEditorOpen] = useEditorSwitch();
  const editor = useFolding(editorOpen);
  const sizes = useSizes('two-columns', () => setEditorOpen(isOpen(editor.current)));
  return (
    <Group className={style.columns} {...sizes}>
      <EditorPanel panel={editor} open={editorOpen} onOpen={() => setEditorOpen(true)} />
      <ResizeHandle label={lab.panes.resizeEditor} />
      <Panel id="canvas" minSize={420}>
        <div className={style.main}>
          <div className={style.canvas}>
            <CanvasPane tools={!whole && <DrawerSwitch open={drawn} onSwitch={() => setDrawn(!drawn)} />} />
            {drawn && !whole && <Drawer />}
          </div>
          {!drawn && !whole && (
            <Pane name="trace" label={lab.panes.trace} className={style.strip}>
              <DetailBar />
              <StepperStrip />
            </Pane>
          )}
        </div>
      </Panel>
    </Group>
  );
}

interface SidePanelProps {
  readonly panel: Ref<PanelImperativeHandle | null>;
  readonly open: boolean;
  readonly onOpen: () => void;
}

function EditorPanel({ panel, open, onOpen }: SidePanelProps): ReactElement {
  const { lab } = useText();
  const active = useDocument((state) => state.active);
  const rejected = useDocument((state) => state.files.filter(isRejected).length);
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
    >
      {open ? (
        <Pane name="editor" label={lab.panes.editor}>
          <EditorPane />
        </Pane>
      ) : (
        <Rail icon="code" name="editor" label={lab.panes.showEditor} title={active} count={rejected} onOpen={onOpen} />
      )}
    </Panel>
  );
}

function TracePanel({ panel, open, onOpen }: SidePanelProps): ReactElement {
  const { lab } = useText();
  return (
    <Panel
      id="trace"
      panelRef={panel}
      defaultSize={332}
      minSize={300}
      maxSize="45%"
      collapsible
      collapsedSize={railWidth}
      groupResizeBehavior="preserve-pixel-size"
    >
      {open ? (
        <Pane name="trace" label={lab.panes.trace}>
          <TraceSide />
        </Pane>
      ) : (
        <Rail icon="list" name="trace" label={lab.panes.showTrace} title={lab.panes.trace} onOpen={onOpen} />
      )}
    </Panel>
  );
}
