import type { Problem, TextRange } from '../../base/problem.js';
import type { FieldPath } from '../key.js';
import type { Json } from '../objects.js';

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
  readonly documents: readonly ManifestDocument[];
  readonly problems: readonly Problem[];
}

/** Reads YAML or JSON text as kubectl does. */
export function parseManifests(_text: string): ParsedManifests {
  return { documents: [], problems: [] };
}
