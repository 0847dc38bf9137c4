import { describe, expect, it } from 'vitest';
import { linesNow } from './diagnoses.js';

describe('where a line of an earlier text stands now', () => {
  const before = 'a\nb\nc\nd';
  it.each([
    ['the same text', before, 3, 3],
    ['a line more above', 'a\nx\nb\nc\nd', 3, 4],
    ['two lines less above', 'c\nd', 3, 1],
    ['a line more below', 'a\nb\nc\nd\ne', 2, 2],
    ['a letter more on the line', 'a\nb\nc!\nd', 3, 3],
    ['the line gone with its neighbours', 'a', 3, undefined],
  ])('%s', (_, now, line, there) => {
    expect(linesNow(before, now)(line)).toBe(there);
  });
});
