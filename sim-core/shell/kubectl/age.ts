import type { Millis } from '../../base/time.js';

const second = 1;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * A duration as kubectl prints an age: two units while both matter, then one.
 * @see k8s.io/apimachinery/pkg/util/duration (v1.34) HumanDuration
 */
export function humanDuration(ms: Millis): string {
  const seconds = Math.floor(ms / 1000);
  const whole = (unit: number): number => Math.floor(seconds / unit);
  const pair = (unit: number, name: string, rest: number, restName: string): string => {
    const left = whole(rest) - whole(unit) * (unit / rest);
    return left === 0 ? `${whole(unit)}${name}` : `${whole(unit)}${name}${left}${restName}`;
  };
  if (seconds < 2 * minute) return `${Math.max(seconds, 0)}s`;
  if (seconds < 10 * minute) return pair(minute, 'm', second, 's');
  if (seconds < 3 * hour) return `${whole(minute)}m`;
  if (seconds < 8 * hour) return pair(hour, 'h', minute, 'm');
  if (seconds < 2 * day) return `${whole(hour)}h`;
  if (seconds < 8 * day) return pair(day, 'd', hour, 'h');
  return `${whole(day)}d`;
}
