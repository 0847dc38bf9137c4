import type { Millis } from '../../sim-core/index.js';

/** The world's own clock: `00:12.480`. */
export function clockText(millis: Millis): string {
  const pad = (value: number, length: number): string => String(Math.floor(value)).padStart(length, '0');
  return `${pad(millis / 60_000, 2)}:${pad((millis / 1000) % 60, 2)}.${pad(millis % 1000, 3)}`;
}
