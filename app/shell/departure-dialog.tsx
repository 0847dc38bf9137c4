import type { ReactElement } from 'react';
import { useText } from '../i18n/text.js';
import { useDeparture } from '../state/time-travel.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import style from './share-dialog.module.css';

/** Asks before something is done in the past. */
export function DepartureDialog(): ReactElement | null {
  const { timeline, lab } = useText();
  const question = useDeparture((state) => state.question);
  if (question === undefined) return null;
  const { answer } = question;
  return (
    <Dialog title={timeline.branchTitle} closeLabel={lab.panes.close} onClose={() => answer('cancel')}>
      <p className={style.note}>{timeline.branchBody}</p>
      <div className={style.row}>
        <Button look="solid" autoFocus onClick={() => answer('here')}>
          {timeline.branchHere}
        </Button>
        <Button onClick={() => answer('now')}>{timeline.branchNow}</Button>
        <Button look="quiet" onClick={() => answer('cancel')}>
          {timeline.branchCancel}
        </Button>
      </div>
    </Dialog>
  );
}
