import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitText, textWidth, type Font } from './text-metrics.js';

const ui: Font = { family: 'ui', size: 12, weight: 400 };
const mono: Font = { family: 'mono', size: 10, weight: 400 };

describe('a text that must fit', () => {
  test.each([
    ['0123456789', 60, 0, '0123456789'],
    ['0123456789', 59, 0, '01234567…'],
    ['0123456789', 48, 3, '0123…789'],
    ['0123456789', 24, 3, '012…'],
    ['0123456789', 16, 0, '0…'],
    ['0123456789', 10, 0, '…'],
    ['0123456789', 5, 0, ''],
    ['服务服务服务', 45, 0, '服务服…'],
  ])('%s in %d pixels with a tail of %d is %s', (text, width, tail, shown) => {
    expect(fitText(text, width, mono, tail)).toBe(shown);
  });

  test('is never wider than that, and one more character would be', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 8 }), fc.integer({ min: 12, max: 90 }), (text, width) => {
        const [shown, characters] = [fitText(text, width, ui), [...text]];
        expect(textWidth(shown, ui)).toBeLessThanOrEqual(width);
        if (shown === text) return;
        const kept = [...shown].length - 1;
        expect(shown).toBe(`${characters.slice(0, kept).join('')}…`);
        const longer = `${characters.slice(0, kept + 1).join('')}…`;
        if (kept + 1 < characters.length) expect(textWidth(longer, ui)).toBeGreaterThan(width);
      }),
    );
  });
});
