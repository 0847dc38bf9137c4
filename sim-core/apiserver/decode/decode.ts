import { isJsonList, isJsonObject, type JsonObject } from '../../kube/json.js';
import type { Json } from '../../kube/objects.js';
import { goType, type Field, type Schema, type StructSchema } from './schema.js';

/** The server's words, and the field they are about. */
export interface DecodeError {
  readonly text: string;
  readonly field: string;
}

export type Decoded = { readonly value: JsonObject } | { readonly errors: readonly [DecodeError, ...DecodeError[]] };

/** Where in Go's types the decoder is: the innermost struct, and the fields that led to it. */
interface GoPlace {
  readonly struct: string;
  readonly path: readonly string[];
}

const typeOfJson = (value: Json): string => {
  if (isJsonList(value)) return 'array';
  return value === null ? 'null' : typeof value === 'boolean' ? 'bool' : typeof value;
};

/** Decodes strictly, walking members in the order in which kubectl sends them: sorted. */
class Decoder {
  readonly unknown: DecodeError[] = [];
  wrongType: DecodeError | undefined;

  decode(value: Json, schema: Schema, place: GoPlace, field: string): Json | undefined {
    if (value === null) return undefined;
    switch (schema.is) {
      case 'anything':
        return value;
      case 'string':
        return typeof value === 'string' ? value : this.#mismatch(value, typeOfJson(value), schema, place, field);
      case 'bool':
        return typeof value === 'boolean' ? value : this.#mismatch(value, typeOfJson(value), schema, place, field);
      case 'int':
        return this.#int(value, schema.bits, schema, place, field);
      case 'intOrString':
        return typeof value === 'string' ? value : this.#int(value, 32, { is: 'int', bits: 32 }, place, field);
      case 'map':
        return this.#map(value, schema, place, field);
      case 'list':
        return this.#list(value, schema, place, field);
      case 'struct':
        return this.#struct(value, schema, place, field);
    }
  }

  #int(value: Json, bits: 32 | 64, schema: Schema, place: GoPlace, field: string): Json | undefined {
    if (typeof value !== 'number') return this.#mismatch(value, typeOfJson(value), schema, place, field);
    const limit = 2 ** (bits - 1);
    const fits = Number.isInteger(value) && value >= -limit && value < limit;
    return fits ? value : this.#mismatch(value, `number ${value}`, schema, place, field);
  }

  #map(value: Json, schema: Extract<Schema, { is: 'map' }>, place: GoPlace, field: string): Json | undefined {
    if (!isJsonObject(value)) return this.#mismatch(value, typeOfJson(value), schema, place, field);
    const entries: [string, Json][] = [];
    for (const key of Object.keys(value).sort()) {
      const item = this.decode(value[key] ?? null, schema.of, place, `${field}[${key}]`);
      entries.push([key, item ?? zeroOf(schema.of)]);
    }
    return Object.fromEntries(entries);
  }

  #list(value: Json, schema: Extract<Schema, { is: 'list' }>, place: GoPlace, field: string): Json | undefined {
    if (!isJsonList(value)) return this.#mismatch(value, typeOfJson(value), schema, place, field);
    return value.map((item, i) => this.decode(item ?? null, schema.of, place, `${field}[${i}]`) ?? zeroOf(schema.of));
  }

  #struct(value: Json, schema: StructSchema, place: GoPlace, field: string): Json | undefined {
    if (!isJsonObject(value)) return this.#mismatch(value, typeOfJson(value), schema, place, field);
    const name = schema.name.slice(schema.name.indexOf('.') + 1);
    const present = new Map<string, Json>();
    for (const key of Object.keys(value).sort()) {
      const path = field === '' ? key : `${field}.${key}`;
      const known = Object.hasOwn(schema.fields, key) ? schema.fields[key] : undefined;
      if (known === undefined) {
        this.unknown.push({ text: `unknown field "${path}"`, field: path });
        continue;
      }
      const decoded = this.decode(value[key] ?? null, known.schema, { struct: name, path: [...place.path, key] }, path);
      if (decoded !== undefined) present.set(key, decoded);
    }
    return encodeStruct(schema, present);
  }

  #mismatch(_value: Json, found: string, schema: Schema, place: GoPlace, field: string): undefined {
    const where = place.struct === '' ? 'Go value' : `Go struct field ${place.struct}.${place.path.join('.')}`;
    this.wrongType ??= { text: `json: cannot unmarshal ${found} into ${where} of type ${goType(schema)}`, field };
    return undefined;
  }
}

function zeroOf(schema: Schema): Json {
  switch (schema.is) {
    case 'string':
      return '';
    case 'bool':
      return false;
    case 'int':
    case 'intOrString':
      return 0;
    case 'struct':
      return encodeStruct(schema, new Map());
    default:
      return null;
  }
}

const isZero = (value: Json): boolean =>
  value === '' ||
  value === 0 ||
  value === false ||
  value === null ||
  (isJsonList(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0);

/** The struct as Go would write it again, in the order of its declaration. */
function encodeStruct(schema: StructSchema, present: ReadonlyMap<string, Json>): JsonObject {
  const entries: [string, Json][] = [];
  for (const [key, field] of Object.entries(schema.fields)) {
    const value = encodeField(field, present.get(key));
    if (value !== undefined) entries.push([key, value]);
  }
  return Object.fromEntries(entries);
}

function encodeField(field: Field, value: Json | undefined): Json | undefined {
  if (field.presence === 'always') return value ?? zeroOf(field.schema);
  if (value === undefined) return undefined;
  const drops = field.presence === 'omit' && field.schema.is !== 'anything' && field.schema.is !== 'intOrString';
  return drops && isZero(value) && field.schema.is !== 'struct' ? undefined : value;
}

/**
 * @see sigs.k8s.io/json, apimachinery/pkg/runtime/serializer/json/json.go (v1.34)
 */
export function decodeObject(value: Json, schema: StructSchema): Decoded {
  const decoder = new Decoder();
  const decoded = decoder.decode(value, schema, { struct: '', path: [] }, '');
  if (decoder.wrongType !== undefined) return { errors: [decoder.wrongType] };
  const [first, ...rest] = decoder.unknown;
  if (first !== undefined) return { errors: [{ ...first, text: `strict decoding error: ${first.text}` }, ...rest] };
  return { value: isJsonObject(decoded) ? decoded : {} };
}

/** Decodes as a request without strict field validation: unknown fields are dropped, with a warning each. */
export function decodeLenient(
  value: Json,
  schema: StructSchema,
): { readonly value: JsonObject; readonly warnings: readonly string[] } | { readonly error: DecodeError } {
  const decoder = new Decoder();
  const decoded = decoder.decode(value, schema, { struct: '', path: [] }, '');
  if (decoder.wrongType !== undefined) return { error: decoder.wrongType };
  return { value: isJsonObject(decoded) ? decoded : {}, warnings: decoder.unknown.map(({ text }) => text) };
}
