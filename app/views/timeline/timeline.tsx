import { useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import type { Millis, Moment, TimelineEvent, Trace } from '../../../sim-core/index.js';
import { useText, type Catalogue } from '../../i18n/text.js';
import { openTrace, playOrPause, seek } from '../../state/actions.js';
import { clockText } from '../../state/clock.js';
import { useClusterView } from '../../state/cluster-view.js';
import { hopsOf, usePlayback, type Leg } from '../../state/playback.js';
import { lookAt, runFilm, speeds, stopFilm, useFilm } from '../../state/time-travel.js';
import { classNames } from '../../ui/class-names.js';
import { Button } from '../../ui/button.js';
import { Select } from '../../ui/select.js';
import { useElementWidth } from '../../ui/element-size.js';
import { Marks } from './marks.js';
import { tickText, workText } from './tick-words.js';
import {
  momentAt,
  nearestTick,
  placeLabels,
  placeOf,
  pressableTicks,
  timelineScale,
  workTicks,
  type Scale,
  type Tick,
  type WorkTick,
} from './ticks.js';
import style from './timeline.module.css';

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

/** What happened, in order, and where in it the learner looks. Dragging previews, letting go takes it. */
export function Timeline(): ReactElement {
  const text = useText();
  const { timeline: words } = text;
  const { timeline: events } = useClusterView((state) => state.present);
  const time = useClusterView((state) => state.time);
  const past = useClusterView((state) => state.at !== undefined);
  const playing = usePlayback((state) => state.playing);
  const trace = usePlayback((state) => state.trace);
  const filming = useFilm((state) => state.running);
  const newest = events.findLast((event) => event.traceId !== undefined)?.traceId;
  const sent = events.find((event) => event.traceId !== undefined && event.traceId === trace?.id);
  const running = past ? filming : playing;
  const run = (): void => {
    if (!past) playOrPause();
    else if (filming) stopFilm();
    else void runFilm();
  };
  const toNow = (): void => {
    stopFilm();
    if (past) void lookAt(undefined);
    else if (newest !== undefined) void openTrace(newest);
  };
  return (
    <div className={style.timeline}>
      <Button
        icon={running ? 'pause' : 'play'}
        label={running ? words.pause : past ? words.playTime : words.play}
        disabled={!past && trace === undefined}
        onClick={run}
      />
      <time className={classNames(style.clock, past && style.pastClock)} aria-label={words.clock}>
        {clockText(past ? time : (sent?.time ?? time))}
      </time>
      <SpeedPicker />
      <Line />
      <Button
        iconEnd="last"
        title={words.toNow}
        disabled={!past && (newest === undefined || newest === trace?.id)}
        onClick={toNow}
      >
        {words.now}
      </Button>
    </div>
  );
}

function SpeedPicker(): ReactElement {
  const { timeline } = useText();
  const speed = useFilm((state) => state.speed);
  const choices = speeds.map((value) => ({ value: String(value), label: `${value}×` }));
  return (
    <span className={style.speed}>
      <Select
        label={timeline.speed}
        choices={choices}
        value={String(speed)}
        mono
        onChange={(value) => useFilm.setState({ speed: speeds.find((one) => String(one) === value) ?? 1 })}
      />
    </span>
  );
}

function Line(): ReactElement {
  const text = useText();
  const { timeline: events, time: now } = useClusterView((state) => state.present);
  const at = useClusterView((state) => state.at);
  const seen = useClusterView((state) => state.time);
  const trace = usePlayback((state) => state.trace);
  const { all, index } = usePositions();
  const [drag, setDrag] = useState<Drag>();
  /** Where the pointer rests, as a share of the line. */
  const [pointer, setPointer] = useState<number>();
  const begun = useRef<Moment | undefined>(undefined);
  const track = useRef<HTMLDivElement>(null);
  const width = useElementWidth(track);
  const shown = at === undefined ? trace : undefined;
  const { ticks, packet } = useMemo(() => timelineScale(events, shown), [events, shown]);
  const work = useMemo(() => workTicks(events, ticks, now), [events, ticks, now]);
  const hop = drag?.kind === 'hop' ? drag.index : index;
  const inPast = at !== undefined;
  const moment = drag?.kind === 'moment' ? drag.time : inPast || all.length === 0 ? seen : undefined;
  const pointed = pointedAt(drag === undefined ? pointer : undefined, { ticks, work, width, text });
  const head = headPlace({ moment, hop, hops: all.length, ticks, packet, now });
  const headText = headWords(text, { moment, trace, position: all[hop] });
  const labels = placeLabels(
    [
      ...ticks
        .filter(
          (tick) =>
            tick.id !== pointed?.of &&
            (moment !== undefined || tick.events[0]?.traceId === undefined || tick.events[0].traceId !== trace?.id),
        )
        .map((tick) => ({ id: tick.id, kind: tick.kind, at: tick.at, text: tickText(tick, text) })),
      ...(head === undefined ? [] : [{ id: 'head', kind: 'head' as const, at: head, text: headText }]),
      ...(pointed === undefined ? [] : [{ id: 'hover', kind: 'hover' as const, at: pointed.at, text: pointed.text }]),
    ],
    width,
  );
  const pressable = pressableTicks(ticks, head, width);
  const commit = (to: Drag): void => {
    if (to.kind === 'moment') return void lookAt(to.time >= now ? undefined : { time: to.time });
    const target = all[Math.min(Math.max(to.index, 0), all.length - 1)];
    if (target !== undefined) seek(target.cursor, target.leg);
  };
  const shareAt = (event: PointerEvent): number => {
    const box = track.current?.getBoundingClientRect();
    return box === undefined ? 0 : Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
  };
  const dragTo = (event: PointerEvent): Drag => {
    const share = shareAt(event);
    const inPacket =
      packet !== undefined && moment === undefined && share >= packet.from - 0.02 && share <= packet.to + 0.02;
    if (!inPacket && drag?.kind !== 'hop') return { kind: 'moment', time: momentAt(share, ticks, now) };
    const { from, to } = packet ?? { from: 0, to: 1 };
    const along = Math.min(Math.max((share - from) / (to - from), 0), 1);
    return { kind: 'hop', index: Math.round(along * (all.length - 1)) };
  };
  const preview = (event: PointerEvent): void => {
    const to = dragTo(event);
    setDrag(to);
    if (to.kind === 'moment') lookSoon(to.time >= now ? undefined : { time: to.time });
  };
  /** What was only a preview is over. */
  const giveUp = (): void => {
    setDrag(undefined);
    if (drag?.kind === 'moment') lookSoon(begun.current);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to =
      moment === undefined
        ? asHop(keyTarget(event.key, index, all.length))
        : asMoment(momentTarget(event.key, moment, events, now));
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    stopFilm();
    commit(to);
  };
  const values =
    moment === undefined
      ? { min: 1, max: Math.max(all.length, 1), now: Math.min(hop + 1, Math.max(all.length, 1)) }
      : { min: 0, max: now, now: moment };
  return (
    <div
      ref={track}
      className={style.track}
      onPointerDown={(event) => {
        if (ticks.length === 0 || event.button !== 0 || (event.target as Element).closest('button') !== null) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        begun.current = at;
        stopFilm();
        preview(event);
      }}
      onPointerMove={(event) => {
        setPointer(shareAt(event));
        if (drag !== undefined) preview(event);
      }}
      onPointerLeave={() => setPointer(undefined)}
      onPointerUp={() => {
        clearTimeout(looking);
        if (drag !== undefined) commit(drag);
        setDrag(undefined);
      }}
      onPointerCancel={giveUp}
    >
      <div className={style.rail}>
        <div className={style.done} style={{ width: `${(head ?? 1) * 100}%` }} />
      </div>
      <Marks ticks={ticks} work={work} pressable={pressable} />
      {labels.map((label) => (
        <span
          key={label.id}
          className={classNames(
            style.label,
            label.kind === 'head' && style.headLabel,
            label.kind === 'hover' && style.hoverLabel,
            (label.kind === 'rejected' || label.kind === 'unready') && style.rejected,
          )}
          style={{ left: label.x }}
          aria-hidden="true"
        >
          {label.text}
        </span>
      ))}
      <div
        className={classNames(style.head, head === undefined && style.absent, inPast && style.pastHead)}
        style={{ left: `${(head ?? 0) * 100}%` }}
        role="slider"
        tabIndex={0}
        aria-label={text.timeline.position}
        aria-valuemin={values.min}
        aria-valuemax={values.max}
        aria-valuenow={values.now}
        aria-valuetext={headText}
        aria-disabled={all.length === 0 && moment === undefined}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

/** Where a drag has come to: a hop of the packet in view, or a moment of the cluster. */
type Drag = { readonly kind: 'hop'; readonly index: number } | { readonly kind: 'moment'; readonly time: Millis };

const asHop = (index: number | undefined): Drag | undefined =>
  index === undefined ? undefined : { kind: 'hop', index };
const asMoment = (time: Millis | undefined): Drag | undefined =>
  time === undefined ? undefined : { kind: 'moment', time };

let looking: ReturnType<typeof setTimeout> | undefined;

/** While the pointer moves only the newest place is asked for. */
function lookSoon(at: Moment | undefined): void {
  clearTimeout(looking);
  looking = setTimeout(() => void lookAt(at), 40);
}

interface Pointing {
  readonly ticks: readonly Tick[];
  readonly work: readonly WorkTick[];
  readonly width: number;
  readonly text: Catalogue;
}

/** What the pointer rests on, in words: a mark before what lies between marks. */
function pointedAt(share: number | undefined, { ticks, work, width, text }: Pointing) {
  if (share === undefined) return undefined;
  const tick = nearestTick(ticks, share, width);
  if (tick !== undefined) return { of: tick.id, at: tick.at, text: tickText(tick, text) };
  const own = nearestTick(work, share, width);
  return own && { of: own.id, at: own.at, text: workText(own, text) };
}

interface HeadInput {
  readonly moment: Millis | undefined;
  readonly hop: number;
  readonly hops: number;
  readonly ticks: readonly Tick[];
  readonly packet: Scale['packet'];
  readonly now: Millis;
}

function headPlace({ moment, hop, hops, ticks, packet, now }: HeadInput): number | undefined {
  if (moment !== undefined) return placeOf(moment, ticks, now);
  return packet === undefined ? undefined : packet.from + ((packet.to - packet.from) * hop) / Math.max(hops - 1, 1);
}

interface HeadWords {
  readonly moment: Millis | undefined;
  readonly trace: Trace | undefined;
  readonly position: Position | undefined;
}

function headWords({ timeline }: Catalogue, { moment, trace, position }: HeadWords): string {
  if (moment !== undefined) return clockText(moment);
  if (trace === undefined || position === undefined) return timeline.empty;
  return timeline[position.leg === 'request' ? 'packetHop' : 'packetReply'](trace.id, position.cursor + 1);
}

/** From one thing that happened to the next, whoever did it. */
function momentTarget(key: string, time: Millis, events: readonly TimelineEvent[], now: Millis): Millis | undefined {
  if (key === 'ArrowRight' || key === 'ArrowUp') return events.find((event) => event.time > time)?.time ?? now;
  if (key === 'ArrowLeft' || key === 'ArrowDown') return events.findLast((event) => event.time < time)?.time ?? 0;
  if (key === 'PageUp') return Math.min(time + 1000, now);
  if (key === 'PageDown') return Math.max(time - 1000, 0);
  if (key === 'Home') return 0;
  return key === 'End' ? now : undefined;
}

function keyTarget(key: string, index: number, count: number): number | undefined {
  if (key === 'ArrowRight' || key === 'ArrowUp') return index + 1;
  if (key === 'ArrowLeft' || key === 'ArrowDown') return index - 1;
  if (key === 'PageUp') return index + 5;
  if (key === 'PageDown') return index - 5;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}
