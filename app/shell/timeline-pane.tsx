import type { ReactElement } from 'react';
import { useText } from '../i18n/text.js';
import { classNames } from '../ui/class-names.js';
import { Timeline } from '../views/timeline/timeline.js';
import { Pane } from './pane.js';
import style from './timeline-pane.module.css';
import { useBlank } from './use-blank.js';

/** The timeline under all else, or that there is none yet. */
export function TimelinePane({ className }: { readonly className?: string | undefined }): ReactElement {
  const { panes, starting } = useText().lab;
  return (
    <Pane name="timeline" label={panes.timeline} className={classNames(style.pane, className)}>
      {useBlank() ? <p className={style.before}>{starting.timeline}</p> : <Timeline />}
    </Pane>
  );
}
