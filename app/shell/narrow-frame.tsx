import { useState, type ReactElement } from 'react';
import { useText } from '../i18n/text.js';
import { Button } from '../ui/button.js';
import { Sheet } from '../ui/sheet.js';
import { EditorPane } from '../views/editor/editor-pane.js';
import { StepperStrip } from '../views/trace/stepper-strip.js';
import { CanvasPane } from './canvas-pane.js';
import style from './narrow-frame.module.css';
import { Pane } from './pane.js';

/** 640–959 px, and embedded pages: the canvas, one strip of what the packet does, the YAML as a sheet. */
export function NarrowFrame(): ReactElement {
  const { lab } = useText();
  const [yaml, setYaml] = useState(false);
  return (
    <div className={style.frame}>
      <div className={style.canvas}>
        <CanvasPane
          tools={
            <Button icon="code" aria-expanded={yaml} onClick={() => setYaml(true)}>
              {lab.views.yaml}
            </Button>
          }
        />
      </div>
      <Pane name="trace" label={lab.panes.trace} className={style.strip}>
        <StepperStrip />
      </Pane>
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
