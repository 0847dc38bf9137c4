import type { ClusterView, Ip } from '../../../sim-core/index.js';
import { ipKind, type IpKind } from '../../state/ip-kind.js';

/** SGR codes; the screen's theme gives them the page's colours. */
const sgr = { bold: '1', quiet: '90', error: '31', node: '34', pod: '32', cluster: '35', external: '33' } as const;

export type Ink = keyof typeof sgr;

/** Text in an ink; control characters that commands print are shown as they are nowhere meant to act. */
export const inked = (text: string, ink: Ink): string => (text === '' ? '' : `\x1b[${sgr[ink]}m${text}\x1b[0m`);

/** A terminal wants carriage returns; and nothing in the simulation may steer it. */
export const plain = (text: string): string => text.replace(/[\x00-\x08\x0b-\x1f\x7f]/g, '').replace(/\n/g, '\r\n');

const address = /(?<![\w.:-])(?:\d{1,3}\.){3}\d{1,3}(?![\w.-]*\w\.)(?!\d)/g;

function kindOf(ip: Ip, cluster: ClusterView): IpKind | undefined {
  const kind = ipKind(ip, cluster);
  if (kind !== 'external') return kind;
  const known =
    ip === cluster.external.ip ||
    cluster.services.some((service) => [...service.externalIPs, ...service.loadBalancerIPs].includes(ip));
  return known ? kind : undefined;
}

export interface AddressPart {
  readonly text: string;
  readonly kind: IpKind | undefined;
}

/** A text cut at its addresses, each with its kind. */
export function addressParts(text: string, cluster: ClusterView | undefined): readonly AddressPart[] {
  if (cluster === undefined) return [{ text, kind: undefined }];
  const parts: AddressPart[] = [];
  let end = 0;
  for (const { 0: ip, index } of text.matchAll(address)) {
    parts.push({ text: text.slice(end, index), kind: undefined }, { text: ip, kind: kindOf(ip, cluster) });
    end = index + ip.length;
  }
  return [...parts, { text: text.slice(end), kind: undefined }];
}

/** What a command printed, its addresses in the colours of their kinds. */
export const printedText = (text: string, cluster: ClusterView | undefined): string =>
  addressParts(plain(text), cluster)
    .map((part) => (part.kind === undefined ? part.text : inked(part.text, part.kind)))
    .join('');

/** Whether a character takes two cells: CJK, Hangul, full-width forms, emoji. */
function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd)
  );
}

interface Cell {
  readonly row: number;
  readonly col: number;
}

/** Where the cursor is after a text that begins at a cell, on a screen this wide. */
export function cellAfter(text: string, columns: number, from: Cell = { row: 0, col: 0 }): Cell {
  let { row, col } = from;
  for (const c of text) {
    if (c === '\n') {
      row += 1;
      col = 0;
      continue;
    }
    const width = isWide(c.codePointAt(0) ?? 0) ? 2 : 1;
    if (col + width > columns) {
      row += 1;
      col = 0;
    }
    col += width;
  }
  return { row, col };
}

export interface Drawing {
  /** What to write. */
  readonly text: string;
  /** Rows from the first one of the prompt to the cursor. */
  readonly row: number;
}

const up = (rows: number): string => (rows > 0 ? `\x1b[${rows}A` : '');

/** Takes the prompt off the screen: the cursor is `row` rows below its start. */
export const erase = (row: number): string => `\r${up(row)}\x1b[J`;

/** Draws the prompt and the line anew, and puts the cursor into the line. */
export function drawLine(prompt: string, text: string, cursor: number, columns: number, row: number): Drawing {
  const start = cellAfter(prompt, columns);
  const end = cellAfter(text, columns, start);
  // At the edge a terminal waits with the next row until something is written there.
  const wraps = (cell: Cell): Cell => (cell.col >= columns ? { row: cell.row + 1, col: 0 } : cell);
  const at = wraps(cellAfter(text.slice(0, cursor), columns, start));
  const last = wraps(end);
  const edge = last.row > end.row ? '\r\n' : '';
  const right = at.col > 0 ? `\x1b[${at.col}C` : '';
  const drawn = `${inked(prompt, 'quiet')}${inked(plain(text), 'bold')}${edge}`;
  return { text: `${erase(row)}${drawn}\r${up(last.row - at.row)}${right}`, row: at.row };
}

/** Names side by side, as a shell lists what could come next. */
export function columnsOf(names: readonly string[], columns: number): string {
  const width = Math.max(...names.map((name) => name.length)) + 2;
  const perRow = Math.max(1, Math.floor(columns / width));
  const rows = Math.ceil(names.length / perRow);
  return Array.from({ length: rows }, (_none, row) =>
    Array.from({ length: perRow }, (_empty, column) => (names[column * rows + row] ?? '').padEnd(width))
      .join('')
      .trimEnd(),
  ).join('\n');
}

/** What all names begin with. */
export function commonStart(names: readonly string[]): string {
  const [first = '', ...rest] = names;
  let length = first.length;
  for (const name of rest) {
    while (!name.startsWith(first.slice(0, length))) length -= 1;
  }
  return first.slice(0, length);
}
