import type { Page } from '@playwright/test';

export interface Frames {
  /** Frames a second while packets were in flight. */
  readonly rate: number;
  /** The time between two frames, in milliseconds, that 95 of 100 keep. */
  readonly p95: number;
  /** The most packets in flight at once. */
  readonly mostInFlight: number;
}

/**
 * Counts animation frames while packets fly: starts with the first in flight, ends with the last landed
 * or when the time is over. The map must be in view; whoever calls sends the packets.
 */
export async function flightFrames(page: Page, millis = 6000): Promise<Frames> {
  // Some transpilers name functions with a helper of theirs, which the page does not have.
  await page.evaluate('globalThis.__name ??= (named) => named');
  return page.evaluate(
    (most) =>
      new Promise((resolve) => {
        const times: number[] = [];
        let mostInFlight = 0;
        const begun = performance.now();
        requestAnimationFrame(function count(now) {
          const flying = Number(document.querySelector<HTMLElement>('canvas[data-flights]')?.dataset['inFlight'] ?? 0);
          if (flying > 0) times.push(now);
          mostInFlight = Math.max(mostInFlight, flying);
          const over = now - begun > most || (times.length > 0 && flying === 0);
          if (!over) return void requestAnimationFrame(count);
          const gaps = times.slice(1).map((time, i) => time - (times[i] ?? time));
          const sorted = [...gaps].sort((a, b) => a - b);
          const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
          resolve({
            rate: span > 0 ? (gaps.length * 1000) / span : 0,
            p95: sorted[Math.floor(sorted.length * 0.95)] ?? Infinity,
            mostInFlight,
          });
        });
      }),
    millis,
  );
}
