/** A place in a text, counted from 1 as editors do; `endColumn` is exclusive. */
export interface TextRange {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** field.Error types of API machinery, plus those of the parser and of allocation. */
export type ProblemCode =
  | 'Required'
  | 'Invalid'
  | 'NotSupported'
  | 'Duplicate'
  | 'Forbidden'
  | 'TooLong'
  | 'TooMany'
  | 'TypeInvalid'
  | 'NotFound'
  | 'AlreadyExists'
  | 'InternalError'
  | 'Decode'
  | 'Yaml'
  | 'Limit'
  | 'Warning';

/** Something wrong with an input: what, where, and in whose words. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: 'error' | 'warning';
  /** The field the API server names, such as `spec.ports[0].nodePort`; empty when it names none. */
  readonly field: string;
  readonly badValue?: unknown;
  /** The text after the bad value: `must be between 1 and 65535, inclusive`. */
  readonly detail: string;
  /** The whole message as kubectl prints it. */
  readonly text: string;
  readonly range?: TextRange;
  /** Which document of the file, from 0. */
  readonly document?: number;
}
