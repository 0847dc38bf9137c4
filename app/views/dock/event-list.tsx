import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.js';
import { openTrace } from '../../state/actions.js';
import { useClusterView } from '../../state/cluster-view.js';
import { classNames } from '../../ui/class-names.js';
import style from './dock.module.css';

/** `00:12.480`: the world's own clock. */
function clock(millis: number): string {
  const minutes = Math.floor(millis / 60_000);
  const seconds = (millis % 60_000) / 1000;
  return `${String(minutes).padStart(2, '0')}:${seconds.toFixed(3).padStart(6, '0')}`;
}

/** The timeline as a list, newest first. */
export function EventList(): ReactElement {
  const { dock } = useText().lab;
  const timeline = useClusterView((state) => state.timeline);
  if (timeline.length === 0) return <p className={style.empty}>{dock.noEvents}</p>;
  return (
    <ol className={style.events}>
      {timeline.toReversed().map((event) => (
        <li key={event.sequence} className={classNames(style.event, event.kind === 'rejected' && style.rejected)}>
          <time>{clock(event.time)}</time>
          <span className={style.kind}>{dock.kinds[event.kind]}</span>
          <span className={style.text} lang="en">
            {event.traceId === undefined ? event.text : <PacketLink id={event.traceId} text={event.text} />}
          </span>
        </li>
      ))}
    </ol>
  );
}

function PacketLink({ id, text }: { readonly id: number; readonly text: string }): ReactElement {
  const { dock } = useText().lab;
  return (
    <button type="button" title={dock.openPacket(id)} onClick={() => void openTrace(id)}>
      {text}
    </button>
  );
}
