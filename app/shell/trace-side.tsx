import { useState, type ReactElement } from 'react';
import type { ObjectKey } from '../../sim-core/index.js';
import { useText } from '../i18n/text.js';
import { takesWholeWidth, useLayout } from '../state/layout.js';
import { useSelection } from '../state/selection.js';
import { Button } from '../ui/button.js';
import { Sheet } from '../ui/sheet.js';
import { TracePane } from '../views/trace/trace-pane.js';
import { DetailPane, FirstPackets } from './lazy-views.js';
import { Pane } from './pane.js';
import { focusTerminal } from './panes.js';
import style from './trace-side.module.css';

/** The object that was clicked, while it is no hop and no rule that was. */
export function useDetailObject(): ObjectKey | undefined {
  return useSelection(({ pinned }) => {
    if (pinned?.object === undefined || pinned.hop !== undefined || pinned.rule !== undefined) return undefined;
    const { kind } = pinned.object;
    return pinned.origin === undefined && (kind === 'Service' || kind === 'Pod' || kind === 'Node')
      ? pinned.object
      : undefined;
  });
}

const unpin = (): void => useSelection.getState().pin(undefined);

/** The packet's hops, or all about the object that is pinned; Escape and the next step bring the hops back. */
export function TraceSide(): ReactElement {
  const object = useDetailObject();
  if (object === undefined) return <TracePane first={<FirstPackets />} />;
  return <DetailPane object={object} onClose={unpin} onTerminal={focusTerminal} />;
}

/** Where there is no room for it: the way to it. */
export function DetailBar(): ReactElement | null {
  const { panes } = useText().lab;
  const object = useDetailObject();
  const [open, setOpen] = useState(false);
  const whole = useLayout((state) => takesWholeWidth(state.view));
  if (object === undefined || whole) return null;
  return (
    <div className={style.bar}>
      <span className={style.name} lang="en">
        {object.kind} {object.name}
      </span>
      <Button aria-expanded={open} onClick={() => setOpen(true)}>
        {panes.dock}
      </Button>
      <Button look="quiet" icon="close" label={panes.close} onClick={unpin} />
      {open && (
        <Sheet label={panes.dock} closeLabel={panes.close} onClose={() => setOpen(false)}>
          <Pane name="detail" label={panes.dock}>
            <DetailPane
              object={object}
              onTerminal={() => {
                setOpen(false);
                focusTerminal();
              }}
            />
          </Pane>
        </Sheet>
      )}
    </div>
  );
}
