export type GoValue = null | boolean | number | string | readonly GoValue[] | { readonly [key: string]: GoValue };

/** A string as Go's `%q` writes it. */
export const goQuote = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\u009f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** A decoded YAML value as Go's `%#v` writes it. */
export function goSyntax(value: GoValue): string {
  if (value === null) return 'interface {}(nil)';
  if (typeof value === 'string') return goQuote(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  const fields = Object.entries(value).map(([key, field]) => `${goQuote(key)}:${goSyntax(field as GoValue)}`);
  return `map[interface {}]interface {}{${fields.join(', ')}}`;
}

/** A value as Go's `%+v` writes it: `map[spec:map[ports:[1 2]]]`. */
export function goMap(value: GoValue): string {
  if (value === null) return '<nil>';
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map(goMap).join(' ')}]`;
  const record = value as { readonly [key: string]: GoValue };
  const fields = Object.keys(record)
    .sort()
    .map((key) => `${key}:${goMap(record[key] ?? null)}`);
  return `map[${fields.join(' ')}]`;
}
