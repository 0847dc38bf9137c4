import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptySchedule, schedule, takeDue, type Task } from './scheduler.js';

const controller = (name: string): Task => ({ kind: 'controller', name });

/** Runs everything, in order. */
function drain(start = emptySchedule): readonly { readonly time: number; readonly task: Task }[] {
  const done = [];
  for (let next = takeDue(start, Infinity); next !== undefined; next = takeDue(next.rest, Infinity))
    done.push(next.due);
  return done;
}

describe('schedule', () => {
  it('runs tasks of the same time in the order in which they were asked for', () => {
    const waiting = ['c', 'a', 'b'].reduce((s, name) => schedule(s, 10, controller(name)), emptySchedule);
    expect(drain(waiting).map((entry) => entry.task)).toEqual([controller('c'), controller('a'), controller('b')]);
  });

  it('keeps one entry a task, at the earliest time asked for', () => {
    let waiting = schedule(emptySchedule, 50, controller('a'));
    waiting = schedule(waiting, 20, controller('a'));
    waiting = schedule(waiting, 90, controller('a'));
    expect(drain(waiting).map((entry) => entry.time)).toEqual([20]);
  });

  it('leaves what is not due yet', () => {
    const waiting = schedule(emptySchedule, 50, controller('a'));
    expect(takeDue(waiting, 49)).toBeUndefined();
    expect(takeDue(waiting, 50)?.rest.pending).toEqual([]);
  });

  it('always hands out in order of (time, sequence)', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ time: fc.nat(20), name: fc.nat(8) }), { maxLength: 30 }), (asked) => {
        const done = drain(asked.reduce((s, a) => schedule(s, a.time, controller(String(a.name))), emptySchedule));
        expect(done.map((entry) => entry.time)).toEqual(done.map((entry) => entry.time).toSorted((a, b) => a - b));
        expect(done).toHaveLength(new Set(asked.map((a) => a.name)).size);
      }),
    );
  });
});
