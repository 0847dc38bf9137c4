import type { Problem, TextRange } from '../../base/problem.js';
import type { FieldPath } from '../key.js';
import type { Json } from '../objects.js';
import { splitChunks, type Chunk } from './chunk.js';
import { childPath, findNode, LineIndex, pathAt, type FieldNode } from './field-tree.js';
import { parseNodes } from './nodes.js';
import { findSyntaxProblem, type SyntaxProblem } from './syntax.js';
import { ValueReader, type Located } from './value.js';

/** One object of a manifest, with the position of each of its fields in the text. */
export interface ManifestDocument {
  /** From 0, in the order of the text; the items of a List count one by one. */
  readonly index: number;
  readonly value: Json;
  /** The range of a field's value, or of its closest parent that is in the text. */
  rangeOf(field: FieldPath): TextRange | undefined;
  /** The field whose key or value is at a place of the text, both counted from 1. */
  fieldAt(line: number, column: number): FieldPath | undefined;
}

export interface ParsedManifests {
  /** The documents before the first syntax error: kubectl stops reading there. */
  readonly documents: readonly ManifestDocument[];
  readonly problems: readonly Problem[];
}

/** The API server takes no larger request; kubectl would send more in several. */
const maximumLength = 1 << 20;
const maximumDocuments = 5000;

const limitProblem = (detail: string): Problem => ({
  code: 'Limit',
  severity: 'error',
  field: '',
  detail,
  text: `error: ${detail}`,
  range: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
});

function readText(text: string): Located | SyntaxProblem {
  const problem = findSyntaxProblem(text);
  if (problem !== undefined) return problem;
  const document = parseNodes(text);
  const reader = new ValueReader();
  const located = reader.read(document.contents, 0);
  return reader.problem === undefined ? located : { text: `yaml: ${reader.problem}`, offset: reader.problemOffset };
}

/** What was read lately, by text: an edit of one document of many, or a second reader, need not read all anew. */
const readLately = new Map<string, Located | SyntaxProblem>();
/** Characters of text that are kept so. */
const keptCharacters = 2 << 20;
let characters = 0;

function readChunk({ text }: Chunk): Located | SyntaxProblem {
  const known = readLately.get(text);
  if (known !== undefined) {
    // What is used stays longest.
    readLately.delete(text);
    readLately.set(text, known);
    return known;
  }
  const read = readText(text);
  readLately.set(text, read);
  characters += text.length;
  for (const [oldest] of readLately) {
    if (characters <= keptCharacters) break;
    readLately.delete(oldest);
    characters -= oldest.length;
  }
  return read;
}

function manifestDocument(index: number, located: Located, prefix: FieldPath, lines: LineIndex): ManifestDocument {
  const root: FieldNode = prefix === '' ? located.node : findNode(located.node, prefix);
  return {
    index,
    value: located.value,
    rangeOf(field) {
      const node = findNode(root, field);
      return lines.range(node.start, node.end);
    },
    fieldAt(line, column) {
      const offset = lines.offset(line, column);
      if (offset === undefined || offset < root.start || offset > root.end) return undefined;
      return pathAt(root, offset);
    },
  };
}

const isRecord = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A `List` stands for its items; items of a `ServiceList` are Services without having to say so. */
function listItems(value: Json): readonly Json[] | undefined {
  if (!isRecord(value) || typeof value['kind'] !== 'string' || !value['kind'].endsWith('List')) return undefined;
  const items = value['items'];
  if (!Array.isArray(items)) return undefined;
  const itemKind = value['kind'].slice(0, -'List'.length);
  const implied = itemKind === '' ? {} : { apiVersion: value['apiVersion'] ?? null, kind: itemKind };
  return (items as readonly Json[]).map((item) => (isRecord(item) ? { ...implied, ...item } : item));
}

/**
 * Reads YAML or JSON text as kubectl does.
 *
 * @see apimachinery/pkg/util/yaml/decoder.go, cli-runtime/pkg/resource/visitor.go (v1.34) StreamVisitor.Visit
 */
export function parseManifests(text: string): ParsedManifests {
  // One command asks several times for the same text.
  if (newest?.text !== text) newest = { text, parsed: parseText(text) };
  return newest.parsed;
}

let newest: { readonly text: string; readonly parsed: ParsedManifests } | undefined;

function parseText(text: string): ParsedManifests {
  if (text.length > maximumLength) {
    const problem = limitProblem(
      `the manifest is too large: ${text.length} characters, at most ${maximumLength} are read`,
    );
    return { documents: [], problems: [problem] };
  }
  const chunks = splitChunks(text);
  if (chunks.length > maximumDocuments) {
    const problem = limitProblem(
      `the manifest holds too many documents: ${chunks.length}, at most ${maximumDocuments} are read`,
    );
    return { documents: [], problems: [problem] };
  }
  const documents: ManifestDocument[] = [];
  for (const chunk of chunks) {
    const lines = new LineIndex(chunk.text, chunk.linesBefore);
    const located = readChunk(chunk);
    if ('text' in located) {
      const detail = `error converting YAML to JSON: ${located.text}`;
      const range = lines.range(located.offset, located.offset + 1);
      const code = /max depth|aliasing|more than \d+ tokens/.test(located.text) ? 'Limit' : 'Yaml';
      const problem: Problem = { code, severity: 'error', field: '', detail, text: detail, range };
      return { documents, problems: [{ ...problem, document: documents.length }] };
    }
    if (located.value === null) continue;
    const items = listItems(located.value);
    if (items === undefined) documents.push(manifestDocument(documents.length, located, '', lines));
    else {
      items.forEach((value, i) => {
        const prefix = childPath('items', i);
        documents.push(manifestDocument(documents.length, { value, node: located.node }, prefix, lines));
      });
    }
  }
  return { documents, problems: [] };
}
