import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.js';
import { openTrace } from '../../state/actions.js';
import { classNames } from '../../ui/class-names.js';
import { tickText } from './tick-words.js';
import { lags, type Tick, type WorkTick } from './ticks.js';
import style from './timeline.module.css';

interface MarksProps {
  readonly ticks: readonly Tick[];
  readonly work: readonly WorkTick[];
  readonly pressable: ReadonlySet<string>;
}

/** More than these would be a solid bar. */
const mostWork = 400;

/** What happened, as marks on the line; between them what controllers and kube-proxy did, and how long rules were late. */
export function Marks({ ticks, work, pressable }: MarksProps): ReactElement {
  const text = useText();
  return (
    <>
      <div aria-hidden="true">
        {lags(ticks, work).map(({ from, to }) => (
          <span key={from} className={style.lag} style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }} />
        ))}
        {work.slice(-mostWork).map(({ id, kind, at }) => (
          <span
            key={id}
            className={classNames(style.work, kind === 'rules' && style.rules)}
            style={{ left: `${at * 100}%` }}
          />
        ))}
      </div>
      {ticks.map((tick) => (
        <TickMark key={tick.id} tick={tick} name={tickText(tick, text)} pressable={pressable.has(tick.id)} />
      ))}
    </>
  );
}

interface TickMarkProps {
  readonly tick: Tick;
  readonly name: string;
  readonly pressable: boolean;
}

/** An event on the line. A packet's can be pressed: its way is opened again. */
function TickMark({ tick, name, pressable }: TickMarkProps): ReactElement {
  const id = tick.events[0]?.traceId;
  const left = `${tick.at * 100}%`;
  const isBad = tick.kind === 'rejected' || tick.kind === 'unready';
  if (id === undefined || !pressable) {
    return (
      <span className={classNames(style.tick, isBad && style.bad)} style={{ left }}>
        <span className="visually-hidden">{name}</span>
      </span>
    );
  }
  return (
    <button
      type="button"
      className={classNames(style.tick, style.packetTick)}
      style={{ left }}
      title={tick.events.map((event) => event.text).join('\n')}
      aria-label={name}
      onClick={() => void openTrace(id)}
    />
  );
}
