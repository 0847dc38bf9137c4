/** ln Γ(x) for x > 0. @see W. H. Press et al., Numerical Recipes, section 6.1 (Lanczos) */
function logGamma(x: number): number {
  const series = [
    76.18009172947146, -86.50532032941677, 24.01409824083091, -1.231739572450155, 0.1208650973866179e-2,
    -0.5395239384953e-5,
  ].reduce((sum, c, i) => sum + c / (x + i + 1), 1.000000000190015);
  const t = x + 5.5;
  return (x + 0.5) * Math.log(t) - t + Math.log((2.5066282746310005 * series) / x);
}

const precision = 1e-12;
const maxTerms = 1000;

/** The regularised lower incomplete gamma function by its series, for x < a + 1. */
function lowerGamma(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < maxTerms && term > sum * precision; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum * Math.exp(a * Math.log(x) - x - logGamma(a));
}

/** The upper one by its continued fraction, for x ≥ a + 1 (Lentz). */
function upperGamma(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < maxTerms; n++) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    const delta = d * c;
    h *= delta;
    if (Math.abs(delta - 1) < precision) break;
  }
  return h * Math.exp(a * Math.log(x) - x - logGamma(a));
}

/** How often chance alone gives a χ² at least this large. */
export function chiSquareTail(value: number, freedom: number): number {
  if (freedom < 1 || value <= 0) return 1;
  const [a, x] = [freedom / 2, value / 2];
  return x < a + 1 ? 1 - lowerGamma(a, x) : upperGamma(a, x);
}

/** Pearson's statistic against equal shares. */
export function chiSquare(observed: readonly number[]): number {
  const expected = observed.reduce((sum, n) => sum + n, 0) / Math.max(1, observed.length);
  return expected === 0 ? 0 : observed.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
}

/**
 * The shortest of equal-tailed intervals that hold at least 95 of 100 draws of a binomial distribution:
 * exact, summed up term by term.
 */
export function binomialBand(trials: number, chance: number): readonly [number, number] {
  if (chance <= 0) return [0, 0];
  if (chance >= 1) return [trials, trials];
  const tail = 0.025;
  let sum = 0;
  let low = -1;
  for (let k = 0; k <= trials; k++) {
    const logChoose = logGamma(trials + 1) - logGamma(k + 1) - logGamma(trials - k + 1);
    sum += Math.exp(logChoose + k * Math.log(chance) + (trials - k) * Math.log(1 - chance));
    if (low === -1 && sum > tail) low = k;
    if (sum >= 1 - tail) return [low, k];
  }
  return [Math.max(low, 0), trials];
}
