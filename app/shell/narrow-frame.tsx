import { useState, type ReactElement } from 'react';
import { useText } from '../i18n/text.js';
import { useLayout } from '../state/layout.js';
import { Button } from '../ui/button.js';
import { PaneHead } from '../ui/pane-head.js';
import { Sheet } from '../ui/sheet.js';
import { EditorPane } from '../views/editor/editor-pane.js';
import { CanvasPane } from './canvas-pane.js';
import { TerminalPane, TerminalTools } from './lazy-views.js';
import style from './narrow-frame.module.css';
import { Pane } from './pane.js';
import { TimelinePane } from './timeline-pane.js';
import { TraceStrip } from './trace-strip.js';

/** 640–959 px, and embedded pages: the canvas, one strip of what the packet does, the YAML as a sheet. */
export function NarrowFrame(): ReactElement {
  const { lab } = useText();
  // Columns need the height, and show no single packet to step through.
  const comparing = useLayout((state) => state.view === 'compare');
  const [yaml, setYaml] = useState(false);
  const [shell, setShell] = useState(false);
  return (
    <div className={style.frame}>
      <div className={style.canvas}>
        <CanvasPane
          stacked
          tools={
            <>
              <Button icon="code" aria-expanded={yaml} onClick={() => setYaml(true)}>
                {lab.views.yaml}
              </Button>
              <Button icon="prompt" label={lab.dock.terminal} aria-expanded={shell} onClick={() => setShell(true)} />
            </>
          }
        />
      </div>
      {!comparing && <TraceStrip />}
      <TimelinePane className={style.timeline} />
      {shell && (
        <Sheet label={lab.dock.terminal} closeLabel={lab.panes.close} onClose={() => setShell(false)} across>
          <Pane name="dock" label={lab.dock.terminal}>
            <PaneHead>
              <TerminalTools asked />
            </PaneHead>
            <div className={style.terminal}>
              <TerminalPane asked onLeave={() => setShell(false)} />
            </div>
          </Pane>
        </Sheet>
      )}
      {yaml && (
        <Sheet label={lab.panes.editor} closeLabel={lab.panes.close} onClose={() => setYaml(false)}>
          <Pane name="editor" label={lab.panes.editor}>
            <EditorPane />
          </Pane>
        </Sheet>
      )}
    </div>
  );
}
