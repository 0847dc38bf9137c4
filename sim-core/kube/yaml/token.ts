/** A place in a text, counted from 0. */
export interface Mark {
  readonly index: number;
  readonly line: number;
  readonly column: number;
}

export type TokenType =
  | 'stream-end'
  | 'directive'
  | 'document-start'
  | 'document-end'
  | 'block-sequence-start'
  | 'block-mapping-start'
  | 'block-end'
  | 'flow-sequence-start'
  | 'flow-sequence-end'
  | 'flow-mapping-start'
  | 'flow-mapping-end'
  | 'block-entry'
  | 'flow-entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

export interface Token {
  readonly type: TokenType;
  readonly start: Mark;
}

/** What the parser of kubectl would stop at. */
export interface SyntaxError {
  readonly problem: string;
  readonly at: Mark;
  readonly context: Mark | undefined;
  /** Found by the scanner: its marks count lines one lower in the message. */
  readonly scanner: boolean;
}

const printableRuns = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/** The first character that no YAML text may hold. */
export const controlCharacter = (text: string): number => {
  const start = text.startsWith('\ufeff') ? 1 : 0;
  const found = text.slice(start).search(printableRuns);
  return found < 0 ? -1 : found + start;
};

/**
 * The message as goyaml words it, which counts the lines of its two stages differently and leaves
 * the first line out.
 *
 * @see sigs.k8s.io/yaml/goyaml.v2/decode.go parser.fail
 */
export function syntaxErrorText(error: SyntaxError): string {
  const line = error.at.line !== 0 ? error.at.line + (error.scanner ? 1 : 0) : (error.context?.line ?? 0);
  return `yaml: ${line === 0 ? '' : `line ${line}: `}${error.problem}`;
}
