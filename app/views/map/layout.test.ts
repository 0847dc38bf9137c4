import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWidth } from '../../ui/text-metrics.js';
import { textOf } from '../../i18n/catalogues.js';
import { languages, type Language } from '../../i18n/language.js';
import { fonts, type Box, type MapLayout } from './box.js';
import { polylineLength } from './geometry.js';
import { boxFaults, labelFaults, wireFaults } from './layout-checks.js';
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

const draftOf = {
  shape: shapes,
  width: fc.integer({ min: 360, max: 1800 }),
  from: fc.constantFrom('external', 'pod', 'node', undefined),
  drop: fc.boolean(),
  progress: fc.double({ min: 0, max: 1, noNaN: true }),
  language: fc.constantFrom<Language>(...languages),
  detail: fc.constantFrom('rules', 'pods'),
  /** Nodes that the learner opened, by index. */
  opened: fc.array(fc.nat({ max: 7 }), { maxLength: 2 }),
};
const moments = fc.record(draftOf);
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

const solid: ReadonlySet<Box['shape']> = new Set(['pod', 'ghost', 'outside', 'address', 'card', 'callout', 'legend']);

describe('the map of any cluster at any moment', () => {
  it('has no overlapping boxes and none outside', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(moments, (moment) => {
        expect([...boxFaults(draw(moment))]).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('has texts that fit their boxes and do not run into each other', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(moments, (moment) => {
        expect([...labelFaults(draw(moment))]).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('runs no wire through a Pod, a ghost, the outside or the card', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(moments, (moment) => {
        expect([...wireFaults(draw(moment), (box) => solid.has(box.shape))]).toEqual([]);
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

describe('two nodes expanded at once', () => {
  const crossings = fc.record({
    ...draftOf,
    shape: shapes.filter(({ nodes }) => nodes > 1),
    from: fc.constantFrom('external', 'pod'),
  });

  it('while a packet crosses from one to the other, keep all of that', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(crossings, (moment) => {
        const cluster = sampleCluster(moment.shape);
        const trace = sampleTrace(cluster, moment.from as 'external', moment.drop);
        const crossing = trace.request.findIndex(({ step }) => step.kind === 'link');
        const progress = crossing / (trace.request.length - 1);
        const layout = draw({ ...moment, detail: 'rules', progress, opened: [] });
        const expanded = layout.boxes.filter(({ shape, state }) => shape === 'node' && state === 'current');
        expect(expanded.map(({ id }) => id)).toEqual(
          [cluster.nodes[0], cluster.nodes.at(-1)].map((node) => `node/${node?.name}`),
        );
        expect([...boxFaults(layout)]).toEqual([]);
        expect([...labelFaults(layout)]).toEqual([]);
        expect([...wireFaults(layout, (box) => solid.has(box.shape))]).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('Pods', () => {
  it('are chips, each with its addresses, however many there are', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const shape = { ...moment.shape, pods: moment.shape.pods.map((count) => count * 3) };
        const layout = draw({ ...moment, shape });
        const pods = sampleCluster(shape).nodes.flatMap((node) => node.pods);
        const chips = layout.boxes.filter((box) => box.shape === 'pod');
        expect(chips.length).toBe(pods.length);
        for (const { labels } of chips)
          expect(labels.filter(({ glyph }) => glyph).length).toBe(shape.dual === true ? 2 : 1);
      }),
      { numRuns: 20 },
    );
  });
});

describe('many nodes with all their Pods', () => {
  it('have no overlapping boxes, and texts that fit', { timeout: 60_000 }, () => {
    const many = fc.tuple(moments, fc.integer({ min: 9, max: 200 }));
    fc.assert(
      fc.property(many, ([moment, nodes]) => {
        const shape = { ...moment.shape, nodes, pods: moment.shape.pods.map((count) => count % 6) };
        const layout = draw({ ...moment, shape });
        expect([...boxFaults(layout)]).toEqual([]);
        expect([...labelFaults(layout)]).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });
});

it('knows the width of text in both families', () => {
  expect(textWidth('10.96.40.17:80', fonts.mono)).toBeCloseTo(14 * 6.6);
  expect(textWidth('幽灵', fonts.text)).toBe(24);
});
