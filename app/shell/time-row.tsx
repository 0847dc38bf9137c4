import type { ReactElement } from 'react';
import { useText } from '../i18n/text.js';
import { Timeline } from '../views/timeline/timeline.js';
import style from './time-row.module.css';
import { useBlank } from './use-blank.js';

/** The timeline, or that there is none yet. */
export function TimeRow(): ReactElement {
  const { starting } = useText().lab;
  return useBlank() ? <p className={style.before}>{starting.timeline}</p> : <Timeline />;
}
