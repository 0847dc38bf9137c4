import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimelineEvent } from '../../../sim-core/index.js';
import {
  lags,
  momentAt,
  nearestTick,
  placeLabels,
  placeOf,
  pressableTicks,
  timelineScale,
  workTicks,
  type Tick,
  type TickKind,
} from './ticks.js';

const kinds = fc.constantFrom<TickKind>('cluster-up', 'apply', 'rejected', 'change', 'packet', 'head');
const wanted = fc.array(
  fc.record({ kind: kinds, at: fc.double({ min: 0, max: 1, noNaN: true }), text: fc.string({ maxLength: 24 }) }),
  { maxLength: 30 },
);

it('never lets two labels touch or leave the line', () => {
  fc.assert(
    fc.property(wanted, fc.integer({ min: 60, max: 1400 }), (labels, width) => {
      const placed = [
        ...placeLabels(
          labels.map((label, i) => ({ ...label, id: `${i}` })),
          width,
        ),
      ].sort((a, b) => a.x - b.x);
      placed.forEach((label, i) => {
        expect(label.x).toBeGreaterThanOrEqual(0);
        expect(label.x + label.width).toBeLessThanOrEqual(width + 1e-6);
        const next = placed[i + 1];
        if (next !== undefined) expect(label.x + label.width).toBeLessThan(next.x);
      });
    }),
  );
});

it('keeps the head where labels compete', () => {
  const placed = placeLabels(
    [
      { id: 'a', kind: 'apply', at: 0.5, text: 'apply rev 5' },
      { id: 'h', kind: 'head', at: 0.51, text: 'packet #7, hop 8' },
    ],
    400,
  );
  expect(placed.map((label) => label.id)).toEqual(['h']);
});

it('orders marks by event and leaves out what machines do by themselves', () => {
  const event = (sequence: number, kind: TimelineEvent['kind']): TimelineEvent => ({
    sequence,
    time: sequence,
    kind,
    text: '',
  });
  const { ticks } = timelineScale(
    [event(0, 'cluster-up'), event(1, 'rules'), event(2, 'apply'), event(3, 'rejected')],
    undefined,
  );
  expect(ticks.map((tick) => tick.kind)).toEqual(['cluster-up', 'apply', 'rejected']);
  expect(ticks.map((tick) => tick.at)).toEqual([...ticks.map((tick) => tick.at)].sort((a, b) => a - b));
});

it('keeps what can be pressed apart from the head and from each other', () => {
  const marks = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 });
  fc.assert(
    fc.property(
      marks,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 60, max: 1400 }),
      (places, head, width) => {
        const ticks = places.map((at, i) => ({ id: `${i}`, kind: 'packet' as const, at, events: [] }));
        const ids = pressableTicks(ticks, head, width);
        const xs = [head * width, ...ticks.filter((tick) => ids.has(tick.id)).map((tick) => tick.at * width)].sort(
          (a, b) => a - b,
        );
        xs.forEach((x, i) => i > 0 && expect(x - (xs[i - 1] ?? 0)).toBeGreaterThanOrEqual(26 - 1e-9));
      },
    ),
  );
});

describe('moments on the line', () => {
  const marks = [100, 100, 300].map((time, i): Tick => {
    const event = { sequence: i, time, kind: 'apply', text: '' } as const;
    return { id: String(i), kind: 'apply', at: [0.2, 0.4, 0.6][i] ?? 0, events: [event] };
  });

  it.each([
    [0, 100],
    [0.3, 100],
    [0.5, 200],
    [0.6, 300],
    [0.8, 450],
    [1, 600],
  ])('%f of the line is the moment %i', (share, time) => {
    expect(momentAt(share, marks, 600)).toBe(time);
  });

  it.each([
    [0, 0.2],
    [200, 0.5],
    [450, 0.8],
    [600, 1],
    [900, 1],
  ])('the moment %i is at %f', (time, share) => {
    expect(placeOf(time, marks, 600)).toBeCloseTo(share);
  });
});

it('gives the beginning of a long silence the most room, and leads back to the same moment', () => {
  const events = [0, 1000, 61_000].map((time, sequence): TimelineEvent => ({
    sequence,
    time,
    kind: 'apply',
    text: '',
  }));
  const { ticks } = timelineScale(events, undefined);
  const [, from, to] = ticks.map(({ at }) => at);
  const share = (placeOf(3000, ticks, 62_000) - (from ?? 0)) / ((to ?? 0) - (from ?? 0));
  expect(share).toBeGreaterThan(0.2);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 62_000 }), (time) => {
      expect(Math.abs(momentAt(placeOf(time, ticks, 62_000), ticks, 62_000) - time)).toBeLessThanOrEqual(1);
    }),
  );
});

describe('what machines do between the marks', () => {
  const made = (sequence: number, time: number, kind: TimelineEvent['kind'], name = ''): TimelineEvent => ({
    sequence,
    time,
    kind,
    text: '',
    ...(name !== '' && { object: { kind: 'Pod', namespace: '', name } }),
  });
  const events = [
    made(0, 0, 'cluster-up'),
    made(1, 1000, 'apply'),
    made(2, 1020, 'controller'),
    made(3, 1800, 'controller'),
    made(4, 1800, 'controller'),
    made(5, 1950, 'rules', 'node1'),
    made(6, 1950, 'rules', 'node2'),
    made(7, 3000, 'unready', 'web-1'),
    made(8, 3000, 'unready', 'web-2'),
    made(9, 3500, 'rejected'),
    made(10, 4000, 'apply'),
  ];
  const { ticks } = timelineScale(events, undefined);
  const work = workTicks(events, ticks, 5000);

  it('lies where its time puts it, later work further on, and tells its delay', () => {
    expect(work.map(({ kind, events: own, delay }) => [kind, own.length, delay])).toEqual([
      ['controller', 1, 20],
      ['controller', 2, 800],
      ['rules', 2, 950],
    ]);
    const [up, apply, unready] = ticks.map(({ at }) => at);
    const places = work.map(({ at }) => at);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThan(apply ?? 1);
    expect(Math.max(...places)).toBeLessThan(unready ?? 0);
    expect(up).toBeLessThan(apply ?? 0);
  });

  it('makes a change late until the last rules are written, and nothing else', () => {
    expect(lags(ticks, work)).toEqual([{ from: ticks[1]?.at, to: work.at(-1)?.at }]);
  });

  it('gathers Pods that turn unready at one moment under one mark', () =>
    expect(ticks.map(({ kind, events: own }) => [kind, own.length])).toEqual([
      ['cluster-up', 1],
      ['apply', 1],
      ['unready', 2],
      ['rejected', 1],
      ['apply', 1],
    ]));

  it('is found by a pointer near it', () => {
    const [, apply] = ticks;
    expect(nearestTick(ticks, (apply?.at ?? 0) + 0.005, 1000)).toBe(apply);
    expect(nearestTick(ticks, (apply?.at ?? 0) + 0.02, 1000)).toBeUndefined();
  });

  it('shows the label under the pointer whatever stands there', () => {
    const head = { id: 'head', kind: 'head' as const, at: 0.5, text: 'packet #7, hop 8' };
    const placed = placeLabels([head, { id: 'hover', kind: 'hover', at: 0.51, text: 'apply rev 5' }], 400);
    expect(placed.map(({ id }) => id)).toEqual(['hover']);
  });
});
