import { describe, expect, it } from 'vitest';
import { compileExpression } from './regex.js';

const found = (pattern: string, text: string, extended: boolean): string | undefined => {
  const compiled = compileExpression(pattern, { extended, ignoreCase: false });
  const match = compiled.ok ? compiled.value.search(text) : undefined;
  return match && text.slice(match.start, match.end);
};

describe('an expression', () => {
  it.each<readonly [pattern: string, text: string, match: string | undefined]>([
    ['b+', 'abbbc', 'bbb'],
    ['^a|c$', 'bc', 'c'],
    ['(ab|abc)d?', 'xabcd', 'abcd'],
    ['a{2,3}', 'aaaa', 'aaa'],
    ['a{2}', 'a', undefined],
    ['[^a-c]+', 'abcxyz', 'xyz'],
    ['[[:digit:].]+', 'ip 10.96.0.1', '10.96.0.1'],
    ['[]x]', 'a]', ']'],
    ['\\.', 'a.b', '.'],
    ['\\bweb\\b', 'webs web', 'web'],
    ['(a*)*b', 'aaab', 'aaab'],
    ['x*', 'abc', ''],
    ['', 'abc', ''],
  ])('extended %s in %s', (pattern, text, match) => {
    expect(found(pattern, text, true)).toBe(match);
  });

  it.each<readonly [pattern: string, text: string, match: string | undefined]>([
    ['a+', 'aa+', 'a+'],
    ['a\\+', 'caab', 'aa'],
    ['\\(ab\\)\\|c', 'xc', 'c'],
    ['(a)', 'x(a)', '(a)'],
    ['a\\{2\\}', 'aaa', 'aa'],
    ['a^b', 'a^b', 'a^b'],
  ])('basic %s in %s', (pattern, text, match) => {
    expect(found(pattern, text, false)).toBe(match);
  });

  it.each(['(', 'a)', '[a', 'a{3,2}', 'a{999}', 'a\\', '('.repeat(500), '(((a{200}){200}){200})'])(
    'refuses %.30s',
    (pattern) => {
      expect(compileExpression(pattern, { extended: true, ignoreCase: false }).ok).toBe(false);
    },
  );

  it('needs no more than the length of the text', () => {
    expect(found('(a+)+b', 'a'.repeat(5000), true)).toBeUndefined();
  });
});
