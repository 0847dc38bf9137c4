import { useState, type ReactElement } from 'react';
import { useText } from '../i18n/text.js';
import { isRejected, useDocument } from '../state/document.js';
import { takesWholeWidth, useLayout } from '../state/layout.js';
import { MiddlePane, SidePane, Split, type PaneRange } from '../ui/side-pane.js';
import { useMatches } from '../ui/use-matches.js';
import { Dock } from '../views/dock/dock.js';
import { EditorPane } from '../views/editor/editor-pane.js';
import { CanvasPane } from './canvas-pane.js';
import { Drawer, DrawerSwitch } from './drawer.js';
import { TerminalPane, TerminalTools } from './lazy-views.js';
import { Pane } from './pane.js';
import { focusPane } from './panes.js';
import { Rail } from './rail.js';
import { TimelinePane } from './timeline-pane.js';
import { TraceSide } from './trace-side.js';
import { TraceStrip } from './trace-strip.js';
import { useBlank } from './use-blank.js';
import style from './wide-frame.module.css';

const ranges = {
  editor: { usual: 336, least: 280, most: 0.5, folded: 44 },
  trace: { usual: 332, least: 300, most: 0.45, folded: 44 },
  dock: { usual: 170, least: 110, most: 0.6, folded: 38 },
} as const satisfies Readonly<Record<string, PaneRange>>;

/** A pane's size as the learner left it. */
function useSize(id: keyof typeof ranges) {
  const size = useLayout((state) => state.sizes[id]);
  const onSize = (next: number | undefined): void => {
    const { sizes, set } = useLayout.getState();
    const { [id]: _, ...others } = sizes;
    set({ sizes: next === undefined ? others : { ...others, [id]: next } });
  };
  return { id, range: ranges[id], size, onSize };
}

/** From 960 px: panes side by side over the timeline and the dock. Below 1280 the trace is a drawer. */
export function WideFrame({ drawer }: { readonly drawer: boolean }): ReactElement {
  const { lab } = useText();
  const whole = useLayout((state) => takesWholeWidth(state.view));
  const open = useLayout((state) => state.dockOpen);
  const setLayout = useLayout((state) => state.set);
  const size = useSize('dock');
  const blank = useBlank();
  return (
    <Split down>
      <MiddlePane down least={280}>
        <div className={style.main}>
          {drawer ? <TwoColumns /> : <ThreeColumns />}
          <TimelinePane />
        </div>
      </MiddlePane>
      {!whole && !blank && (
        <SidePane
          {...size}
          down
          side="end"
          open={open}
          onOpen={(dockOpen) => setLayout({ dockOpen })}
          label={lab.panes.resizeDock}
        >
          <Pane name="dock" label={lab.panes.dock}>
            <Dock terminal={<TerminalPane onLeave={() => focusPane('dock')} />} terminalTools={<TerminalTools />} />
          </Pane>
        </SidePane>
      )}
    </Split>
  );
}

function ThreeColumns(): ReactElement {
  const { lab } = useText();
  const whole = useLayout((state) => takesWholeWidth(state.view));
  const open = useLayout((state) => state.traceOpen);
  const setLayout = useLayout((state) => state.set);
  const size = useSize('trace');
  const onOpen = (traceOpen: boolean): void => setLayout({ traceOpen });
  return (
    <Split>
      <EditorSide />
      <MiddlePane least={560}>
        <CanvasPane />
      </MiddlePane>
      {!whole && (
        <SidePane {...size} side="end" open={open} onOpen={onOpen} label={lab.panes.resizeTrace}>
          {open ? (
            <Pane name="trace" label={lab.panes.trace}>
              <TraceSide />
            </Pane>
          ) : (
            <Rail
              icon="list"
              name="trace"
              label={lab.panes.showTrace}
              title={lab.panes.trace}
              onOpen={() => onOpen(true)}
            />
          )}
        </SidePane>
      )}
    </Split>
  );
}

function TwoColumns(): ReactElement {
  const whole = useLayout((state) => takesWholeWidth(state.view));
  const [drawn, setDrawn] = useState(false);
  const short = useMatches('(max-width: 1139px) and (min-height: 700px)');
  return (
    <Split>
      <EditorSide />
      <MiddlePane least={420}>
        <div className={style.main}>
          <div className={style.canvas}>
            <CanvasPane
              stacked={short}
              tools={!whole && <DrawerSwitch open={drawn} onSwitch={() => setDrawn(!drawn)} />}
            />
            {drawn && !whole && <Drawer below={short} />}
          </div>
          {!drawn && !whole && <TraceStrip />}
        </div>
      </MiddlePane>
    </Split>
  );
}

/** The YAML, or its rail. Views that need the width have a switch of their own for it. */
function EditorSide(): ReactElement | null {
  const { lab } = useText();
  const comparing = useLayout((state) => state.view === 'compare');
  const whole = useLayout((state) => takesWholeWidth(state.view));
  const open = useLayout((state) => (whole ? state.editorOpenInRules : state.editorOpen));
  const setLayout = useLayout((state) => state.set);
  const active = useDocument((state) => state.active);
  const rejected = useDocument((state) => state.files.filter(isRejected).length);
  const size = useSize('editor');
  const onOpen = (next: boolean): void => setLayout(whole ? { editorOpenInRules: next } : { editorOpen: next });
  // Columns stand side by side there: what little a rail takes is theirs.
  if (comparing && !open) return null;
  return (
    <SidePane {...size} side="start" open={open} onOpen={onOpen} label={lab.panes.resizeEditor}>
      {open ? (
        <Pane name="editor" label={lab.panes.editor}>
          <EditorPane />
        </Pane>
      ) : (
        <Rail
          icon="code"
          name="editor"
          label={lab.panes.showEditor}
          title={active}
          count={rejected}
          onOpen={() => onOpen(true)}
        />
      )}
    </SidePane>
  );
}
