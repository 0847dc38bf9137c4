/** Pads cells to the widest of their column; the last cell of a row is left as it is. */
export function alignColumns(rows: readonly (readonly string[])[], gap: number): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.slice(0, -1).forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd((widths[i] ?? 0) + gap))).join(''),
  );
}

/** At most this many entries of a list are shown in a cell. */
export const mostListed = 3;

/** `a,b,c + 2 more...`, as every list in a kubectl cell. */
export function listWithMore(entries: readonly string[]): string {
  const shown = entries.slice(0, mostListed).join(',');
  return entries.length > mostListed ? `${shown} + ${entries.length - mostListed} more...` : shown;
}

export const none = '<none>';
export const unset = '<unset>';
