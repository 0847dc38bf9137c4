export const lessMotion = (): boolean => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Starts and ends gently. */
export const ease = (t: number): number => (t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2);

/** Calls with a share of the way, 0 to 1, frame by frame. Returns what stops it. */
export function tween(millis: number, draw: (share: number) => void, end?: () => void): () => void {
  if (millis <= 0) {
    draw(1);
    end?.();
    return () => undefined;
  }
  const begun = performance.now();
  let frame = requestAnimationFrame(function next(now) {
    const t = Math.min(1, Math.max(0, (now - begun) / millis));
    draw(ease(t));
    if (t < 1) frame = requestAnimationFrame(next);
    else end?.();
  });
  return () => cancelAnimationFrame(frame);
}
