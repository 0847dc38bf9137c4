import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWidth } from '../../ui/text-metrics.js';
import { textOf } from '../../i18n/catalogues.js';
import { languages, type Language } from '../../i18n/language.js';
import { fonts, type Box, type MapLayout } from './box.js';
import { labelWidth } from './context.js';
import { bottom, contains, overlaps, polylineLength, right, type Rect } from './geometry.js';
import { layoutMap } from './layout.js';
import { sampleCluster, sampleModes, sampleTrace, type ClusterShape } from './sample.js';

const shapes = fc.record<ClusterShape>({
  nodes: fc.integer({ min: 1, max: 8 }),
  pods: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 4 }),
  services: fc.integer({ min: 0, max: 30 }),
  nameLength: fc.integer({ min: 4, max: 60 }),
  v6: fc.boolean(),
  dual: fc.boolean(),
  mode: fc.constantFrom(...sampleModes),
  publicAddresses: fc.integer({ min: 0, max: 6 }),
});

const moments = fc.record({
  shape: shapes,
  width: fc.integer({ min: 360, max: 1800 }),
  from: fc.constantFrom('external', 'pod', 'node', undefined),
  drop: fc.boolean(),
  progress: fc.double({ min: 0, max: 1, noNaN: true }),
  language: fc.constantFrom<Language>(...languages),
  detail: fc.constantFrom('rules', 'pods'),
  /** Nodes that the learner opened, by index. */
  opened: fc.array(fc.nat({ max: 7 }), { maxLength: 2 }),
});
type Moment = typeof moments extends fc.Arbitrary<infer T> ? T : never;

function draw(moment: Moment, words = textOf(moment.language).map.layout): MapLayout {
  const cluster = sampleCluster(moment.shape);
  const trace = moment.from === undefined ? undefined : sampleTrace(cluster, moment.from as 'external', moment.drop);
  const cursor = Math.round(moment.progress * ((trace?.request.length ?? 1) - 1));
  const refusal = textOf(moment.language).reasons.drops({ code: 'drops' });
  return layoutMap({
    cluster,
    trace,
    leg: 'request',
    cursor,
    width: moment.width,
    words,
    refusal,
    detail: moment.detail as 'rules',
    opened: moment.opened.flatMap((i) => cluster.nodes[i]?.name ?? []),
  });
}

const isFrame = (box: Box): boolean => box.shape === 'node' || box.shape === 'zone';
const slack = 0.01;
const grown = (r: Rect): Rect => ({ x: r.x - slack, y: r.y - slack, w: r.w + 2 * slack, h: r.h + 2 * slack });
const shrunk = (r: Rect): Rect => ({ x: r.x + slack, y: r.y + slack, w: r.w - 2 * slack, h: r.h - 2 * slack });

function checkBoxes(layout: MapLayout): void {
  const whole = { x: 0, y: 0, w: layout.width, h: layout.height };
  const byId = new Map(layout.boxes.map((box) => [box.id, box]));
  expect(byId.size).toBe(layout.boxes.length);
  const solid = layout.boxes.filter((box) => !isFrame(box) && box.rect.w > 0);
  solid.forEach((a, i) => {
    for (const b of solid.slice(i + 1)) {
      if (overlaps(shrunk(a.rect), shrunk(b.rect))) expect.fail(`${a.id} overlaps ${b.id}`);
    }
  });
  const frames = layout.boxes.filter(isFrame);
  frames.forEach((a, i) => {
    for (const b of frames.slice(i + 1))
      if (overlaps(shrunk(a.rect), shrunk(b.rect))) expect.fail(`${a.id} overlaps ${b.id}`);
  });
  for (const box of layout.boxes) {
    if (!contains(grown(whole), box.rect)) expect.fail(`${box.id} lies outside the map`);
    const parent = box.inside === undefined ? undefined : byId.get(box.inside);
    if (parent !== undefined && box.straddles !== true && !contains(grown(parent.rect), box.rect)) {
      expect.fail(`${box.id} leaves ${parent.id}`);
    }
  }
}

