import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RulesetView } from '../../../sim-core/index.js';
import { diffLines, fullLines, indentColumns, itemAt, measureLines, wrapRule } from './save-lines.js';

const words = fc.array(
  fc.string({ minLength: 1, maxLength: 30 }).map((word) => word.replaceAll(/\s/g, 'x')),
  { minLength: 1, maxLength: 30 },
);

describe('wrapping', () => {
  it('loses no character, and no row is too long but for the space it ends with', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 12, max: 120 }), (parts, columns) => {
        const text = parts.join(' ');
        const rows = wrapRule(text, columns);
        expect(rows.join('')).toBe(text);
        rows.forEach((row, i) => {
          expect(row.trimEnd().length).toBeLessThanOrEqual(i === 0 ? columns : columns - indentColumns);
        });
      }),
    );
  });

  it('finds the line at any row', () => {
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 40 }), fc.nat(400), (texts, row) => {
        const lines = texts.map((parts, i) => ({
          key: `${i}`,
          sign: ' ' as const,
          text: parts.join(' '),
          kind: 'rule' as const,
        }));
        const { items, rows } = measureLines(lines, 40);
        const found = items[itemAt(items, Math.min(row, rows - 1))];
        expect(found?.top).toBeLessThanOrEqual(Math.min(row, rows - 1));
        expect((found?.top ?? 0) + (found?.rows.length ?? 0)).toBeGreaterThan(Math.min(row, rows - 1));
      }),
    );
  });
});

const ruleset: RulesetView = {
  revision: 2,
  node: 'node1',
  chains: [],
  lines: [
    { text: '*nat', kind: 'table', table: 'nat' },
    { text: ':KUBE-SEP-A - [0:0]', kind: 'chain', table: 'nat', chain: 'KUBE-SEP-A' },
    ...Array.from({ length: 20 }, (_, i) => ({
      text: `-A KUBE-SEP-A -p tcp -m tcp --dport ${i} -j ACCEPT`,
      kind: 'rule' as const,
      table: 'nat' as const,
      ruleId: `nat/KUBE-SEP-A/${i}`,
    })),
    { text: 'COMMIT', kind: 'commit', table: 'nat' },
  ],
  diff: {
    added: ['-A KUBE-SEP-A -p tcp -m tcp --dport 4 -j ACCEPT'],
    removed: ['-A KUBE-SEP-A -j DROP', '-A KUBE-SEP-9 -j DROP'],
  },
};

describe('the difference to the rules before', () => {
  it('shows what came with its line number, and what went without', () => {
    const lines = diffLines(ruleset);
    expect(lines.filter((line) => line.sign === '+').map((line) => line.number)).toEqual([7]);
    expect(lines.filter((line) => line.sign === '-').map((line) => line.text)).toEqual([
      '-A KUBE-SEP-9 -j DROP',
      '-A KUBE-SEP-A -j DROP',
    ]);
    expect(lines.filter((line) => line.kind === 'gap').length).toBeGreaterThan(0);
  });

  it('numbers the whole text from 1', () => {
    expect(fullLines(ruleset).map((line) => line.number)).toEqual(ruleset.lines.map((_, i) => i + 1));
  });
});
