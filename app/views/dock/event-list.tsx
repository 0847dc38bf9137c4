import type { ReactElement } from 'react';
import type { TimelineEvent } from '../../../sim-core/index.js';
import { useDockText } from '../../i18n/dock-text.js';
import { openTrace } from '../../state/actions.js';
import { clockText } from '../../state/clock.js';
import { useClusterView } from '../../state/cluster-view.js';
import { isLitObject, useSelection } from '../../state/selection.js';
import { lookAt } from '../../state/time-travel.js';
import { classNames } from '../../ui/class-names.js';
import { useArrivals } from './arrivals.js';
import style from './dock.module.css';

/** The timeline as a list, newest first. A time leads to the cluster as it was then, a packet to its hops. */
export function EventList(): ReactElement {
  const words = useDockText();
  const timeline = useClusterView((state) => state.timeline);
  const arrived = useArrivals(
    timeline.length === 0 ? '' : 'events',
    timeline.map(({ sequence }) => `${sequence}`),
  );
  if (timeline.length === 0) return <p className={style.empty}>{words.noEvents}</p>;
  return (
    <ol className={classNames(style.log, style.events)}>
      {timeline.toReversed().map((event) => (
        <Row key={event.sequence} event={event} isNew={arrived(`${event.sequence}`)} />
      ))}
    </ol>
  );
}

function Row({ event, isNew }: { readonly event: TimelineEvent; readonly isNew: boolean }): ReactElement {
  const words = useDockText();
  const { hover } = useSelection.getState();
  const { kind, time, object, traceId, text } = event;
  const isLit = useSelection(({ preview, pinned }) => isLitObject(object, preview ?? pinned));
  const isBad = kind === 'rejected' || kind === 'unready';
  return (
    <li
      className={classNames(style.entry, isBad && style.rejected, isNew && style.arrived, isLit && style.bright)}
      onPointerEnter={() => object !== undefined && hover({ object })}
      onPointerLeave={() => hover(undefined)}
    >
      <time>
        <button type="button" title={words.lookAt(clockText(time))} onClick={() => void lookAt({ time })}>
          {clockText(time)}
        </button>
      </time>
      <span className={style.whose}>{words.kinds[kind]}</span>
      <span className={style.text} lang="en">
        {traceId === undefined ? (
          text
        ) : (
          <button type="button" title={words.openPacket(traceId)} onClick={() => void openTrace(traceId)}>
            {text}
          </button>
        )}
      </span>
    </li>
  );
}
