import { describe, expect, it } from 'vitest';
import { parseManifests } from './manifests.js';
import { resolvePlain } from './scalar.js';

const text = `# first
apiVersion: v1
kind: Service
metadata:
  name: web
  annotations: {a.b/c: x}
spec:
  ports:
  - port: 80
    targetPort: http
---
# nothing here
---
kind: Second
on: {n: yes}
`;

describe('parseManifests', () => {
  const { documents, problems } = parseManifests(text);

  it('skips empty documents and reads the words of YAML 1.1', () => {
    expect(problems).toEqual([]);
    expect(documents.map((d) => d.index)).toEqual([0, 1]);
    expect(documents[1]?.value).toEqual({ kind: 'Second', true: { false: true } });
  });

  it.each([
    ['spec.ports[0].port', 9, 11],
    ['spec.ports[0].targetPort', 10, 17],
    ['metadata.annotations[a.b/c]', 6, 24],
    ['spec.ports[0].nodePort', 9, 5],
    ['spec.LoadBalancerSourceRanges', 8, 3],
  ])('%s is at %i:%i', (field, startLine, startColumn) => {
    expect(documents[0]?.rangeOf(field)).toMatchObject({ startLine, startColumn });
  });

  it('finds positions of later documents in the whole text', () => {
    expect(documents[1]?.rangeOf('kind')).toMatchObject({ startLine: 14, startColumn: 7 });
    expect(documents[1]?.fieldAt(14, 8)).toBe('kind');
  });

  it.each([
    [9, 6, 'spec.ports[0].port'],
    [9, 11, 'spec.ports[0].port'],
    [10, 19, 'spec.ports[0].targetPort'],
    [5, 4, 'metadata.name'],
    [6, 18, 'metadata.annotations[a.b/c]'],
  ])('%i:%i is %s', (line, column, field) => {
    expect(documents[0]?.fieldAt(line, column)).toBe(field);
  });

  it('takes the last of duplicate keys, and expands lists and aliases', () => {
    const list = 'kind: List\napiVersion: v1\nitems:\n- &a {x: 1, x: 2}\n- *a\n- {<<: *a, z: 3}\n';
    expect(parseManifests(list).documents.map((d) => d.value)).toEqual([{ x: 2 }, { x: 2 }, { x: 2, z: 3 }]);
    expect(parseManifests(list).documents[2]?.rangeOf('z')).toMatchObject({ startLine: 6, startColumn: 15 });
  });
});

describe('plain scalars', () => {
  it.each([
    ['010', 8],
    ['0o17', 15],
    ['0x1F', 31],
    ['0b101', 5],
    ['08', 8],
    ['1_000', 1000],
    ['+7', 7],
    ['-3', -3],
    ['1e3', 1000],
    ['.5', 0.5],
    ['1.2.3.4', '1.2.3.4'],
    ['22:22', '22:22'],
    ['2001-01-01', '2001-01-01'],
    ['yes', true],
    ['Off', false],
    ['N', false],
    ['~', null],
    ['tRUE', 'tRUE'],
    ['-', '-'],
    ['.', '.'],
  ])('%s', (plain, value) => {
    expect(resolvePlain(plain)).toBe(value);
  });
});

describe("syntax errors in kubectl's words", () => {
  it.each([
    ['a: b: c\n', 'yaml: mapping values are not allowed in this context'],
    ['x: 1\na: b: c\n', 'yaml: line 2: mapping values are not allowed in this context'],
    ['a: [1, 2\nb: 3\n', "yaml: line 1: did not find expected ',' or ']'"],
    ['a: {b: 1\nc: 2\n', "yaml: line 1: did not find expected ',' or '}'"],
    ['a: "x\n', 'yaml: line 2: found unexpected end of stream'],
    ['a:\n  - b\n  c: d\n', "yaml: line 2: did not find expected '-' indicator"],
    ['a: "\\q"\n', 'yaml: found unknown escape character'],
    ['a: *none\n', "yaml: unknown anchor 'none' referenced"],
    ['a: @b\n', 'yaml: found character that cannot start any token'],
    ['a: &a [*a]\n', "yaml: anchor 'a' value contains itself"],
  ])('%j', (source, expected) => {
    expect(parseManifests(source).problems[0]?.text).toBe(`error converting YAML to JSON: ${expected}`);
  });

  it('counts lines of later documents from their separator', () => {
    const problem = parseManifests('a: 1\n---\nb: 2\nc:\n\td: 3\n').problems[0];
    expect(problem?.text).toBe(
      'error converting YAML to JSON: yaml: line 3: found character that cannot start any token',
    );
    expect(problem?.range).toMatchObject({ startLine: 5, startColumn: 1 });
  });
});
