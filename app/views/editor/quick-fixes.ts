import type { Problem } from '../../../sim-core/index.js';
import { nearest } from './nearest.js';
import { apiVersionOf, asKind, clusterVocabulary, kinds, vocabularyOf, type Vocabulary } from './schema-place.js';

/** One way out of a problem. */
export interface QuickFix {
  readonly kind: 'tabs' | 'replace' | 'remove' | 'insert';
  /** What is put in, or the field that is taken out. */
  readonly what: string;
  /** The whole text, mended. */
  readonly text: string;
}

interface Place {
  readonly problem: Problem;
  readonly text: string;
  readonly lines: readonly string[];
  /** Index of the line that the problem begins on. */
  readonly start: number;
  /** The part of that line that it is about. */
  readonly word: string;
}

type Rule = (place: Place) => readonly QuickFix[];

const lastName = (field: string): string => /([\w-]+)(?:\[\d+\])?$/.exec(field)?.[1] ?? '';

const escaped = (name: string): string => name.replaceAll(/[^\w-]/g, '\\$&');

/** The line of a field's name: where its value begins, or before that. */
function lineOfName({ lines, start }: Place, name: string): number {
  const pattern = new RegExp(`^\\s*(- +)*"?${escaped(name)}"?\\s*:`);
  for (let index = start; index >= 0 && !(lines[index] ?? '').startsWith('---'); index--) {
    if (pattern.test(lines[index] ?? '')) return index;
  }
  return lines.findIndex((line, index) => index > start && pattern.test(line));
}

const withLine = (lines: readonly string[], index: number, line: readonly string[]): string =>
  lines.toSpliced(index, 1, ...line).join('\n');

function replaceWord({ problem, lines, start, word }: Place, by: string): readonly QuickFix[] {
  const line = lines[start];
  const column = (problem.range?.startColumn ?? 1) - 1;
  if (line === undefined || word === '' || problem.range?.startLine !== problem.range?.endLine) return [];
  const mended = line.slice(0, column) + by + line.slice(column + word.length);
  return [{ kind: 'replace', what: by, text: withLine(lines, start, [mended]) }];
}

/** Takes a field out that stands on a line of its own. */
function removeField(place: Place, name: string): readonly QuickFix[] {
  const index = lineOfName(place, name);
  const line = place.lines[index];
  if (line === undefined || /^\s*- /.test(line) || !/:\s*\S/.test(line)) return [];
  return [{ kind: 'remove', what: name, text: withLine(place.lines, index, []) }];
}

/** Puts a field in at the end of the map that lacks it. */
function insertField({ problem, lines }: Place, field: string): readonly QuickFix[] {
  const { range } = problem;
  if (range === undefined) return [];
  const end = range.endColumn === 1 ? range.endLine - 1 : range.endLine;
  const line = `${' '.repeat(range.startColumn - 1)}${field}`;
  return [{ kind: 'insert', what: field, text: lines.toSpliced(end, 0, line).join('\n') }];
}

