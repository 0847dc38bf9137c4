import { shortChain } from '../../i18n/hop-words.js';
import { fitText, textWidth, type Font } from '../../ui/text-metrics.js';
import type { GraphChain, GraphRow, GraphSection } from './chain-graph.js';

export const chainFont: Font = { family: 'mono', size: 12, weight: 600 };
export const rowFont: Font = { family: 'mono', size: 11, weight: 400 };
export const noteFont: Font = { family: 'ui', size: 11, weight: 400 };

const margin = 20;
/** Gutters run right of the last column too. */
const marginRight = 34;
const gapX = 32;
const gapY = 40;
const least = 224;
const widest = 320;
export const headHeight = 30;
export const rowHeight = 26;

export interface GraphText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

export interface RowBox {
  readonly id: string;
  readonly y: number;
  readonly summary: GraphText;
  readonly target: GraphText;
  readonly row: GraphRow;
}

export interface ChainBox {
  readonly key: string;
  readonly chain: GraphChain;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly name: GraphText;
  readonly note: GraphText;
  readonly rows: readonly RowBox[];
}

export interface GraphWire {
  readonly id: string;
  readonly kind: 'travelled' | 'possible';
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** Hop that took it, and where its number goes. */
  readonly hop?: number;
  readonly badge?: { readonly x: number; readonly y: number };
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly titles: readonly GraphText[];
  readonly boxes: readonly ChainBox[];
  readonly wires: readonly GraphWire[];
}

export interface GraphWords {
  readonly rules: (count: number) => string;
  readonly more: (count: number) => string;
  readonly any: string;
  readonly lost: string;
  readonly rolled: (value: string) => string;
  readonly empty: string;
}

/** `KUBE-SVC-67NZ…` as a row's end: the prefix that all share adds nothing there. */
const targetText = (target: string): string => shortChain(target).replace(/^KUBE-/, '');

function rowTexts(row: GraphRow, words: GraphWords): readonly [string, string] {
  const roll = row.visit?.visit.roll;
  const summary = row.summary === '' ? words.any : row.summary;
  if (roll === undefined) return [summary, targetText(row.target)];
  const drawn = (roll.drawn / 2 ** 31).toFixed(2);
  const end = row.visit?.visit.matched === true ? targetText(row.target) : words.lost;
  return [`${summary}, ${words.rolled(drawn)}`, end];
}

function rowBox(row: GraphRow, x: number, y: number, w: number, words: GraphWords): RowBox {
  const [left, rightText] = rowTexts(row, words);
  const room = w - 24;
  const summaryRoom = Math.min(textWidth(left, rowFont), room * 0.3);
  const target = fitText(rightText, room - 10 - summaryRoom, rowFont);
  const targetWidth = textWidth(target, rowFont);
  const summary = fitText(left, room - targetWidth - 10, rowFont);
  const baseline = y + rowHeight / 2 + 4;
  return {
    id: row.id,
    y,
    summary: { text: summary, x: x + 12, y: baseline },
    target: { text: target, x: x + w - 12 - targetWidth, y: baseline },
    row,
  };
}

const heightOf = (chain: GraphChain): number =>
  headHeight + chain.rows.length * rowHeight + (chain.rows.length > 0 && chain.hidden > 0 ? 20 : 0);

function chainBox(chain: GraphChain, x: number, y: number, w: number, words: GraphWords): ChainBox {
  const said = chain.total === 0 ? words.empty : words.rules(chain.total);
  const noteWidth = textWidth(said, noteFont);
  const name = fitText(shortChain(chain.name), w - 24 - noteWidth - 8, chainFont);
  return {
    key: chain.key,
    chain,
    x,
    y,
    w,
    h: heightOf(chain),
    name: { text: name, x: x + 12, y: y + 19 },
    note: { text: said, x: x + w - 12 - noteWidth, y: y + 19 },
    rows: chain.rows.map((row, i) => rowBox(row, x, y + headHeight + i * rowHeight, w, words)),
  };
}

interface Columns {
  readonly count: number;
  readonly w: number;
}

