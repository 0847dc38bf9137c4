/**
 * Aligns text whose cells end in tabs: a column is a run of lines that all have a cell there, as wide as
 * its widest cell and the padding; what follows the last tab of a line belongs to no column.
 * @see https://pkg.go.dev/text/tabwriter, as kubectl uses it: no minimal width, padded with blanks
 */
export function alignTabs(text: string, padding = 2): string {
  const ended = text.endsWith('\n');
  const lines = (ended ? text.slice(0, -1) : text).split('\n').map((line) => line.split('\t'));
  const widths: number[][] = lines.map(() => []);
  measure(lines, widths, 0, lines.length, 0, padding);
  const out = lines.map((cells, row) =>
    cells.map((cell, i) => (i === cells.length - 1 ? cell : cell.padEnd(widths[row]?.[i] ?? 0))).join(''),
  );
  return out.join('\n') + (ended ? '\n' : '');
}

/** Gives the lines of each run that has a cell in a column that column's width, and goes on to the next one. */
function measure(
  lines: readonly (readonly string[])[],
  widths: number[][],
  from: number,
  to: number,
  column: number,
  padding: number,
): void {
  const hasCell = (row: number): boolean => (lines[row]?.length ?? 0) > column + 1;
  for (let row = from; row < to; row++) {
    if (!hasCell(row)) continue;
    let end = row;
    while (end < to && hasCell(end)) end++;
    const widest = Math.max(...lines.slice(row, end).map((cells) => [...(cells[column] ?? '')].length));
    for (let i = row; i < end; i++) (widths[i] ??= [])[column] = widest + padding;
    measure(lines, widths, row, end, column + 1, padding);
    row = end - 1;
  }
}
