import type { Problem, TextRange } from '../base/problem.js';
import type { ManifestDocument } from '../kube/yaml/manifests.js';
import type { CommandError } from './kubectl.js';
import { errorOutput, invalidSubject } from './kubectl.js';
import type { Refusal } from './refusal.js';
import { errorBody, errorText } from './validate/field-error.js';

interface Where {
  readonly document?: ManifestDocument;
  readonly field?: string;
}

function place({ document, field = '' }: Where): { readonly range?: TextRange; readonly document?: number } {
  if (document === undefined) return {};
  const range = document.rangeOf(field);
  return { document: document.index, ...(range !== undefined && { range }) };
}

/** An error as Problems: one per field that is wrong. */
export function problemsOf(error: CommandError, where: Where): readonly Problem[] {
  const text = errorOutput([error]).trimEnd();
  if ('text' in error)
    return [{ code: 'Decode', severity: 'error', field: where.field ?? '', detail: error.text, text, ...place(where) }];
  const { refusal } = error;
  if (refusal.type === 'invalid' && refusal.errors.length === 0)
    return [{ code: 'Invalid', severity: 'error', field: where.field ?? '', detail: text, text, ...place(where) }];
  if (refusal.type === 'invalid') return invalidProblems(refusal, where);
  const code = {
    BadRequest: 'Decode',
    NotFound: 'NotFound',
    Forbidden: 'Forbidden',
    AlreadyExists: 'Duplicate',
    Conflict: 'Invalid',
    InternalError: 'InternalError',
    '': 'InternalError',
  } as const;
  const { field, message, reason } = refusal;
  return [{ code: code[reason], severity: 'error', field, detail: message, text, ...place({ ...where, field }) }];
}

function invalidProblems(refusal: Extract<Refusal, { type: 'invalid' }>, where: Where): readonly Problem[] {
  return refusal.errors.map((error) => ({
    code: error.type,
    severity: 'error',
    field: error.field,
    ...(error.badValue !== undefined && { badValue: error.badValue }),
    detail: error.detail === '' ? errorBody(error) : error.detail,
    text: `${invalidSubject(refusal)}: ${errorText(error)}`,
    ...place({ ...where, field: error.field }),
  }));
}

/** A warning names its field before the first colon, when it names one. */
export function warningProblem(warning: string, where: Where): Problem {
  const field = /^(?:spec|metadata)\.[\w.[\]]+/.exec(warning)?.[0] ?? '';
  return {
    code: 'Warning',
    severity: 'warning',
    field,
    detail: warning,
    text: `Warning: ${warning}`,
    ...place({ ...where, field }),
  };
}
