/** The table at the end. */

export interface Row {
  readonly name: string;
  readonly mode: string;
  readonly probes: number;
  readonly attempts: number;
  readonly agreements: number;
  readonly disagreements: number;
  readonly notes: readonly string[];
}

const heads = ['scenario', 'mode', 'probes', 'packets', 'agree', 'differ'] as const;

const cellsOf = ({ name, mode, probes, attempts, agreements, disagreements }: Row): readonly string[] => [
  name,
  mode,
  ...[probes, attempts, agreements, disagreements].map(String),
];

/** Aligned columns, each row followed by what there is to say about it. */
export function formatTable(rows: readonly Row[]): string {
  const sum = (pick: (row: Row) => number): number => rows.reduce((total, row) => total + pick(row), 0);
  const total: Row = {
    name: 'all',
    mode: '',
    probes: sum((r) => r.probes),
    attempts: sum((r) => r.attempts),
    agreements: sum((r) => r.agreements),
    disagreements: sum((r) => r.disagreements),
    notes: [],
  };
  const table = [heads, ...[...rows, total].map(cellsOf)];
  const widths = heads.map((_, column) => Math.max(...table.map((cells) => (cells[column] ?? '').length)));
  const lines = table.map((cells) =>
    cells.map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
  );
  const notes = [[], ...rows.map((row) => row.notes), []];
  return lines.flatMap((line, i) => [line.trimEnd(), ...(notes[i] ?? []).map((note) => `  ${note}`)]).join('\n');
}
