import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import { useText, type Catalogue } from '../../i18n/text.js';
import { openTrace, playOrPause, seek } from '../../state/actions.js';
import { useClusterView } from '../../state/cluster-view.js';
import { hopsOf, usePlayback, type Leg } from '../../state/playback.js';
import { classNames } from '../../ui/class-names.js';
import { Button } from '../../ui/button.js';
import { useWidth } from './element-width.js';
import { placeLabels, pressableTicks, timelineScale, type Tick } from './ticks.js';
import style from './timeline.module.css';

/** Minutes, seconds and milliseconds of simulated time. */
export function clockText(millis: number): string {
  const pad = (value: number, length: number): string => String(Math.floor(value)).padStart(length, '0');
  return `${pad(millis / 60_000, 2)}:${pad((millis / 1000) % 60, 2)}.${pad(millis % 1000, 3)}`;
}

function tickText(tick: Tick, text: Catalogue): string {
  const { timeline } = text;
  const event = tick.events[0];
  if (tick.kind === 'cluster-up') return timeline.clusterUp;
  if (tick.kind === 'apply') return timeline.apply(event?.revision ?? 0);
  if (tick.kind === 'rejected') return timeline.rejected(event?.revision ?? 0);
  if (tick.kind === 'packet') return timeline.packet(event?.traceId ?? 0);
  const kind = event?.kind;
  const said =
    kind === 'delete' || kind === 'scale' || kind === 'label' || kind === 'annotate' ? timeline.kinds[kind] : '';
  return `${event?.object?.name ?? ''} ${said}`.trim();
}

/** Hops of both legs as one row of positions. */
interface Position {
  readonly leg: Leg;
  readonly cursor: number;
}

function usePositions(): { readonly all: readonly Position[]; readonly index: number } {
  const trace = usePlayback((state) => state.trace);
  const leg = usePlayback((state) => state.leg);
  const cursor = usePlayback((state) => state.cursor);
  const request = hopsOf(trace, 'request').length;
  const legs: readonly Leg[] = ['request', 'reply'];
  const all = legs.flatMap((of) => hopsOf(trace, of).map((_, i): Position => ({ leg: of, cursor: i })));
  return { all, index: leg === 'request' ? cursor : request + cursor };
}

/** What happened, in order, and where in it the packet is. Dragging previews a hop, letting go takes it. */
export function Timeline(): ReactElement {
  const text = useText();
  const events = useClusterView((state) => state.timeline);
  const time = useClusterView((state) => state.time);
  const playing = usePlayback((state) => state.playing);
  const trace = usePlayback((state) => state.trace);
  const newest = events.findLast((event) => event.traceId !== undefined)?.traceId;
  const sent = events.find((event) => event.traceId !== undefined && event.traceId === trace?.id);
  return (
    <div className={style.timeline}>
      <Button
        icon={playing ? 'pause' : 'play'}
        label={playing ? text.timeline.pause : text.timeline.play}
        disabled={trace === undefined}
        onClick={playOrPause}
      />
      <time className={style.clock} aria-label={text.timeline.clock}>
        {clockText(sent?.time ?? time)}
      </time>
      <Line />
      <Button
        iconEnd="last"
        title={text.timeline.toNow}
        disabled={newest === undefined || newest === trace?.id}
        onClick={() => newest !== undefined && void openTrace(newest)}
      >
        {text.timeline.now}
      </Button>
    </div>
  );
}

