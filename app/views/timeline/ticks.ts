import type { Millis, TimelineEvent, Trace } from '../../../sim-core/index.js';
import { textWidth, type Font } from '../../ui/text-metrics.js';

export const labelFont: Font = { family: 'ui', size: 11, weight: 400 };

export type TickKind = 'cluster-up' | 'apply' | 'rejected' | 'unready' | 'change' | 'packet' | 'head' | 'hover';

/** A mark on the line; several events of one moment and kind are one mark. */
export interface Tick {
  readonly id: string;
  readonly kind: TickKind;
  /** Share of the line, 0 to 1. */
  readonly at: number;
  readonly events: readonly TimelineEvent[];
}

/** What machines do by themselves has no mark of its own: it lies between the marks, as `workTicks`. */
const kindOf = (event: TimelineEvent): TickKind | undefined => {
  switch (event.kind) {
    case 'cluster-up':
    case 'apply':
    case 'rejected':
    case 'unready':
    case 'packet':
      return event.kind;
    case 'controller':
    case 'rules':
      return undefined;
    default:
      return 'change';
  }
};

interface Mark {
  readonly kind: TickKind;
  readonly events: readonly TimelineEvent[];
}

/** Pods that turn unready, or ready, at one moment share a mark. */
function marksOf(events: readonly TimelineEvent[]): readonly Mark[] {
  const marks: Mark[] = [];
  for (const event of events) {
    const kind = kindOf(event);
    if (kind === undefined) continue;
    const last = marks.at(-1);
    const [first] = last?.events ?? [];
    const isSame = first?.time === event.time && first.kind === event.kind;
    if (last !== undefined && isSame && (event.kind === 'unready' || event.kind === 'ready')) {
      marks[marks.length - 1] = { kind, events: [...last.events, event] };
    } else marks.push({ kind, events: [event] });
  }
  return marks;
}

/** What controllers or kube-proxy did at one moment. */
export interface WorkTick {
  readonly id: string;
  readonly kind: 'controller' | 'rules';
  readonly at: number;
  readonly events: readonly TimelineEvent[];
  /** How long after the mark before it. */
  readonly delay: Millis;
}

/** The work of machines between the marks, where its time puts it: how long each took is seen as distance. */
export function workTicks(events: readonly TimelineEvent[], ticks: readonly Tick[], now: Millis): readonly WorkTick[] {
  const moments = new Map<string, TimelineEvent[]>();
  for (const event of events) {
    if (event.kind !== 'controller' && event.kind !== 'rules') continue;
    const id = `${event.kind} ${event.time}`;
    const same = moments.get(id);
    if (same === undefined) moments.set(id, [event]);
    else same.push(event);
  }
  const times = ticks.map((tick) => tick.events[0]?.time ?? 0);
  return [...moments].map(([id, own]): WorkTick => {
    const { time = 0, kind } = own[0] ?? {};
    const before = times.findLast((one) => one <= time) ?? 0;
    const at = placeOf(time, ticks, now);
    return { id, kind: kind === 'rules' ? 'rules' : 'controller', at, events: own, delay: time - before };
  });
}

/** Stretches of the line in which a change was known and kube-proxy had not written all of its rules yet. */
export function lags(ticks: readonly Tick[], work: readonly WorkTick[]): readonly { from: number; to: number }[] {
  return ticks.flatMap((tick, i) => {
    if (tick.kind === 'packet' || tick.kind === 'rejected') return [];
    const end = ticks.slice(i + 1).find(({ kind }) => kind !== 'packet' && kind !== 'rejected')?.at ?? 1;
    const to = work.findLast((one) => one.kind === 'rules' && one.at > tick.at && one.at < end)?.at;
    return to === undefined ? [] : [{ from: tick.at, to }];
  });
}

/** The mark nearest to a place on the line, within reach of a pointer. */
export function nearestTick<T extends { readonly at: number }>(
  ticks: readonly T[],
  share: number,
  width: number,
): T | undefined {
  const reach = 7;
  let best: T | undefined;
  for (const tick of ticks) {
    const far = Math.abs(tick.at - share) * width;
    if (far <= reach && (best === undefined || far < Math.abs(best.at - share) * width)) best = tick;
  }
  return best;
}

/** Distance between two marks, and how much a hop adds to a packet's. */
const eventStep = 1;
const packetStep = 3;

export interface Scale {
  readonly ticks: readonly Tick[];
  /** Where the packet in view begins and ends on the line. */
  readonly packet: { readonly from: number; readonly to: number } | undefined;
}

/**
 * Marks in their order, evenly spread: simulated time has long silences and crowded milliseconds. The packet in view
 * gets more room, for its hops.
 */
