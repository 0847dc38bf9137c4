import { describe, expect, it } from 'vitest';
import { TemplateEngine } from './evaluate.js';
import { helmFunctions } from './functions.js';
import { parseTemplate } from './parser.js';
import type { Value } from './value.js';

const data: Value = {
  Values: {
    name: 'web',
    ports: [80, 443],
    labels: { b: '2', a: '1' },
    empty: '',
    count: 3,
    big: 1_000_000,
    on: true,
    type: null,
  },
  Release: { Name: 'demo' },
};

function render(text: string): string {
  const parsed = parseTemplate('t', text);
  if (!parsed.ok) return parsed.error;
  const result = new TemplateEngine(helmFunctions, [parsed.value], parseTemplate).render('t', data);
  return result.ok ? result.value : result.error;
}

describe('a template', () => {
  it.each<readonly [text: string, printed: string]>([
    ['plain', 'plain'],
    ['{{ .Values.name }}', 'web'],
    ['a {{- .Values.name -}} b', 'awebb'],
    ['a\n{{- /* nothing */ -}}\nb', 'ab'],
    ['{{ .Values.count }} {{ .Values.big }} {{ .Values.big | int }}', '3 1e+06 1000000'],
    ['{{ if .Values.on }}yes{{ else }}no{{ end }}', 'yes'],
    ['{{ if .Values.empty }}1{{ else if eq .Values.name "web" }}2{{ else }}3{{ end }}', '2'],
    ['{{ with .Values.empty }}x{{ else }}{{ .Release.Name }}{{ end }}', 'demo'],
    ['{{ range .Values.ports }}{{ . }},{{ end }}', '80,443,'],
    ['{{ range $i, $p := .Values.ports }}{{ $i }}={{ $p }} {{ end }}', '0=80 1=443 '],
    ['{{ range $k, $v := .Values.labels }}{{ $k }}: {{ $v | quote }}\n{{ end }}', 'a: "1"\nb: "2"\n'],
    ['{{ range .Values.none }}x{{ else }}none{{ end }}', 'none'],
    ['{{ range until 5 }}{{ if eq . 3 }}{{ break }}{{ end }}{{ . }}{{ end }}', '012'],
    ['{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ end }}{{ $x }}', '2'],
    ['{{ define "n" }}[{{ . }}]{{ end }}{{ template "n" .Values.name }}{{ include "n" "x" | upper }}', '[web][X]'],
    ['{{ printf "%s-%s-%d" .Release.Name .Values.name 5 | trunc 8 | trimSuffix "-" }}', 'demo-web'],
    ['{{ .Values.empty | default "fallback" }}', 'fallback'],
    ['{{ toYaml .Values.labels | nindent 2 }}', '\n  a: "1"\n  b: "2"'],
    ['{{ and .Values.on (not .Values.empty) }} {{ or .Values.empty "x" }}', 'true x'],
    ['{{ (index .Values.ports 1) }} {{ len .Values.ports }}', '443 2'],
    ['{{ dict "a" 1 "b" (list 1 2) }}', 'map[a:1 b:[1 2]]'],
    ['{{ lt 1 (.Values.count | int64) }}', 'true'],
    ['{{ lt 1 .Values.count }}', 't:1:3: executing "t" at <lt>: error calling lt: incompatible types for comparison'],
    ['{{ required "name it" .Values.type }}', 't:1:3: executing "t" at <required>: error calling required: name it'],
    ['{{ .Values.x.y }}', 't:1:10: executing "t" at <.Values.x.y>: nil pointer evaluating interface {}.y'],
    ['{{ .Values.name.y }}', 't:1:10: executing "t" at <.Values.name.y>: can\'t evaluate field y in type string'],
    ['{{ template "no" . }}', 't:1:3: executing "t" at <{{template "no" .}}>: template "no" not defined'],
    ['{{ nosuch }}', 't:1: function "nosuch" not defined'],
    ['{{ if true }}', 't:1: unexpected EOF'],
    ['{{ end }}', 't:1: unexpected {{end}}'],
    ['{{ .a', 't:1: unclosed action'],
    ['{{ "a" | }}', 't:1: missing value for command'],
  ])('%s', (text, printed) => {
    expect(render(text).replace(/^template: /, '')).toBe(printed);
  });

  it.each([
    '{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}',
    '{{ range until 10000 }}{{ range until 10000 }}x{{ end }}{{ end }}',
    `${'{{ if true }}'.repeat(5000)}`,
    `{{ ${'('.repeat(5000)} }}`,
    '{{ repeat 1000 (repeat 1000 (repeat 1000 "x")) }}',
    '{{ $x := "aaaaaaaaaa" }}{{ range until 60 }}{{ $x = print $x $x }}{{ end }}{{ len $x }}',
  ])('comes to an end: %.50s', (text) => {
    expect(render(text).length).toBeLessThan(3_000_000);
  });
});
