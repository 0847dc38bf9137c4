/** How many letters differ; letters' case counts a little. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const [x, y] = [a[i - 1] ?? '', b[j - 1] ?? ''];
      const change = x === y ? 0 : x.toLowerCase() === y.toLowerCase() ? 0.2 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + change));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** What was probably meant: the nearest word, if it is near at all. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const most = Math.max(1, word.length / 2.5);
  let best: readonly [string, number] | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(word, candidate);
    if (distance <= most && (best === undefined || distance < best[1])) best = [candidate, distance];
  }
  return best?.[0];
}