function Line(): ReactElement {
  const text = useText();
  const events = useClusterView((state) => state.timeline);
  const trace = usePlayback((state) => state.trace);
  const { all, index } = usePositions();
  const [drag, setDrag] = useState<number>();
  const track = useRef<HTMLDivElement>(null);
  const width = useWidth(track);
  const { ticks, packet } = timelineScale(events, trace);
  const shown = drag ?? index;
  const last = Math.max(all.length - 1, 1);
  const head = packet === undefined ? undefined : packet.from + ((packet.to - packet.from) * shown) / last;
  const position = all[shown];
  const headText =
    trace === undefined || position === undefined
      ? text.timeline.empty
      : text.timeline[position.leg === 'request' ? 'packetHop' : 'packetReply'](trace.id, position.cursor + 1);
  const labels = placeLabels(
    [
      ...ticks
        .filter((tick) => tick.events[0]?.traceId === undefined || tick.events[0].traceId !== trace?.id)
        .map((tick) => ({ id: tick.id, kind: tick.kind, at: tick.at, text: tickText(tick, text) })),
      ...(head === undefined ? [] : [{ id: 'head', kind: 'head' as const, at: head, text: headText }]),
    ],
    width,
  );
  const pressable = pressableTicks(ticks, head, width);
  const commit = (to: number) => {
    const target = all[Math.min(Math.max(to, 0), all.length - 1)];
    if (target !== undefined) seek(target.cursor, target.leg);
  };
  const indexAt = (event: PointerEvent): number => {
    const box = track.current?.getBoundingClientRect();
    if (box === undefined || packet === undefined) return index;
    const share = ((event.clientX - box.left) / box.width - packet.from) / (packet.to - packet.from);
    return Math.round(Math.min(Math.max(share, 0), 1) * (all.length - 1));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = keyTarget(event.key, index, all.length);
    if (to === undefined) return;
    event.preventDefault();
    commit(to);
  };
  return (
    <div
      ref={track}
      className={style.track}
      onPointerDown={(event) => {
        if (packet === undefined || event.button !== 0 || (event.target as Element).closest('button') !== null) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag(indexAt(event));
      }}
      onPointerMove={(event) => drag !== undefined && setDrag(indexAt(event))}
      onPointerUp={() => {
        if (drag !== undefined) commit(drag);
        setDrag(undefined);
      }}
      onPointerCancel={() => setDrag(undefined)}
    >
      <div className={style.rail}>
        <div className={style.done} style={{ width: `${(head ?? 1) * 100}%` }} />
      </div>
      {ticks.map((tick) => (
        <TickMark key={tick.id} tick={tick} name={tickText(tick, text)} pressable={pressable.has(tick.id)} />
      ))}
      {labels.map((label) => (
        <span
          key={label.id}
          className={classNames(
            style.label,
            label.kind === 'head' && style.headLabel,
            label.kind === 'rejected' && style.rejected,
          )}
          style={{ left: label.x }}
          aria-hidden="true"
        >
          {label.text}
        </span>
      ))}
      <div
        className={classNames(style.head, head === undefined && style.absent)}
        style={{ left: `${(head ?? 0) * 100}%` }}
        role="slider"
        tabIndex={0}
        aria-label={text.timeline.position}
        aria-valuemin={1}
        aria-valuemax={Math.max(all.length, 1)}
        aria-valuenow={Math.min(shown + 1, Math.max(all.length, 1))}
        aria-valuetext={headText}
        aria-disabled={all.length === 0}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

function keyTarget(key: string, index: number, count: number): number | undefined {
  if (key === 'ArrowRight' || key === 'ArrowUp') return index + 1;
  if (key === 'ArrowLeft' || key === 'ArrowDown') return index - 1;
  if (key === 'PageUp') return index + 5;
  if (key === 'PageDown') return index - 5;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
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
  const title = `${name}\n${tick.events.map((event) => event.text).join('\n')}`.trim();
  if (id === undefined || !pressable) {
    return (
      <span className={classNames(style.tick, tick.kind === 'rejected' && style.bad)} style={{ left }} title={title}>
        <span className="visually-hidden">{name}</span>
      </span>
    );
  }
  return (
    <button
      type="button"
      className={classNames(style.tick, style.packetTick)}
      style={{ left }}
      title={title}
      aria-label={name}
      onClick={() => void openTrace(id)}
    />
  );
}
