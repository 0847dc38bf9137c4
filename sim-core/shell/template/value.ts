/** What a template works on. Whole numbers of Go's int types are bigint, its float64 is number. */
export type Value =
  null | boolean | number | bigint | string | readonly Value[] | { readonly [key: string]: Value } | TemplateFunction;

/** A method of a built-in object, such as `.Capabilities.APIVersions.Has`. */
export interface TemplateFunction {
  readonly call: (args: readonly Value[]) => Value;
}

export type ValueMap = Readonly<Record<string, Value>>;

const isFunction = (value: Value): value is TemplateFunction =>
  typeof value === 'object' && value !== null && 'call' in value && typeof value.call === 'function';

export { isFunction as isTemplateFunction };

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

export const isMap = (value: Value | undefined): value is ValueMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isFunction(value);

/** @see text/template/exec.go IsTrue */
export function isTrue(value: Value): boolean {
  if (value === null || value === false || value === '' || value === 0 || value === 0n) return false;
  if (isList(value)) return value.length > 0;
  return !isMap(value) || Object.keys(value).length > 0;
}

/** A float as `%v` prints it: with an exponent from 1e+21 down to the sixth digit on. @see strconv.FormatFloat 'g' */
export function formatFloat(value: number): string {
  const exponent = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  if (Number.isFinite(value) && exponent >= -4 && exponent < 21) {
    if (exponent < 6 || !Number.isInteger(value)) return String(value);
  }
  const [mantissa = '', power = ''] = value.toExponential().split('e');
  const digits = power.replace(/^[+-]/, '').padStart(2, '0');
  return `${mantissa}e${power.startsWith('-') ? '-' : '+'}${digits}`;
}

/** `%v`; a map's keys are in order. @see fmt/print.go printValue */
export function printed(value: Value): string {
  if (value === null) return '<no value>';
  if (typeof value === 'number') return formatFloat(value);
  if (isList(value)) return `[${value.map(inside).join(' ')}]`;
  if (isMap(value)) {
    const pairs = sortedKeys(value).map((key) => `${key}:${inside(value[key] ?? null)}`);
    return `map[${pairs.join(' ')}]`;
  }
  return isFunction(value) ? 'func' : String(value);
}

const inside = (value: Value): string => (value === null ? '<nil>' : printed(value));

export const sortedKeys = (map: ValueMap): readonly string[] => Object.keys(map).sort();

/** The type as Go's messages name it. */
export function typeName(value: Value): string {
  if (value === null) return '<nil>';
  if (isList(value)) return '[]interface {}';
  if (isMap(value)) return 'map[string]interface {}';
  const names: Readonly<Record<string, string>> = { bigint: 'int', number: 'float64', boolean: 'bool' };
  return names[typeof value] ?? typeof value;
}

/** Parsed YAML or JSON, whose numbers are floats as Helm reads them. */
export function fromJson(value: unknown): Value {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') {
    return value;
  }
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(fromJson);
  if (typeof value !== 'object') return null;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fromJson(inner)]));
}

/** The same as plain JSON. */
export function toJson(value: Value): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (isList(value)) return value.map(toJson);
  if (isMap(value)) return Object.fromEntries(sortedKeys(value).map((key) => [key, toJson(value[key] ?? null)]));
  return isFunction(value) ? null : value;
}
