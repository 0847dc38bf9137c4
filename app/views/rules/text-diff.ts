import type { SaveLine } from './save-lines.js';

/** Texts with more differing lines than this are told as wholly new: to compare them would take too long. */
const mostCompared = 1500;

/** Which lines of two lists are the same, as pairs of indices in rising order: a longest common subsequence. */
function commonLines(before: readonly string[], after: readonly string[]): readonly (readonly [number, number])[] {
  const [n, m] = [before.length, after.length];
  if (n > mostCompared || m > mostCompared) return [];
  const width = m + 1;
  const lengths = new Uint16Array((n + 1) * width);
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      const [down, right] = [lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0];
      lengths[i * width + j] =
        before[i] === after[j] ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(down, right);
    }
  }
  const pairs: [number, number][] = [];
  for (let [i, j] = [0, 0]; i < n && j < m;) {
    if (before[i] === after[j]) pairs.push([i++, j++]);
    else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) i++;
    else j++;
  }
  return pairs;
}

const context = 2;

/** The lines of a text as it is, those that came marked and those that went put in; parts without a change are left out. */
export function textDiff(before: readonly string[], lines: readonly SaveLine[]): readonly SaveLine[] {
  const pairs = commonLines(
    before,
    lines.map(({ text }) => text),
  );
  const merged: SaveLine[] = [];
  let [i, j] = [0, 0];
  for (const [b, a] of [...pairs, [before.length, lines.length] as const]) {
    for (; i < b; i++) merged.push({ key: `-${i}`, sign: '-', text: before[i] ?? '', kind: 'text' });
    for (; j < a; j++) merged.push(...lines.slice(j, j + 1).map((line) => ({ ...line, sign: '+' as const })));
    merged.push(...lines.slice(a, a + 1));
    [i, j] = [b + 1, a + 1];
  }
  return folded(merged);
}

function folded(lines: readonly SaveLine[]): readonly SaveLine[] {
  const near = new Set<number>();
  lines.forEach(({ sign }, at) => {
    if (sign === ' ') return;
    for (let k = at - context; k <= at + context; k++) near.add(k);
  });
  const kept: SaveLine[] = [];
  let skipped = 0;
  lines.forEach((line, at) => {
    if (!near.has(at)) {
      skipped++;
      return;
    }
    if (skipped > 0) kept.push({ key: `gap-${at}`, sign: ' ', text: `⋯ ${skipped}`, kind: 'gap' });
    skipped = 0;
    kept.push(line);
  });
  if (skipped > 0 && kept.length > 0) kept.push({ key: 'gap-end', sign: ' ', text: `⋯ ${skipped}`, kind: 'gap' });
  return kept;
}
