import type { Service } from '../../kube/objects.js';
import type { FieldError } from '../validate/field-error.js';

/** A Service with its addresses and ports, or why it cannot have them. */
export type Allocation =
  | { readonly service: Service }
  | { readonly errors: readonly FieldError[] }
  /** An error about no single field: the server answers 500. */
  | { readonly failure: string };

export const rejected = (errors: readonly FieldError[]): Allocation => ({ errors });
export const failed = (failure: string): Allocation => ({ failure });
