import type { Service } from '../../kube/objects.js';
import type { FieldError } from '../validate/field-error.js';

/** A Service with its addresses and ports, or why it cannot have them. */
export type Allocation =
  | { readonly service: Service }
  | { readonly errors: readonly FieldError[] }
  /** An error about no single field: the server answers 500, with or without calling it an internal one. */
  | { readonly failure: string; readonly reason: '' | 'InternalError' };

export const rejected = (errors: readonly FieldError[]): Allocation => ({ errors });
export const failed = (failure: string): Allocation => ({ failure, reason: '' });

/** @see apimachinery/pkg/api/errors/errors.go (v1.34) NewInternalError */
export const failedInternally = (detail: string): Allocation => ({
  failure: `Internal error occurred: ${detail}`,
  reason: 'InternalError',
});
