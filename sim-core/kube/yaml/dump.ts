import { err, ok, type Result } from '../../base/result.js';
import type { Json } from '../objects.js';
import { splitChunks, type Chunk } from './chunk.js';
import { parseNodes } from './nodes.js';
import { ValueReader } from './value.js';

/** Why a dump cannot be read, and on which line, counted from 1. */
export interface DumpError {
  readonly line: number;
  readonly detail: string;
}

const maximumNodes = 3_000_000;
const maximumDocuments = 20_000;

/** Lines deeper than this belong to no API object; the parser would go down with them. */
const maximumIndent = 400;
const maximumFlowDepth = 200;

/**
 * The documents of what `kubectl get -o yaml` or `-o json` printed: many and large, and without the positions of
 * their fields.
 */
export function readDump(text: string): Result<readonly Json[], DumpError> {
  const json = readJson(text);
  if (json !== undefined) return ok([json]);
  const deep = deepLine(text);
  if (deep !== undefined) return err({ line: deep, detail: 'the text is nested too deeply' });
  const chunks = splitChunks(text);
  if (chunks.length > maximumDocuments) return err({ line: 1, detail: `more than ${maximumDocuments} documents` });
  const values: Json[] = [];
  for (const chunk of chunks) {
    const value = readChunk(chunk);
    if (!value.ok) return value;
    if (value.value !== null) values.push(value.value);
  }
  return ok(values);
}

function readJson(text: string): Json | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    // JSON.parse gives nothing that is not JSON.
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function deepLine(text: string): number | undefined {
  let line = 1;
  let flow = 0;
  let indent = 0;
  let atStart = true;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 10) {
      line += 1;
      flow = 0;
      indent = 0;
      atStart = true;
    } else if (atStart && (c === 32 || c === 45)) {
      indent += 1;
      if (indent > maximumIndent) return line;
    } else {
      atStart = false;
      if (c === 91 || c === 123) flow += 1;
      else if (c === 93 || c === 125) flow -= 1;
      if (flow > maximumFlowDepth) return line;
    }
  }
  return undefined;
}

function readChunk({ text, linesBefore }: Chunk): Result<Json, DumpError> {
  const lineOf = (offset: number): number => linesBefore + text.slice(0, offset).split('\n').length;
  const document = parseNodes(text);
  const [error] = document.errors;
  if (error) return err({ line: lineOf(error.pos[0]), detail: error.message });
  const reader = new ValueReader(maximumNodes);
  const { value } = reader.read(document.contents, 0);
  return reader.problem === undefined ? ok(value) : err({ line: lineOf(reader.problemOffset), detail: reader.problem });
}
