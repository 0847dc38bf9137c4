import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOf } from '../../i18n/catalogues.js';
import { languages, type Language } from '../../i18n/language.js';
import type { Box } from './box.js';
import { labelWidth, podKey } from './context.js';
import { bottom, contains, overlaps, right, type Rect } from './geometry.js';
import { layoutTiles } from './layout-tiles.js';
import { layoutZones } from './layout-zones.js';
import type { OverviewLayout } from './overview.js';
import { sampleCluster, sampleTrace, type ClusterShape } from './sample.js';

const layouts = { nodes: layoutTiles, zones: layoutZones };

const moments = fc.record({
  level: fc.constantFrom<keyof typeof layouts>('nodes', 'zones'),
  width: fc.integer({ min: 360, max: 1600 }),
  language: fc.constantFrom<Language>(...languages),
  from: fc.constantFrom<'external' | 'pod' | 'node'>('external', 'pod', 'node'),
  progress: fc.double({ min: 0, max: 1, noNaN: true }),
  zones: fc.integer({ min: 1, max: 7 }),
  zoneLength: fc.integer({ min: 1, max: 40 }),
  /** Which Pods a search found: every so many; none when 0. */
  foundEvery: fc.integer({ min: 0, max: 5 }),
  shape: fc.record<ClusterShape>({
    nodes: fc.integer({ min: 1, max: 200 }),
    pods: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 4 }),
    services: fc.integer({ min: 0, max: 4 }),
    nameLength: fc.integer({ min: 4, max: 60 }),
    v6: fc.boolean(),
    publicAddresses: fc.integer({ min: 0, max: 6 }),
  }),
});
type Moment = typeof moments extends fc.Arbitrary<infer T> ? T : never;

interface Drawn {
  readonly layout: OverviewLayout;
  readonly pods: number;
}

function draw({ level, width, language, from, progress, zones, zoneLength, foundEvery, shape }: Moment): Drawn {
  const base = sampleCluster(shape);
  const nodes = base.nodes.map((node, i) => ({ ...node, zone: `zone-${i % zones}`.padEnd(zoneLength, '-eu-west') }));
  const cluster = { ...base, nodes };
  const trace = sampleTrace(cluster, from, false);
  const all = nodes.flatMap((node) => node.pods);
  const found = new Set(foundEvery === 0 ? [] : all.filter((_, i) => i % foundEvery === 0).map(podKey));
  const cursor = Math.round(progress * (trace.request.length - 1));
  const words = textOf(language).map.layout;
  const layout = layouts[level]({ cluster, trace, leg: 'request', cursor, width, words, detail: 'pods', found });
  return { layout, pods: all.length };
}

const slack = 0.01;
const shrunk = (r: Rect): Rect => ({ x: r.x + slack, y: r.y + slack, w: r.w - 2 * slack, h: r.h - 2 * slack });
const grown = (r: Rect): Rect => ({ x: r.x - slack, y: r.y - slack, w: r.w + 2 * slack, h: r.h + 2 * slack });
const isZone = (box: Box): boolean => box.shape === 'zone';

const check = (seen: (drawn: Drawn, moment: Moment) => void): void =>
  fc.assert(
    fc.property(moments, (moment) => seen(draw(moment), moment)),
    { numRuns: 60 },
  );

describe('a cluster of any size, in tiles or zones', () => {
  it('has no overlapping boxes and none outside', { timeout: 60_000 }, () => {
    check(({ layout }) => {
      const whole = grown({ x: 0, y: 0, w: layout.width, h: layout.height });
      for (const group of [layout.boxes.filter(isZone), layout.boxes.filter((box) => !isZone(box))]) {
        group.forEach((a, i) => {
          if (!contains(whole, a.rect)) expect.fail(`${a.id} lies outside`);
          const hit = group.slice(i + 1).find((b) => overlaps(shrunk(a.rect), shrunk(b.rect)));
          if (hit !== undefined) expect.fail(`${a.id} overlaps ${hit.id}`);
        });
      }
      for (const [id, dots] of layout.dots) {
        const rect = layout.boxes.find((box) => box.id === id)?.rect;
        if (rect === undefined || !dots.every((dot) => contains(rect, dot))) expect.fail(`a dot leaves ${id}`);
      }
    });
  });

  it('cuts no text off, and none runs into another', { timeout: 60_000 }, () => {
    check(({ layout }) => {
      for (const { id, rect, labels } of layout.boxes) {
        labels.forEach((label, i) => {
          const end = label.x + labelWidth(label);
          if (label.x < rect.x - slack || end > right(rect) + slack) expect.fail(`“${label.text}” leaves ${id}`);
          if (label.y > bottom(rect)) expect.fail(`“${label.text}” is below ${id}`);
          const next = labels.slice(i + 1).find((other) => Math.abs(other.y - label.y) < 8 && other.x < end - slack);
          if (next !== undefined && next.x >= label.x) expect.fail(`“${label.text}” runs into “${next.text}” in ${id}`);
        });
      }
    });
  });

  it('leads the packet through the gutters: no wire crosses a box or a zone’s name', { timeout: 60_000 }, () => {
    check(({ layout }, { level }) => {
      const texts = layout.boxes
        .filter(isZone)
        .flatMap((box) => box.labels.map((l) => ({ x: l.x, y: l.y - 9, w: labelWidth(l), h: 10 })));
      const solid = [...layout.boxes.filter((box) => !isZone(box)).map((box) => box.rect), ...texts];
      for (const wire of layout.wires) {
        wire.points.forEach((from, i) => {
          const to = wire.points[i + 1];
          if (to === undefined) return;
          if (from.x !== to.x && from.y !== to.y) expect.fail(`${wire.id} is not at right angles`);
          const run = {
            x: Math.min(from.x, to.x),
            y: Math.min(from.y, to.y),
            w: Math.abs(to.x - from.x),
            h: Math.abs(to.y - from.y),
          };
          const hit = solid.find((rect) => overlaps(shrunk(rect), run));
          if (hit !== undefined) expect.fail(`${wire.id} crosses ${JSON.stringify(hit)} at level ${level}`);
        });
      }
    });
  });

  it('has a way from each place of the packet to the next', { timeout: 60_000 }, () => {
    check(({ layout }) => {
      expect(layout.token).toBeDefined();
      const states = layout.boxes.filter((box) => box.state !== undefined).length;
      if (states > 1) expect(layout.wires.length).toBeGreaterThan(0);
    });
  });
});
