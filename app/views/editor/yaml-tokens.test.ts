import { describe, expect, it } from 'vitest';
import { findIps, lineTokens } from './yaml-tokens.js';

const kinds = (line: string) => lineTokens(line).map(({ text, kind }) => [kind, text]);

describe('lineTokens', () => {
  it.each([
    [
      'kind: Service',
      [
        ['key', 'kind:'],
        ['value', ' Service'],
      ],
    ],
    [
      '  - port: 80',
      [
        ['punctuation', '  - '],
        ['key', 'port:'],
        ['value', ' 80'],
      ],
    ],
    ['metadata:', [['key', 'metadata:']]],
    [
      '  clusterIP: 10.96.40.17 # fixed',
      [
        ['punctuation', '  '],
        ['key', 'clusterIP:'],
        ['value', ' '],
        ['ip', '10.96.40.17'],
        ['comment', ' # fixed'],
      ],
    ],
    ['# a note', [['comment', '# a note']]],
    ['---', [['punctuation', '---']]],
    [
      '- 10.0.0.0/8',
      [
        ['punctuation', '- '],
        ['ip', '10.0.0.0'],
        ['value', '/8'],
      ],
    ],
    ['', []],
  ])('%j', (line, expected) => {
    expect(kinds(line)).toEqual(expected);
  });

  it('loses no character', () => {
    for (const line of ['a: "b: c" # d', '{a: b}', "'x:y': 1", '\t- : :', 'http://host:80/']) {
      expect(
        lineTokens(line)
          .map((token) => token.text)
          .join(''),
      ).toBe(line);
    }
  });
});

it('takes only real addresses for addresses', () => {
  expect(findIps('10.0.0.1 999.1.1.1 1.2.3')).toEqual([{ ip: '10.0.0.1', start: 0 }]);
});
