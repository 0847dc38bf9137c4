import type { ReactElement } from 'react';
import { useText } from '../i18n/text.js';
import { StepperStrip } from '../views/trace/stepper-strip.js';
import { Pane } from './pane.js';
import { DetailBar } from './trace-side.js';
import style from './trace-strip.module.css';

/** Where the trace has no column: the packet's step in a strip under the canvas. */
export function TraceStrip(): ReactElement {
  const { panes } = useText().lab;
  return (
    <Pane name="trace" label={panes.trace} className={style.strip}>
      <DetailBar />
      <StepperStrip />
    </Pane>
  );
}
