import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ChainView } from '../../../sim-core/index.js';
import { languages, type Language } from '../../i18n/language.js';
import { textOf } from '../../i18n/catalogues.js';
import { ruleTextCatalogues } from '../../i18n/rules-text.js';
import { textWidth } from '../../ui/text-metrics.js';
import { chainSections } from './chain-graph.js';
import type { ChainBox } from './graph-box.js';
import { chainFont, layoutGraph, noteFont, rowFont, type GraphLayout } from './graph-layout.js';
import type { VisitedRule } from './visits.js';

/** Chains that only lead to later ones, as kube-proxy's do, and a packet that follows jumps. */
const worlds = fc
  .record({
    chains: fc.integer({ min: 1, max: 30 }),
    rules: fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 6 }),
    jumps: fc.array(fc.integer({ min: 1, max: 29 }), { minLength: 1, maxLength: 20 }),
    picks: fc.array(fc.integer({ min: 0, max: 39 }), { minLength: 1, maxLength: 8 }),
    summary: fc.string({ maxLength: 60 }),
  })
  .map(({ chains, rules, jumps, picks, summary }) => {
    const nameOf = (i: number): string =>
      i === 0 ? 'PREROUTING' : `KUBE-SVC-${'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[i]}7NZLRHBNDSAWJRO`;
    const views = Array.from({ length: chains }, (_, i): ChainView => ({
      table: 'nat',
      name: nameOf(i),
      rules: Array.from({ length: rules[i % rules.length] ?? 0 }, (_, r) => {
        const to = i + (jumps[(i + r) % jumps.length] ?? 1);
        const jumpsTo = to < chains ? nameOf(to) : undefined;
        const target = jumpsTo ?? 'DNAT 10.244.1.3:8080';
        return { ruleId: `nat/${nameOf(i)}/${r}`, summary, target, ...(jumpsTo === undefined ? {} : { jumpsTo }) };
      }),
    }));
    return { views, visits: follow(views, picks) };
  });

function follow(views: readonly ChainView[], picks: readonly number[]): readonly VisitedRule[] {
  const visits: VisitedRule[] = [];
  let chain: ChainView | undefined = views[0];
  for (const pick of picks) {
    if (chain === undefined || chain.rules.length === 0) break;
    const index = pick % chain.rules.length;
    const rule: ChainView['rules'][number] | undefined = chain.rules[index];
    if (rule === undefined) break;
    const visit = { ref: { table: 'nat' as const, chain: chain.name, index }, matched: true };
    visits.push({ id: rule.ruleId, leg: 'request', hop: visits.length, visit, table: 'nat', hook: 'PREROUTING' });
    chain = views.find((candidate) => candidate.name === rule.jumpsTo);
  }
  return visits;
}

const layouts = fc
  .record({
    world: worlds,
    width: fc.integer({ min: 300, max: 1400 }),
    language: fc.constantFrom<Language>(...languages),
  })
  .map(({ world, width, language }) => {
    const text = textOf(language);
    const words = {
      ...text.rules.chain,
      ...ruleTextCatalogues[language].chain,
      rolled: text.trace.titles.rolled,
    };
    const sections = chainSections(world.views, world.visits);
    const facts = {
      services: new Map(world.views.map(({ name }) => [name, 'a-service-with-a-long-name'])),
      leavings: sections.map(({ chains }) => {
        const rewriter = chains.findLast(({ visited }) => visited);
        return rewriter && { chain: rewriter.key, hop: 1 };
      }),
    };
    return { layout: layoutGraph(sections, width, words, facts), visits: world.visits };
  });

/** With what hangs from them. */
const apart = (a: ChainBox, b: ChainBox): boolean =>
  a.x + a.w <= b.x || b.x + b.w <= a.x || a.foot <= b.y || b.foot <= a.y;

/** A wire may touch boxes' edges, but not run through them. */
function crossesBox(layout: GraphLayout): string | undefined {
  for (const wire of layout.wires) {
    for (const [i, from] of wire.points.entries()) {
      const to = wire.points[i + 1];
      if (to === undefined) continue;
      const hit = layout.boxes.find(
        (box) =>
          Math.max(from.x, to.x) > box.x &&
          Math.min(from.x, to.x) < box.x + box.w &&
          Math.max(from.y, to.y) > box.y &&
          Math.min(from.y, to.y) < box.foot,
      );
      if (hit !== undefined) return `${wire.id} runs through ${hit.key}`;
    }
  }
  return undefined;
}

it('draws any chains without overlaps, and wires beside them', { timeout: 30_000 }, () => {
  fc.assert(
    fc.property(layouts, ({ layout }) => {
      layout.boxes.forEach((a, i) => {
        for (const b of layout.boxes.slice(i + 1)) if (!apart(a, b)) expect.fail(`${a.key} overlaps ${b.key}`);
        expect(a.x).toBeGreaterThanOrEqual(0);
        expect(a.x + a.w).toBeLessThanOrEqual(layout.width);
        expect(a.foot).toBeLessThanOrEqual(layout.height);
      });
      expect(crossesBox(layout)).toBeUndefined();
    }),
    { numRuns: 200 },
  );
});

it('leads wires from row to chain, each with its number on it', { timeout: 30_000 }, () => {
  fc.assert(
    fc.property(layouts, ({ layout }) => {
      for (const { id, points, badge, hop } of layout.wires) {
        const [from, to] = id.split('>');
        const start = layout.boxes.find(({ key }) => key === from);
        expect(start?.rows.map((row) => row.id)).toContain(to);
        for (const [i, a] of points.entries()) {
          const b = points[i + 1] ?? a;
          expect(a.x === b.x || a.y === b.y).toBe(true);
        }
        if (hop === undefined) continue;
        const isOn = points.some((a, i) => {
          const b = points[i + 1] ?? a;
          const x = badge !== undefined && badge.x >= Math.min(a.x, b.x) && badge.x <= Math.max(a.x, b.x);
          return x && badge.y >= Math.min(a.y, b.y) && badge.y <= Math.max(a.y, b.y);
        });
        expect(isOn).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

it('keeps every text in its box and apart from the next', { timeout: 30_000 }, () => {
  fc.assert(
    fc.property(layouts, ({ layout }) => {
      for (const box of layout.boxes) {
        const ends = box.x + box.w;
        expect(box.name.x + textWidth(box.name.text, chainFont)).toBeLessThanOrEqual(box.note.x);
        expect(box.note.x + textWidth(box.note.text, noteFont)).toBeLessThanOrEqual(ends);
        for (const row of box.rows) {
          expect(row.summary.x + textWidth(row.summary.text, rowFont)).toBeLessThanOrEqual(row.target.x);
          expect(row.target.x + textWidth(row.target.text, rowFont)).toBeLessThanOrEqual(ends);
        }
      }
    }),
    { numRuns: 200 },
  );
});

it('shows every rule that the packet met', () => {
  fc.assert(
    fc.property(layouts, ({ layout, visits }) => {
      const shown = new Set(layout.boxes.flatMap((box) => box.rows.map((row) => row.id)));
      for (const visit of visits) expect(shown.has(visit.id)).toBe(true);
    }),
    { numRuns: 200 },
  );
});
