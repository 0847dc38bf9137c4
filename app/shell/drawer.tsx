import type { ReactElement } from 'react';
import { useText } from '../i18n/text.js';
import { Button } from '../ui/button.js';
import { classNames } from '../ui/class-names.js';
import style from './drawer.module.css';
import { Pane } from './pane.js';
import { TraceSide } from './trace-side.js';

/** The trace over the canvas's end, where it has no column of its own. */
export function Drawer({ below }: { readonly below: boolean }): ReactElement {
  const { panes } = useText().lab;
  return (
    <div className={classNames(style.drawer, below && style.below)}>
      <Pane name="trace" label={panes.trace}>
        <TraceSide />
      </Pane>
    </div>
  );
}

interface DrawerSwitchProps {
  readonly open: boolean;
  readonly onSwitch: () => void;
}

export function DrawerSwitch({ open, onSwitch }: DrawerSwitchProps): ReactElement {
  const { panes } = useText().lab;
  const label = open ? panes.hideTrace : panes.showTrace;
  return <Button look="quiet" icon="panel" label={label} aria-expanded={open} onClick={onSwitch} />;
}
