import { shortChain } from '../../i18n/hop-words.js';
import { fitText, textWidth, type Font } from '../../ui/text-metrics.js';
import type { GraphChain, GraphRow, GraphSection } from './chain-graph.js';
import { chainRole, type ChainRole } from './chain-role.js';
import type { ChainBox, GraphText, LeaveCard, Leaving, RowBox } from './graph-box.js';
import { layWires, type Field, type GraphWire, type PlacedBox } from './graph-wires.js';

export const chainFont: Font = { family: 'mono', size: 12, weight: 600 };
export const rowFont: Font = { family: 'mono', size: 11, weight: 400 };
export const noteFont: Font = { family: 'ui', size: 11, weight: 400 };

const margin = 20;
/** Gutters run right of the last column too. */
const marginRight = 34;
const gapX = 36;
const gapY = 40;
const least = 220;
/** A section's title, and the lanes between it and the boxes. */
const titleHeight = 64;
/** The card of what left the chain above it. */
const cardGap = 26;
const cardHeight = 96;
const widest = 320;
export const headHeight = 30;
export const rowHeight = 26;

export interface SectionTitle extends GraphText {
  /** The section's index. */
  readonly section: number;
  /** Where the text ends. */
  readonly end: number;
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly titles: readonly SectionTitle[];
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
  readonly otherwise: string;
  readonly chosen: string;
  readonly notChosen: string;
  readonly roles: Readonly<Record<ChainRole, (service: string) => string>>;
}

/** What is known of the chains besides their rules. */
export interface GraphFacts {
  /** Services by chain. */
  readonly services: ReadonlyMap<string, string>;
  /** By section. */
  readonly leavings: readonly (Leaving | undefined)[];
}

const noFacts: GraphFacts = { services: new Map(), leavings: [] };

/** `KUBE-SVC-67NZ…` as a row's end: the prefix that all share adds nothing there. */
const targetText = (target: string): string => shortChain(target.replace(/^(?:jump|goto) /, '')).replace(/^KUBE-/, '');

function rowTexts(row: GraphRow, words: GraphWords): readonly [string, string] {
  const roll = row.visit?.visit.roll;
  const summary = row.otherwise ? words.otherwise : row.summary === '' ? words.any : row.summary;
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

const boxHeight = (chain: GraphChain): number =>
  headHeight + chain.rows.length * rowHeight + (chain.rows.length > 0 && chain.hidden > 0 ? 20 : 0);

/** What a chain is for, else how many rules it has. */
function noteOf(chain: GraphChain, words: GraphWords, services: GraphFacts['services']): string {
  if (chain.chosen !== undefined) return chain.chosen ? words.chosen : words.notChosen;
  const role = chainRole(chain.name);
  const service = services.get(chain.name);
  if (role === 'mark') return words.roles.mark('');
  if (role !== undefined && service !== undefined) return words.roles[role](service);
  return chain.total === 0 ? words.empty : words.rules(chain.total);
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
}

function cardUnder(leaving: Leaving, { x, y, w }: Place): LeaveCard {
  const top = y + cardGap;
  const middle = x + w / 2;
  const wire = [
    { x: middle, y },
    { x: middle, y: top },
  ];
  return { x, y: top, w, h: cardHeight, wire, leaving };
}

function chainBox(
  chain: GraphChain,
  { x, y, w }: Place,
  words: GraphWords,
  services: GraphFacts['services'],
  leaving: Leaving | undefined,
): ChainBox {
  const note = fitText(noteOf(chain, words, services), (w - 24) * 0.55, noteFont);
  const noteWidth = textWidth(note, noteFont);
  const name = fitText(shortChain(chain.name), w - 24 - noteWidth - 8, chainFont);
  const h = boxHeight(chain);
  const below = leaving?.chain === chain.key ? cardUnder(leaving, { x, y: y + h, w }) : undefined;
  return {
    key: chain.key,
    chain,
    x,
    y,
    w,
    h,
    name: { text: name, x: x + 12, y: y + 19 },
    note: { text: note, x: x + w - 12 - noteWidth, y: y + 19 },
    rows: chain.rows.map((row, i) => rowBox(row, x, y + headHeight + i * rowHeight, w, words)),
    ...(below && { below }),
    foot: below === undefined ? y + h : below.y + below.h,
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

interface PlacedSection extends Field {
  readonly bottom: number;
}

/** Callers before the called, the packet's chains before others; column after column, all about equally high. */
function placeSection(
  section: GraphSection,
  top: number,
  columns: Columns,
  words: GraphWords,
  services: GraphFacts['services'],
  leaving: Leaving | undefined,
): PlacedSection {
  const heightOf = (chain: GraphChain): number =>
    boxHeight(chain) + (leaving?.chain === chain.key ? cardGap + cardHeight : 0);
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
    const place = { x: xOf(columns, column), y, w: columns.w };
    boxes.push({ ...chainBox(chain, place, words, services, leaving), column });
    y += h + gapY;
    low = Math.max(low, y - gapY);
  }
  return { boxes, top, bottom: low, gapX, rowHeight, headHeight };
}

/** All sections under each other, as wide as the pane. */
export function layoutGraph(
  sections: readonly GraphSection[],
  width: number,
  words: GraphWords,
  { services, leavings }: GraphFacts = noFacts,
): GraphLayout {
  const columns = columnsFor(width, Math.max(1, ...sections.map((section) => section.chains.length)));
  const titles: SectionTitle[] = [];
  const boxes: ChainBox[] = [];
  const wires: GraphWire[] = [];
  let y = margin;
  for (const [index, section] of sections.entries()) {
    const text = fitText(section.title, width - 2 * margin, chainFont);
    titles.push({ text, x: margin, y: y + 16, section: index, end: margin + textWidth(text, chainFont) });
    const placed = placeSection(section, y + titleHeight, columns, words, services, leavings[index]);
    boxes.push(...placed.boxes);
    wires.push(...layWires(placed));
    y = placed.bottom + 36;
  }
  const needed = xOf(columns, columns.count - 1) + columns.w + marginRight;
  return { width: Math.max(needed, width), height: y, titles, boxes, wires };
}
