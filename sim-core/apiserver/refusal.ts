import { resources } from '../kube/resource.js';
import type { Kind } from '../kube/key.js';
import { errorText, type FieldError } from './validate/field-error.js';

/** An error answer of the API server. */
export type Refusal =
  | {
      readonly type: 'invalid';
      readonly kind: string;
      readonly group: string;
      readonly name: string;
      readonly errors: readonly FieldError[];
    }
  | {
      readonly type: 'status';
      /** Empty when the server names none. */
      readonly reason: '' | 'BadRequest' | 'InternalError' | 'NotFound' | 'Forbidden' | 'AlreadyExists' | 'Conflict';
      readonly message: string;
      /** The field it is about, when there is one. */
      readonly field: string;
    };

export const invalidObject = (kind: Kind, name: string, errors: readonly FieldError[]): Refusal => ({
  type: 'invalid',
  kind,
  group: resources[kind].group,
  name,
  errors,
});

export const badRequest = (message: string, field = ''): Refusal => ({
  type: 'status',
  reason: 'BadRequest',
  message,
  field,
});

export const notFound = (resource: string, name: string, field = ''): Refusal => ({
  type: 'status',
  reason: 'NotFound',
  message: `${resource} "${name}" not found`,
  field,
});

/** `services`, `deployments.apps`. */
export const qualifiedResource = (kind: Kind): string => {
  const { plural, group } = resources[kind];
  return group === '' ? plural : `${plural}.${group}`;
};

/** The message of the Status: the same text twice counts once. */
export function refusalMessage(refusal: Refusal): string {
  if (refusal.type === 'status') return refusal.message;
  const texts = [...new Set(refusal.errors.map(errorText))];
  const kind = refusal.group === '' ? refusal.kind : `${refusal.kind}.${refusal.group}`;
  const listed = texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
  return kind === '' ? ` "" is invalid: ${listed}` : `${kind} "${refusal.name}" is invalid: ${listed}`;
}

export const alreadyExists = (kind: Kind, name: string): Refusal => ({
  type: 'status',
  reason: 'AlreadyExists',
  message: `${qualifiedResource(kind)} "${name}" already exists`,
  field: 'metadata.name',
});

export const conflict = (kind: Kind, name: string): Refusal => ({
  type: 'status',
  reason: 'Conflict',
  message:
    `Operation cannot be fulfilled on ${qualifiedResource(kind)} "${name}": the object has been modified; ` +
    'please apply your changes to the latest version and try again',
  field: 'metadata.resourceVersion',
});
