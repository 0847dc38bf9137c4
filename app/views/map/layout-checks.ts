import { fonts, type Box, type Label, type MapLayout } from './box.js';
import { labelWidth } from './context.js';
import { bottom, contains, overlaps, type Rect } from './geometry.js';

/** Faults that no drawing of the map may have, whatever it shows, in words. */
type Faults = Generator<string>;

const slack = 0.01;
const grown = (r: Rect, by: number): Rect => ({ x: r.x - by, y: r.y - by, w: r.w + 2 * by, h: r.h + 2 * by });

const isFrame = (box: Box): boolean => box.shape === 'node' || box.shape === 'zone';

/** Of boxes that are sorted from top to bottom, each is held only against those that begin before it ends. */
function* overlapsAmong(boxes: readonly Box[]): Faults {
  const sorted = [...boxes].sort((a, b) => a.rect.y - b.rect.y);
  for (const [i, a] of sorted.entries()) {
    const mine = grown(a.rect, -slack);
    for (let j = i + 1; j < sorted.length; j++) {
      const b = sorted[j];
      if (b === undefined || b.rect.y >= bottom(a.rect)) break;
      if (overlaps(mine, grown(b.rect, -slack))) yield `${a.id} overlaps ${b.id}`;
    }
  }
}

export function* boxFaults(layout: MapLayout): Faults {
  const whole = grown({ x: 0, y: 0, w: layout.width, h: layout.height }, slack);
  const byId = new Map(layout.boxes.map((box) => [box.id, box]));
  if (byId.size !== layout.boxes.length) yield 'two boxes share an id';
  yield* overlapsAmong(layout.boxes.filter((box) => !isFrame(box) && box.rect.w > 0));
  yield* overlapsAmong(layout.boxes.filter(isFrame));
  for (const box of layout.boxes) {
    if (!contains(whole, box.rect)) yield `${box.id} lies outside the map`;
    const parent = box.inside === undefined ? undefined : byId.get(box.inside);
    if (parent === undefined) continue;
    // What straddles a frame reaches across one of its sides, and no further.
    const fits =
      box.straddles === true ? overlaps(parent.rect, box.rect) : contains(grown(parent.rect, slack), box.rect);
    if (!fits) yield `${box.id} leaves ${parent.id}`;
  }
}

/** The place that a text takes, as it is measured in its own font. */
export function labelRect(label: Label): Rect {
  const { size } = fonts[label.font];
  const length = labelWidth(label);
  return label.turned
    ? { x: label.x - 3, y: label.y, w: size, h: length }
    : { x: label.x, y: label.y - size * 0.75, w: length, h: size };
}

/** Letters may reach a pixel above or below, never past an end. */
function roomOf({ rect }: Box, { turned }: Label): Rect {
  const [across, along] = [1, slack];
  const [x, y] = turned === true ? [across, along] : [along, across];
  return { x: rect.x - x, y: rect.y - y, w: rect.w + 2 * x, h: rect.h + 2 * y };
}

export function* labelFaults(layout: MapLayout): Faults {
  for (const box of layout.boxes) {
    const rects = box.labels.map(labelRect);
    for (const [i, label] of box.labels.entries()) {
      const rect = rects[i];
      if (rect === undefined) continue;
      if (fonts[label.font].size < 11) yield `“${label.text}” is smaller than 11 pixels`;
      if (!contains(roomOf(box, label), rect)) yield `“${label.text}” does not fit ${box.id}`;
      const j = rects.findIndex((other, at) => at > i && overlaps(grown(rect, -slack), grown(other, -slack)));
      if (j >= 0) yield `“${label.text}” runs into “${box.labels[j]?.text}” in ${box.id}`;
    }
  }
  yield* frameTextFaults(layout);
}

/** Texts of a frame lie between what is in it, not under it. */
function* frameTextFaults(layout: MapLayout): Faults {
  const frames = layout.boxes.filter(isFrame);
  for (const frame of frames) {
    const inner = layout.boxes.filter((box) => box.inside === frame.id && box.labels.length > 0);
    for (const label of frame.labels) {
      const rect = labelRect(label);
      const hit = inner.find((box) => box.shape !== 'host' && overlaps(grown(rect, -1), box.rect));
      if (hit !== undefined) yield `“${label.text}” of ${frame.id} lies under ${hit.id}`;
    }
  }
}

const runOf = (from: { x: number; y: number }, to: { x: number; y: number }): Rect => ({
  x: Math.min(from.x, to.x),
  y: Math.min(from.y, to.y),
  w: Math.abs(to.x - from.x),
  h: Math.abs(to.y - from.y),
});

/** Wires run at right angles, through none of these boxes, and a ghost's tether through no title. */
export function* wireFaults(layout: MapLayout, isSolid: (box: Box) => boolean): Faults {
  const boxes = layout.boxes.filter(isSolid);
  const titles = layout.boxes
    .filter(isFrame)
    .flatMap(({ id, labels }) =>
      labels.slice(0, 3).map((label) => ({ id: `${id} “${label.text}”`, rect: labelRect(label) })),
    );
  for (const wire of layout.wires) {
    for (const [i, from] of wire.points.entries()) {
      const to = wire.points[i + 1];
      if (to === undefined || wire.kind === 'refusal') break;
      if (from.x !== to.x && from.y !== to.y) yield `${wire.kind} ${wire.id} is not at right angles`;
      const run = runOf(from, to);
      const solid = wire.kind === 'tether' ? [...boxes, ...titles] : boxes;
      const hit = solid.find(({ rect }) => overlaps(grown(rect, -slack), run));
      if (hit !== undefined) yield `${wire.kind} ${wire.id} runs through ${hit.id}`;
    }
  }
}