const unquoted = (word: string): string | undefined => /^["'](-?\d+|true|false)["']$/.exec(word)?.[1];

const tabs: Rule = ({ problem, lines }) => {
  const lead = /^[ \t]*\t/;
  if (problem.code !== 'Yaml' || !lines.some((line) => lead.test(line))) return [];
  const mended = lines.map((line) => line.replace(/^[ \t]+/, (space) => space.replaceAll('\t', '  ')));
  return [{ kind: 'tabs', what: '', text: mended.join('\n') }];
};

/** The nearest name that there is; without one the field goes. */
function respell(place: Place, vocabulary: Vocabulary): readonly QuickFix[] {
  const { problem, lines } = place;
  const name = lastName(problem.field);
  const parents = problem.field
    .replaceAll(/\[\d+\]/g, '')
    .split('.')
    .slice(0, -1);
  const meant = nearest(name, Object.keys(vocabulary.struct(parents)?.fields ?? {}));
  const index = lineOfName(place, name);
  const line = lines[index];
  if (line === undefined) return [];
  if (meant === undefined) return removeField(place, name);
  return [{ kind: 'replace', what: meant, text: withLine(lines, index, [line.replace(name, meant)]) }];
}

const unknownField: Rule = (place) => {
  const { problem } = place;
  const kind = asKind(/cannot be handled as a (\w+)/.exec(problem.text)?.[1] ?? '');
  if (kind === undefined || !problem.text.includes(`unknown field "${problem.field}"`)) return [];
  return respell(place, vocabularyOf(kind));
};

/** A setting of `cluster.yaml`, whose reader warns of it. */
const unknownSetting: Rule = (place) => {
  const { problem } = place;
  return problem.text === `Warning: unknown field "${problem.field}"` ? respell(place, clusterVocabulary) : [];
};

const wrongType: Rule = (place) => {
  const { problem, word } = place;
  const plain = unquoted(word);
  if (
    /cannot unmarshal string into .* of type (int|bool)/.test(problem.text) ||
    /must contain at least one letter/.test(problem.text)
  ) {
    return plain === undefined ? [] : replaceWord(place, plain);
  }
  if (!/cannot unmarshal (number|bool) into .* of type string/.test(problem.text)) return [];
  return /^[\w.-]+$/.test(word) ? replaceWord(place, `"${word}"`) : [];
};

const unsupported: Rule = (place) => {
  const [, list] = /supported values: (.*)$/.exec(place.problem.text) ?? [];
  const all = [...(list ?? '').matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? '');
  const word = place.word.replaceAll(/^["']|["']$/g, '');
  const meant = nearest(word, all) ?? all.find((one) => one.toLowerCase() === word.toLowerCase());
  return meant === undefined ? [] : replaceWord(place, meant);
};

const nodePortRange: Rule = (place) => {
  const [, low, high] = /valid ports is (\d+)-(\d+)/.exec(place.problem.text) ?? [];
  if (low === undefined || high === undefined) return [];
  const room = Number(high) - Number(low) + 1;
  const port = Number(low) + (Math.abs(Number(place.problem.badValue) || 80) % room);
  return [...removeField(place, 'nodePort'), ...replaceWord(place, String(port))];
};

/** What another object holds, or what cannot change any more: without the field the server takes what there is. */
const taken: Rule = (place) => {
  const { problem } = place;
  if (/already allocated/.test(problem.text)) {
    return removeField(place, lastName(problem.field) === 'nodePort' ? 'nodePort' : 'clusterIP');
  }
  return /may not change once set/.test(problem.text) ? removeField(place, 'clusterIP') : [];
};

const missing: Rule = (place) => {
  const { problem, lines } = place;
  const name = lastName(problem.field);
  const lacking =
    problem.code === 'Required' || (problem.badValue === 0 && /must be between 1 and 65535/.test(problem.text));
  const { range } = problem;
  if (!lacking || range === undefined) return [];
  const own = lines.slice(range.startLine - 1, range.endColumn === 1 ? range.endLine - 1 : range.endLine).join('\n');
  if (new RegExp(`(^|[\\s{])${escaped(name)}:`).test(own)) return [];
  const port = /(?:^|\s)port:\s*(\d+)/.exec(own)?.[1];
  if (name === 'name' && port !== undefined) return insertField(place, `name: port-${port}`);
  return name === 'port' ? insertField(place, `port: ${/targetPort:\s*(\d+)/.exec(own)?.[1] ?? '80'}`) : [];
};

/** A kind that there is not, or not under this apiVersion. */
const unknownKind: Rule = (place) => {
  const { problem, lines, start } = place;
  const [, word] = /no matches for kind "(\w+)"/.exec(problem.text) ?? [];
  if (word === undefined) return [];
  const kind = asKind(word);
  if (kind === undefined) {
    const meant = nearest(word, kinds);
    return meant === undefined ? [] : replaceWord(place, meant);
  }
  const from = lines.slice(0, start).findLastIndex((line) => line.startsWith('---')) + 1;
  const index = lines.findIndex((line, at) => at >= from && line.startsWith('apiVersion:'));
  const version = apiVersionOf(kind);
  return index === -1
    ? []
    : [{ kind: 'replace', what: version, text: withLine(lines, index, [`apiVersion: ${version}`]) }];
};

const rules: readonly Rule[] = [
  tabs,
  unknownField,
  unknownSetting,
  wrongType,
  unsupported,
  nodePortRange,
  taken,
  missing,
  unknownKind,
];

/** The ways out of a problem, where it is plain what was meant. */
export function quickFixes(problem: Problem, text: string): readonly QuickFix[] {
  const lines = text.split('\n');
  const { range } = problem;
  const start = (range?.startLine ?? 1) - 1;
  const line = lines[start] ?? '';
  const oneLine = range !== undefined && range.startLine === range.endLine;
  const word = oneLine ? line.slice(range.startColumn - 1, range.endColumn - 1) : '';
  return rules.flatMap((rule) => rule({ problem, text, lines, start, word }));
}