/** As many columns as there is room for, but no more than a line ever fills. */
function columnsFor(width: number, most: number): Columns {
  const inner = Math.max(least, width - margin - marginRight);
  const count = Math.max(1, Math.min(most, Math.floor((inner + gapX) / (least + gapX))));
  return { count, w: Math.min(widest, (inner - (count - 1) * gapX) / count) };
}

const xOf = (columns: Columns, column: number): number => margin + column * (columns.w + gapX);

/** Lines of boxes, each below the last: depth by depth, wrapped when a depth has more chains than columns. */
function placeSection(
  section: GraphSection,
  top: number,
  columns: Columns,
  words: GraphWords,
): { readonly boxes: readonly ChainBox[]; readonly bottom: number } {
  const boxes: ChainBox[] = [];
  let y = top;
  const depths = [...new Set(section.chains.map((chain) => chain.depth))].sort((a, b) => a - b);
  for (const depth of depths) {
    const own = section.chains
      .filter((chain) => chain.depth === depth)
      .sort((a, b) => Number(b.visited) - Number(a.visited));
    for (let start = 0; start < own.length; start += columns.count) {
      const line = own.slice(start, start + columns.count);
      line.forEach((chain, i) => boxes.push(chainBox(chain, xOf(columns, i), y, columns.w, words)));
      y += Math.max(...line.map(heightOf)) + gapY;
    }
  }
  return { boxes, bottom: y - gapY };
}

/** From a row's right edge down the gutter, along the lane above the target, and into its top. */
function wiresOf(boxes: readonly ChainBox[]): readonly GraphWire[] {
  const byKey = new Map(boxes.map((box) => [box.key, box]));
  const entries = new Map<string, number>();
  const exits = new Map<number, number>();
  return boxes.flatMap((box) =>
    box.rows.flatMap((row): readonly GraphWire[] => {
      const target = row.row.leadsTo === undefined ? undefined : byKey.get(row.row.leadsTo);
      if (target === undefined || target.y <= box.y) return [];
      const taken = row.row.visit?.visit.matched === true;
      if (!taken && !box.chain.visited) return [];
      const nth = entries.get(target.key) ?? 0;
      entries.set(target.key, nth + 1);
      const out = exits.get(box.x) ?? 0;
      exits.set(box.x, out + 1);
      const gutter = box.x + box.w + 6 + (out % 5) * 5;
      const from = { x: box.x + box.w, y: row.y + rowHeight / 2 };
      const lane = target.y - 8 - (out % 4) * 6;
      const into = target.x + Math.min(target.w - 16, 24 + nth * 14);
      const points = [
        from,
        { x: gutter, y: from.y },
        { x: gutter, y: lane },
        { x: into, y: lane },
        { x: into, y: target.y },
      ];
      const wire = { id: `${box.key}>${row.id}`, points };
      if (!taken || row.row.visit === undefined) return [{ ...wire, kind: 'possible' }];
      return [{ ...wire, kind: 'travelled', hop: row.row.visit.hop + 1, badge: { x: from.x, y: from.y } }];
    }),
  );
}

const countAt = (section: GraphSection, depth: number): number =>
  section.chains.filter((chain) => chain.depth === depth).length;

/** All sections under each other, as wide as the pane. */
export function layoutGraph(sections: readonly GraphSection[], width: number, words: GraphWords): GraphLayout {
  const most = Math.max(
    1,
    ...sections.flatMap((section) => section.chains.map(({ depth }) => countAt(section, depth))),
  );
  const columns = columnsFor(width, most);
  const titles: GraphText[] = [];
  const boxes: ChainBox[] = [];
  let y = margin;
  for (const section of sections) {
    titles.push({ text: section.title, x: margin, y: y + 12 });
    const placed = placeSection(section, y + 28, columns, words);
    boxes.push(...placed.boxes);
    y = placed.bottom + 44;
  }
  const needed = xOf(columns, columns.count - 1) + columns.w + marginRight;
  return { width: Math.max(needed, width), height: y, titles, boxes, wires: wiresOf(boxes) };
}
