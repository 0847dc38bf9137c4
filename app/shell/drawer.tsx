import { useState, type ReactElement } from 'react';
import { createPortal } from 'react-dom';
import { useText } from '../i18n/text.js';
import { Button } from '../ui/button.js';
import { TracePane } from '../views/trace/trace-pane.js';
import style from './drawer.module.css';
import { Pane } from './pane.js';

/** The trace over the canvas's end, where it has no column of its own. */
export function Drawer(): ReactElement {
  const { panes } = useText().lab;
  const [open, setOpen] = useState(true);
  const canvas = document.getElementById('pane-canvas');
  return (
    <>
      <Button
        look="quiet"
        icon="panel"
        label={open ? panes.hideTrace : panes.showTrace}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      />
      {open &&
        canvas !== null &&
        createPortal(
          <div className={style.drawer}>
            <Pane name="trace" label={panes.trace}>
              <TracePane />
            </Pane>
          </div>,
          canvas,
        )}
    </>
  );
}