function checkLabels(layout: MapLayout): void {
  for (const box of layout.boxes) {
    for (const label of box.labels) {
      const size = fonts[label.font].size;
      const length = labelWidth(label);
      const inside = label.turned
        ? label.y >= box.rect.y && label.y + length <= bottom(box.rect)
        : label.x >= box.rect.x && label.x + length <= right(box.rect) + slack;
      if (!inside) expect.fail(`“${label.text}” does not fit ${box.id}`);
      if (!label.turned && (label.y - size < box.rect.y - 1 || label.y > bottom(box.rect))) {
        expect.fail(`“${label.text}” is above or below ${box.id}`);
      }
    }
    const rows = box.labels.filter((label) => !label.turned);
    rows.forEach((a, i) => {
      for (const b of rows.slice(i + 1)) {
        if (Math.abs(a.y - b.y) < 8 && a.x < b.x + labelWidth(b) - slack && b.x < a.x + labelWidth(a) - slack) {
          expect.fail(`“${a.text}” runs into “${b.text}” in ${box.id}`);
        }
      }
    });
  }
}

describe('the map of any cluster at any moment', () => {
  it('has no overlapping boxes and none outside', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(moments, (moment) => checkBoxes(draw(moment))),
      { numRuns: 150 },
    );
  });

  it('has texts that fit their boxes and do not run into each other', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(moments, (moment) => checkLabels(draw(moment))),
      { numRuns: 150 },
    );
  });

  it('runs no wire through a Pod, a ghost, the outside or the card', { timeout: 30_000 }, () => {
    const solid = new Set(['pod', 'dot', 'ghost', 'outside', 'address', 'card', 'callout']);
    fc.assert(
      fc.property(moments, (moment) => {
        const layout = draw(moment);
        const boxes = layout.boxes.filter((box) => solid.has(box.shape));
        for (const wire of layout.wires) {
          wire.points.forEach((from, i) => {
            const to = wire.points[i + 1];
            if (to === undefined || wire.kind === 'refusal') return;
            const run = {
              x: Math.min(from.x, to.x),
              y: Math.min(from.y, to.y),
              w: Math.abs(to.x - from.x),
              h: Math.abs(to.y - from.y),
            };
            const hit = boxes.find((box) => overlaps(shrunk(box.rect), run));
            if (hit !== undefined) expect.fail(`${wire.kind} ${wire.id} runs through ${hit.id}`);
          });
        }
      }),
      { numRuns: 150 },
    );
  });

  it('leads a wire to every station of the packet, and the token along them', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const layout = draw(moment);
        if (moment.from === undefined) return;
        expect(layout.token).toBeDefined();
        if (moment.detail !== 'rules') return;
        const walked = layout.wires.filter((wire) => wire.kind === 'travelled' || wire.kind === 'ahead');
        for (const wire of walked) expect(polylineLength(wire.points)).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });

  it('stays as wide as the canvas when the canvas is wide enough', { timeout: 30_000 }, () => {
    const shape: ClusterShape = { nodes: 3, pods: [2], services: 2, nameLength: 8, v6: false, publicAddresses: 0 };
    for (const width of [600, 772, 800, 1040, 1390]) {
      expect(
        draw({
          shape,
          width,
          from: 'external',
          drop: false,
          progress: 0.5,
          language: 'en',
          detail: 'rules',
          opened: [],
        }).width,
      ).toBe(width);
    }
  });
});

describe('many nodes with all their Pods', () => {
  it('have no overlapping boxes, and texts that fit', { timeout: 60_000 }, () => {
    const many = fc.tuple(moments, fc.integer({ min: 9, max: 200 }));
    fc.assert(
      fc.property(many, ([moment, nodes]) => {
        const shape = { ...moment.shape, nodes, pods: moment.shape.pods.map((count) => count % 6) };
        const layout = draw({ ...moment, shape });
        checkBoxes(layout);
        checkLabels(layout);
      }),
      { numRuns: 12 },
    );
  });
});

it('knows the width of text in both families', () => {
  expect(textWidth('10.96.40.17:80', fonts.mono)).toBeCloseTo(14 * 6.6);
  expect(textWidth('幽灵', fonts.text)).toBe(24);
});
