/**
 * The shape of API types as Go declares them: enough to decode strictly, to name types in errors,
 * to leave out what `omitempty` leaves out, and to merge lists by key.
 */
export type Schema =
  | { readonly is: 'string' | 'bool' | 'intOrString' | 'anything' }
  | { readonly is: 'int'; readonly bits: 32 | 64 }
  | { readonly is: 'map'; readonly of: Schema }
  | { readonly is: 'list'; readonly of: Schema; readonly mergeKey?: string }
  | StructSchema;

export interface StructSchema {
  readonly is: 'struct';
  /** The Go type, with its package: `v1.ServicePort`. */
  readonly name: string;
  readonly fields: Readonly<Record<string, Field>>;
}

export interface Field {
  readonly schema: Schema;
  /**
   * `omit` leaves a zero value out, `pointer` leaves out only null, `always` writes even a zero
   * value.
   */
  readonly presence: 'omit' | 'pointer' | 'always';
}

export const string: Schema = { is: 'string' };
export const bool: Schema = { is: 'bool' };
export const int32: Schema = { is: 'int', bits: 32 };
export const int64: Schema = { is: 'int', bits: 64 };
export const intOrString: Schema = { is: 'intOrString' };
/** Stored and shown, not looked into. */
export const anything: Schema = { is: 'anything' };
export const strings: Schema = { is: 'list', of: string };
export const stringMap: Schema = { is: 'map', of: string };
export const list = (of: Schema, mergeKey?: string): Schema =>
  mergeKey === undefined ? { is: 'list', of } : { is: 'list', of, mergeKey };

export const optional = (schema: Schema): Field => ({ schema, presence: 'omit' });
export const pointer = (schema: Schema): Field => ({ schema, presence: 'pointer' });
export const always = (schema: Schema): Field => ({ schema, presence: 'always' });

/** A struct; bare schemas are fields with `omitempty`. */
export function struct(name: string, fields: Readonly<Record<string, Schema | Field>>): StructSchema {
  const entries = Object.entries(fields).map(([key, f]) => [key, 'presence' in f ? f : optional(f)] as const);
  return { is: 'struct', name, fields: Object.fromEntries(entries) };
}

/** Fields that are only stored, by name. */
export const opaque = (...names: readonly string[]): Readonly<Record<string, Schema>> =>
  Object.fromEntries(names.map((name) => [name, anything]));

/** The type as Go writes it in an error. */
export function goType(schema: Schema): string {
  switch (schema.is) {
    case 'int':
      return `int${schema.bits}`;
    case 'map':
      return `map[string]${goType(schema.of)}`;
    case 'list':
      return `[]${goType(schema.of)}`;
    case 'struct':
      return schema.name;
    case 'intOrString':
      return 'intstr.IntOrString';
    case 'anything':
      return 'interface {}';
    default:
      return schema.is;
  }
}
