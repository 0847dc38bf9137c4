import type { ChainBox, Point, RowBox } from './graph-box.js';

export interface GraphWire {
  readonly id: string;
  readonly kind: 'travelled' | 'possible';
  readonly points: readonly Point[];
  /** Hop that took it, and where its number goes. */
  readonly hop?: number;
  readonly badge?: Point;
}

export interface PlacedBox extends ChainBox {
  readonly column: number;
}

/** Boxes in columns, and the room around them. */
export interface Field {
  readonly boxes: readonly PlacedBox[];
  /** Above all boxes: wires that skip a column may run here. */
  readonly top: number;
  readonly gapX: number;
  readonly rowHeight: number;
  readonly headHeight: number;
}

/** A wire that is to be laid. */
interface Lead {
  readonly id: string;
  readonly from: PlacedBox;
  readonly row: RowBox;
  readonly to: PlacedBox;
  /** Hop that took it; thin wires were not taken. */
  readonly hop: number | undefined;
}

const slotWidth = 5;
/** Wires stay this far from boxes that they pass. */
const clear = 6;
const badgeApart = 20;
/** Places in a gutter that are tried for a wire that needs two of them. */
const mostTried = 5;

type Run = readonly Point[];

interface Segment {
  readonly a: Point;
  readonly b: Point;
  /** Wires to the same chain may run together, once they were not taken. */
  readonly bundle: string;
  /** The marker under it is wider than the line. */
  readonly marked: boolean;
}

const segmentsOf = (points: Run, bundle: string, marked: boolean): readonly Segment[] =>
  points.slice(1).map((b, i) => ({ a: points[i] ?? b, b, bundle, marked }));

const within = (value: number, one: number, other: number, margin: number): boolean =>
  value > Math.min(one, other) - margin && value < Math.max(one, other) + margin;

const spansMeet = (a1: number, a2: number, b1: number, b2: number): number =>
  Math.min(Math.max(a1, a2), Math.max(b1, b2)) - Math.max(Math.min(a1, a2), Math.min(b1, b2));

/** How badly two segments are told apart: running on each other is worst, crossing is borne. */
function clash(p: Segment, q: Segment): number {
  if (p.bundle === q.bundle) return 0;
  const [pUp, qUp] = [p.a.x === p.b.x, q.a.x === q.b.x];
  if (pUp !== qUp) {
    const [up, flat] = pUp ? [p, q] : [q, p];
    return within(up.a.x, flat.a.x, flat.b.x, 0) && within(flat.a.y, up.a.y, up.b.y, 0) ? 1 : 0;
  }
  const beside = pUp ? Math.abs(p.a.x - q.a.x) : Math.abs(p.a.y - q.a.y);
  const shared = pUp ? spansMeet(p.a.y, p.b.y, q.a.y, q.b.y) : spansMeet(p.a.x, p.b.x, q.a.x, q.b.x);
  const least = p.marked && q.marked ? 2 * slotWidth : slotWidth;
  return beside < least - 0.5 && shared > -2 ? 30 + Math.max(0, shared) : 0;
}

const length = (points: Run): number =>
  points.slice(1).reduce((sum, b, i) => {
    const a = points[i] ?? b;
    return sum + Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
  }, 0);

/** Places between two edges, the middle first. */
function slots(from: number, to: number): readonly number[] {
  const middle = (from + to) / 2;
  const count = Math.max(0, Math.floor((to - from) / slotWidth / 2));
  return Array.from(
    { length: 2 * count + 1 },
    (_none, i) => middle + (i % 2 === 0 ? 1 : -1) * Math.ceil(i / 2) * slotWidth,
  );
}

/** Straight down, where one chain stands right above the other. */
function waysDown({ from, to }: Lead, { boxes }: Field): readonly Run[] {
  const between = boxes.some((box) => box.column === from.column && box.y > from.y && box.y < to.y);
  if (from.column !== to.column || to.y < from.y || between || from.below !== undefined) return [];
  return slots(from.x + 24, from.x + from.w - 24).map((x) => [
    { x, y: from.y + from.h },
    { x, y: to.y },
  ]);
}

/** Out on the right, through the gutter, and in on the near side. */
function waysAside({ from, row, to }: Lead, { gapX, rowHeight, headHeight }: Field): readonly Run[] {
  const start = { x: from.x + from.w, y: row.y + rowHeight / 2 };
  const end = { x: to.column === from.column ? to.x + to.w : to.x, y: to.y + headHeight / 2 };
  return slots(start.x + clear, start.x + gapX - clear).map((x) => [start, { x, y: start.y }, { x, y: end.y }, end]);
}

