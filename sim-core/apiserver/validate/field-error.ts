import type { ProblemCode } from '../../base/problem.js';
import { canonicalJson } from '../../kube/json.js';
import type { Json } from '../../kube/objects.js';
import { goQuote } from '../../kube/yaml/go-syntax.js';

/** What is wrong with one field. @see apimachinery/pkg/util/validation/field/errors.go (v1.34) */
export interface FieldError {
  readonly type: FieldErrorType;
  readonly field: string;
  /** Already as JSON: strings are quoted when printed, all else is written as it is. */
  readonly badValue?: Json | GoStruct;
  readonly detail: string;
}

/** A value that Go prints with its own field names and order. */
export interface GoStruct {
  readonly goJson: string;
}

export type FieldErrorType = Extract<
  ProblemCode,
  | 'Required'
  | 'Invalid'
  | 'NotSupported'
  | 'Duplicate'
  | 'Forbidden'
  | 'TooLong'
  | 'TooMany'
  | 'TypeInvalid'
  | 'InternalError'
>;

interface ErrorWords {
  /** The reason in the API's Status. */
  readonly reason: string;
  readonly title: string;
  readonly showsValue: boolean;
}

const words: { readonly [T in FieldErrorType]: ErrorWords } = {
  Required: { reason: 'FieldValueRequired', title: 'Required value', showsValue: false },
  Invalid: { reason: 'FieldValueInvalid', title: 'Invalid value', showsValue: true },
  NotSupported: { reason: 'FieldValueNotSupported', title: 'Unsupported value', showsValue: true },
  Duplicate: { reason: 'FieldValueDuplicate', title: 'Duplicate value', showsValue: true },
  Forbidden: { reason: 'FieldValueForbidden', title: 'Forbidden', showsValue: false },
  TooLong: { reason: 'FieldValueTooLong', title: 'Too long', showsValue: false },
  TooMany: { reason: 'FieldValueTooMany', title: 'Too many', showsValue: true },
  TypeInvalid: { reason: 'FieldValueTypeInvalid', title: 'Invalid value', showsValue: true },
  InternalError: { reason: 'InternalError', title: 'Internal error', showsValue: false },
};

export const required = (field: string, detail = ''): FieldError => ({ type: 'Required', field, detail });
export const forbidden = (field: string, detail: string): FieldError => ({ type: 'Forbidden', field, detail });
export const duplicate = (field: string, badValue: Json | GoStruct): FieldError => ({
  type: 'Duplicate',
  field,
  badValue,
  detail: '',
});

/** A missing pointer prints as `"null"`. */
export const invalid = (field: string, badValue: Json | GoStruct | undefined, detail: string): FieldError => ({
  type: 'Invalid',
  field,
  badValue: badValue ?? 'null',
  detail,
});

/** A list or map that was never there: Go writes it as `null`, without the quotes of a missing pointer. */
export const orNull = <T extends Json>(value: T | undefined): T | GoStruct => value ?? { goJson: 'null' };

export const notSupported = (field: string, badValue: Json, supported: readonly string[]): FieldError => ({
  type: 'NotSupported',
  field,
  badValue,
  detail: `supported values: ${supported.map(goQuote).join(', ')}`,
});

export const tooLong = (field: string, maximum: number): FieldError => ({
  type: 'TooLong',
  field,
  detail: `may not be more than ${maximum} bytes`,
});

export const tooMany = (field: string, actual: number, maximum: number): FieldError => ({
  type: 'TooMany',
  field,
  badValue: actual,
  detail: `must have at most ${maximum} items`,
});

export const reasonOf = (error: FieldError): string => words[error.type].reason;

function printValue(value: Json | GoStruct): string {
  if (typeof value === 'string') return goQuote(value);
  if (isGoStruct(value)) return value.goJson;
  return canonicalJson(value);
}

const isGoStruct = (value: Json | GoStruct): value is GoStruct =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && 'goJson' in value;

/** The message without the field: what the Status calls a cause's message. */
export function errorBody(error: FieldError): string {
  const { title, showsValue } = words[error.type];
  const value = showsValue && error.badValue !== undefined ? `: ${printValue(error.badValue)}` : '';
  return `${title}${value}${error.detail === '' ? '' : `: ${error.detail}`}`;
}

export const errorText = (error: FieldError): string => `${error.field}: ${errorBody(error)}`;