export function timelineScale(events: readonly TimelineEvent[], trace: Trace | undefined): Scale {
  const marks = marksOf(events);
  const steps = marks.map(({ events: [event] }) =>
    event?.traceId !== undefined && event.traceId === trace?.id ? packetStep : eventStep,
  );
  const total = steps.reduce((sum, step) => sum + step, 0) + eventStep;
  let passed = eventStep / 2;
  let packet: Scale['packet'];
  const ticks = marks.map(({ events: own, kind }, i): Tick => {
    const at = passed / total;
    const step = steps[i] ?? eventStep;
    passed += step;
    if (step === packetStep) packet = { from: at, to: (passed - eventStep / 2) / total };
    return { id: `${own[0]?.sequence ?? i}`, kind, at, events: own };
  });
  return { ticks, packet };
}

/**
 * How strongly a stretch of time is pressed together: a short one not at all, a long one so that its beginning, where
 * things happen, has the most room.
 */
const pressure = (duration: Millis): number => Math.max(0, (duration - 2000) / 1000);

/** The share of the room between two marks that a share of the time between them takes. */
function pressed(share: number, duration: Millis): number {
  const k = pressure(duration);
  return k === 0 ? share : Math.log1p(k * share) / Math.log1p(k);
}

/** The other way round. */
function released(share: number, duration: Millis): number {
  const k = pressure(duration);
  return k === 0 ? share : Math.expm1(share * Math.log1p(k)) / k;
}

/** The moment at a place on the line: between two marks that are close in time it passes evenly. */
export function momentAt(share: number, ticks: readonly Tick[], now: Millis): Millis {
  const points = [...ticks.map((tick) => ({ at: tick.at, time: tick.events[0]?.time ?? 0 })), { at: 1, time: now }];
  const index = points.findIndex(({ at }) => at >= share);
  const [from, to] = [points[index - 1], points[index]];
  if (to === undefined) return now;
  if (from === undefined) return to.time;
  const duration = to.time - from.time;
  return Math.round(from.time + duration * released((share - from.at) / (to.at - from.at), duration));
}

/** Where on the line a moment is. */
export function placeOf(time: Millis, ticks: readonly Tick[], now: Millis): number {
  const points = [...ticks.map((tick) => ({ at: tick.at, time: tick.events[0]?.time ?? 0 })), { at: 1, time: now }];
  const index = points.findIndex((point) => point.time > time);
  const [from, to] = [points[index - 1], points[index]];
  if (to === undefined) return 1;
  if (from === undefined) return to.at;
  const duration = to.time - from.time;
  return from.at + (to.at - from.at) * pressed((time - from.time) / duration, duration);
}

/** Centres of two things to press are at least this far apart. */
const pressRoom = 26;

/** Marks of packets that can be pressed without hitting the head, or each other. */
export function pressableTicks(ticks: readonly Tick[], head: number | undefined, width: number): ReadonlySet<string> {
  const taken = head === undefined ? [] : [head * width];
  const ids = new Set<string>();
  for (const tick of [...ticks].reverse()) {
    const x = tick.at * width;
    if (tick.kind !== 'packet' || taken.some((other) => Math.abs(other - x) < pressRoom)) continue;
    taken.push(x);
    ids.add(tick.id);
  }
  return ids;
}

export interface PlacedLabel {
  readonly id: string;
  readonly text: string;
  readonly x: number;
  readonly width: number;
  readonly kind: TickKind;
}

const priority: Readonly<Record<TickKind, number>> = {
  hover: -1,
  head: 0,
  rejected: 1,
  unready: 1.5,
  apply: 2,
  'cluster-up': 3,
  packet: 4,
  change: 5,
};
const gap = 10;

/** Keeps the labels that fit: where two would touch, the less important one goes. */
export function placeLabels(
  wanted: readonly { readonly id: string; readonly kind: TickKind; readonly at: number; readonly text: string }[],
  width: number,
): readonly PlacedLabel[] {
  const kept: PlacedLabel[] = [];
  const ranked = wanted
    .map((label, i) => ({ label, i }))
    .sort((a, b) => priority[a.label.kind] - priority[b.label.kind] || b.i - a.i);
  for (const { label } of ranked) {
    const weight = label.kind === 'head' ? 600 : 400;
    const own = textWidth(label.text, { ...labelFont, weight });
    if (own > width) continue;
    const x = Math.min(Math.max(label.at * width - own / 2, 0), width - own);
    const free = kept.every((other) => x + own + gap <= other.x || other.x + other.width + gap <= x);
    if (free) kept.push({ id: label.id, text: label.text, x, width: own, kind: label.kind });
  }
  return kept;
}
