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

/** As many columns as there is room for, but no more than there are chains. */
function columnsFor(width: number, most: number): Columns {
  const inner = Math.max(least, width - margin - marginRight);
  const count = Math.max(1, Math.min(most, Math.floor((inner + gapX) / (least + gapX))));
  return { count, w: Math.min(widest, (inner - (count - 1) * gapX) / count) };
}

const xOf = (columns: Columns, column: number): number => margin + column * (columns.w + gapX);

interface PlacedBox extends ChainBox {
  readonly column: number;
}

interface PlacedSection {
  readonly boxes: readonly PlacedBox[];
  /** Above all boxes: wires that skip a column run here. */
  readonly top: number;
  readonly bottom: number;
}

/** Callers before the called, the packet's chains before others; column after column, all about equally high. */
function placeSection(section: GraphSection, top: number, columns: Columns, words: GraphWords): PlacedSection {
  const ordered = [...section.chains].sort((a, b) => a.depth - b.depth || Number(b.visited) - Number(a.visited));
  const total = ordered.reduce((sum, chain) => sum + heightOf(chain) + gapY, 0);
  const budget = total / columns.count;
  const boxes: PlacedBox[] = [];
  let column = 0;
  let y = top;
  let low = top;
  for (const chain of ordered) {
    const h = heightOf(chain);
    const full = y > top && y - top + h / 2 > budget;
    if (full && column < columns.count - 1) {
      column++;
      y = top;
    }
    boxes.push({ ...chainBox(chain, xOf(columns, column), y, columns.w, words), column });
    y += h + gapY;
    low = Math.max(low, y - gapY);
  }
  return { boxes, top, bottom: low };
}

/** Hands out places side by side, so that wires in one gutter or lane stay apart. */
class Places {
  readonly #taken = new Map<string, number>();

  next(key: string, among: number): number {
    const nth = this.#taken.get(key) ?? 0;
    this.#taken.set(key, nth + 1);
    return nth % among;
  }
}

type Run = GraphWire['points'];

/** From a row's right edge through gutters and lanes into the top of the chain it leads to, around all boxes. */
function wayTo(row: RowBox, from: PlacedBox, to: PlacedBox, top: number, places: Places): Run {
  const start = { x: from.x + from.w, y: row.y + rowHeight / 2 };
  const gutter = start.x + 6 + places.next(`gutter/${from.column}`, 5) * 5;
  const lane = to.y - 8 - places.next(`lane/${to.y}`, 4) * 6;
  const into = to.x + 24 + places.next(`into/${to.key}`, 10) * 14;
  const end = [
    { x: into, y: lane },
    { x: into, y: to.y },
  ];
  const out = [start, { x: gutter, y: start.y }];
  if (to.column === from.column || to.column === from.column + 1) return [...out, { x: gutter, y: lane }, ...end];
  const across = top - 30 - places.next('across', 3) * 4;
  const left = to.x - gapX + 6 + places.next(`gutter/${to.column - 1}`, 5) * 5;
  return [...out, { x: gutter, y: across }, { x: left, y: across }, { x: left, y: lane }, ...end];
}

function wiresOf({ boxes, top }: PlacedSection): readonly GraphWire[] {
  const byKey = new Map(boxes.map((box) => [box.key, box]));
  const places = new Places();
  return boxes.flatMap((box) =>
    box.rows.flatMap((row): readonly GraphWire[] => {
      const { visit, leadsTo } = row.row;
      const target = leadsTo === undefined ? undefined : byKey.get(leadsTo);
      const taken = visit?.visit.matched === true;
      if (target === undefined || target === box || (!taken && !box.chain.visited)) return [];
      const wire = { id: `${box.key}>${row.id}`, points: wayTo(row, box, target, top, places) };
      if (!taken) return [{ ...wire, kind: 'possible' }];
      return [
        { ...wire, kind: 'travelled', hop: visit.hop + 1, badge: { x: box.x + box.w, y: row.y + rowHeight / 2 } },
      ];
    }),
  );
}

/** All sections under each other, as wide as the pane. */
export function layoutGraph(sections: readonly GraphSection[], width: number, words: GraphWords): GraphLayout {
  const columns = columnsFor(width, Math.max(1, ...sections.map((section) => section.chains.length)));
  const titles: GraphText[] = [];
  const boxes: ChainBox[] = [];
  const wires: GraphWire[] = [];
  let y = margin;
  for (const section of sections) {
    titles.push({ text: fitText(section.title, width - 2 * margin, chainFont), x: margin, y: y + 12 });
    const placed = placeSection(section, y + 60, columns, words);
    boxes.push(...placed.boxes);
    wires.push(...wiresOf(placed));
    y = placed.bottom + 36;
  }
  const needed = xOf(columns, columns.count - 1) + columns.w + marginRight;
  return { width: Math.max(needed, width), height: y, titles, boxes, wires };
}
