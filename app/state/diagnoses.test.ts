import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../sim-core/index.js';
import { diagnosisKey, givenIn, linesNow } from './diagnoses.js';

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

describe('what a scenario began with', () => {
  const found: Diagnosis = {
    finding: { code: 'no-ready-pod', pods: 1 },
    cite: '',
    origin: { object: { kind: 'Service', namespace: 'default', name: 'web' }, field: 'spec.selector' },
    place: { file: 'a.yaml', range: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 } },
  };

  it('is what is found in a text that is still its own', () => {
    expect([...givenIn([found], { 'a.yaml': 'x' }, { 'a.yaml': 'x' })]).toEqual([diagnosisKey(found)]);
  });

  it('is nothing that a learner wrote', () => {
    expect(givenIn([found], { 'a.yaml': 'y' }, { 'a.yaml': 'x' }).size).toBe(0);
    expect(givenIn([found], { 'a.yaml': 'x' }, {}).size).toBe(0);
  });
});
