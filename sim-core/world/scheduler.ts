import type { Millis } from '../base/time.js';

/** Something that will look at the world at a time of its own. */
export type Task =
  /** `deadline` when it only has to say that a time is over. */
  | { readonly kind: 'controller'; readonly name: string; readonly deadline?: true }
  /** kube-proxy on a node writes its rules anew. */
  | { readonly kind: 'rules'; readonly node: string }
  /** The process of kube-proxy on a node begins; `retry` after it exited with an error. */
  | { readonly kind: 'kube-proxy'; readonly node: string; readonly retry?: true };

/** Whether a task can be waited for without end, or for nothing: a world at rest may still have it ahead. */
export const isIdle = (task: Task): boolean =>
  (task.kind === 'kube-proxy' && task.retry === true) || (task.kind === 'controller' && task.deadline === true);

export interface ScheduledTask {
  readonly time: Millis;
  /** Breaks ties: tasks of the same time run in the order in which they were asked for. */
  readonly sequence: number;
  readonly task: Task;
}

/** What is still to happen, ordered by (time, sequence): a total order. */
export interface Schedule {
  readonly pending: readonly ScheduledTask[];
  readonly nextSequence: number;
}

export const emptySchedule: Schedule = { pending: [], nextSequence: 0 };

function sameTask(a: Task, b: Task): boolean {
  if (a.kind === 'controller') return b.kind === 'controller' && a.name === b.name && isIdle(a) === isIdle(b);
  return b.kind === a.kind && a.node === b.node && isIdle(a) === isIdle(b);
}

const isBefore = (a: ScheduledTask, b: ScheduledTask): boolean =>
  a.time < b.time || (a.time === b.time && a.sequence < b.sequence);

/** Asks for a task. One that waits already runs once, at the earlier of the two times. */
export function schedule(current: Schedule, time: Millis, task: Task): Schedule {
  const waiting = current.pending.find((entry) => sameTask(entry.task, task));
  if (waiting !== undefined && waiting.time <= time) return current;
  const entry = { time, sequence: current.nextSequence, task };
  const others = current.pending.filter((other) => other !== waiting);
  const place = others.findIndex((other) => isBefore(entry, other));
  const at = place === -1 ? others.length : place;
  return {
    pending: [...others.slice(0, at), entry, ...others.slice(at)],
    nextSequence: current.nextSequence + 1,
  };
}

/** Takes the first task that is due by the given time, if there is one. */
export function takeDue(
  current: Schedule,
  until: Millis,
): { readonly due: ScheduledTask; readonly rest: Schedule } | undefined {
  const [due, ...pending] = current.pending;
  return due === undefined || due.time > until ? undefined : { due, rest: { ...current, pending } };
}
