import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../sim-core/index.js';
import { textOf } from '../../i18n/catalogues.js';
import { groupProblems, problemHint, problemTitle } from './problem-words.js';

const en = textOf('en');

const problem = (change: Partial<Problem>): Problem => ({
  code: 'Invalid',
  severity: 'error',
  field: '',
  detail: '',
  text: 'refused',
  ...change,
});

const at = (startLine: number): Pick<Problem, 'range'> => ({
  range: { startLine, startColumn: 1, endLine: startLine, endColumn: 2 },
});

describe('problems in words', () => {
  it.each([
    [problem({}), 'Rejected by the API server (422)'],
    [problem({ code: 'Decode' }), 'Rejected by the API server (400)'],
    [problem({ code: 'Yaml' }), 'This is not valid YAML'],
    [problem({ severity: 'warning', code: 'Warning' }), 'Warning from the API server'],
  ])('titles %#', (one, title) => {
    expect(problemTitle(one, 'service.yaml', en)).toBe(title);
  });

  it('tells a node port out of range from any other invalid value', () => {
    const text =
      'spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767';
    expect(problemHint(problem({ text }), '', 'service.yaml', en)).toBe(en.editor.hints.nodePortRange);
    expect(problemHint(problem({ text: 'something new' }), '', 'service.yaml', en)).toBeUndefined();
  });

  it('does not put the API server’s name to what is wrong with cluster.yaml', () => {
    const [error, warning] = [problem({}), problem({ severity: 'warning', code: 'Warning' })];
    expect([problemTitle(error, 'cluster.yaml', en), problemTitle(warning, 'cluster.yaml', en)]).toEqual([
      'The cluster cannot be built like this',
      'A setting that does nothing',
    ]);
    expect(problemHint(warning, '', 'cluster.yaml', en)).toBe(en.editor.hints.unknownSetting);
  });

  it('finds the tab', () => {
    const text = 'a:\n\tb: 1\n';
    const tabbed = problem({ code: 'Yaml', ...at(2) });
    expect(problemHint(tabbed, text, 'service.yaml', en)).toBe(en.editor.hints.tab(2));
  });

  it('shows one message once, at its first line, and within the text', () => {
    const groups = groupProblems([problem(at(9)), problem(at(4)), problem({ text: 'other', ...at(80) })], 20);
    expect(groups.map(({ line, first }) => [line, first.text])).toEqual([
      [4, 'refused'],
      [20, 'other'],
    ]);
  });
});