/** Around the columns between: over them, or through a gap between their boxes. */
function waysAcross({ from, row, to }: Lead, { boxes, top, gapX, rowHeight, headHeight }: Field): readonly Run[] {
  const between = boxes.filter((box) => box.column > from.column && box.column < to.column);
  const isFree = (y: number): boolean => between.every((box) => y < box.y - clear || y > box.foot + clear);
  const lanes = [
    ...[1, 2, 3, 4, 5].map((n) => top - clear - n * slotWidth),
    ...between.flatMap((box) => [1, 2, 3, 4].map((n) => box.foot + clear + n * slotWidth)),
    row.y + rowHeight / 2,
  ].filter(isFree);
  const start = { x: from.x + from.w, y: row.y + rowHeight / 2 };
  const end = { x: to.x, y: to.y + headHeight / 2 };
  const outs = slots(start.x + clear, start.x + gapX - clear).slice(0, mostTried);
  const ins = slots(end.x - gapX + clear, end.x - clear).slice(0, mostTried);
  return lanes.flatMap((y) =>
    outs.flatMap((out) =>
      ins.map((into): Run => [
        start,
        { x: out, y: start.y },
        { x: out, y },
        { x: into, y },
        { x: into, y: end.y },
        end,
      ]),
    ),
  );
}

function waysOf(lead: Lead, field: Field): readonly Run[] {
  const down = waysDown(lead, field);
  if (down.length > 0) return down;
  return lead.to.column - lead.from.column > 1 ? waysAcross(lead, field) : waysAside(lead, field);
}

/** Where the hop's number goes: on the wire, as far as can be from its ends and from other numbers. */
function badgeOn(points: Run, taken: readonly Point[]): Point | undefined {
  const spots = segmentsOf(points, '', true)
    .map((segment) => ({ ...segment, long: length([segment.a, segment.b]) }))
    .sort((p, q) => q.long - p.long)
    .flatMap(({ a, b, long }) =>
      [0.5, 0.3, 0.7, 0.15, 0.85].map((part) => ({
        x: a.x + (b.x - a.x) * part,
        y: a.y + (b.y - a.y) * part,
        room: Math.min(part, 1 - part) * long,
      })),
    );
  const isApart = (spot: Point): boolean =>
    taken.every((other) => Math.hypot(other.x - spot.x, other.y - spot.y) >= badgeApart);
  const spot = spots.find((one) => one.room >= 9 && isApart(one)) ?? spots.find(isApart) ?? spots[0];
  return spot && { x: spot.x, y: spot.y };
}

function leadsOf({ boxes }: Field): readonly Lead[] {
  const byKey = new Map(boxes.map((box) => [box.key, box]));
  return boxes.flatMap((from) =>
    from.rows.flatMap((row): readonly Lead[] => {
      const { visit, leadsTo } = row.row;
      const to = leadsTo === undefined ? undefined : byKey.get(leadsTo);
      const taken = visit?.visit.matched === true;
      if (to === undefined || to === from || (!taken && !from.chain.visited)) return [];
      return [{ id: `${from.key}>${row.id}`, from, row, to, hop: taken ? visit.hop + 1 : undefined }];
    }),
  );
}

/** Wires from rules to the chains they lead to, around all boxes; those the packet took have the first choice of way. */
export function layWires(field: Field): readonly GraphWire[] {
  const laid: Segment[] = [];
  const badges: Point[] = [];
  const leads = [...leadsOf(field)].sort((a, b) => Number(a.hop === undefined) - Number(b.hop === undefined));
  return leads.flatMap((lead): readonly GraphWire[] => {
    const bundle = lead.hop === undefined ? lead.to.key : lead.id;
    const cost = (points: Run): number => {
      const own = segmentsOf(points, bundle, lead.hop !== undefined);
      return (
        length(points) / 50 + own.reduce((sum, one) => sum + laid.reduce((all, other) => all + clash(one, other), 0), 0)
      );
    };
    const best = waysOf(lead, field)
      .map((points) => ({ points, cost: cost(points) }))
      .reduce<{ readonly points: Run; readonly cost: number } | undefined>(
        (least, way) => (least === undefined || way.cost < least.cost ? way : least),
        undefined,
      );
    if (best === undefined) return [];
    const { points } = best;
    laid.push(...segmentsOf(points, bundle, lead.hop !== undefined));
    if (lead.hop === undefined) return [{ id: lead.id, kind: 'possible', points }];
    const badge = badgeOn(points, badges);
    if (badge !== undefined) badges.push(badge);
    return [{ id: lead.id, kind: 'travelled', points, hop: lead.hop, ...(badge && { badge }) }];
  });
}
