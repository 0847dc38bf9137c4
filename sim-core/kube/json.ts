import type { Json } from './objects.js';

export type JsonObject = { readonly [key: string]: Json };

export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isJsonList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** A member of a JSON object; undefined when the value is no object or has no such member of its own. */
export const member = (value: Json | undefined, key: string): Json | undefined =>
  isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

export const stringMember = (value: Json | undefined, key: string): string => {
  const found = member(value, key);
  return typeof found === 'string' ? found : '';
};

/** JSON as Go's encoder writes a map: keys in order. */
export function canonicalJson(value: Json): string {
  if (isJsonList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isJsonObject(value)) return goString(JSON.stringify(value));
  const members = Object.keys(value)
    .sort()
    .map((key) => `${goString(JSON.stringify(key))}:${canonicalJson(value[key] ?? null)}`);
  return `{${members.join(',')}}`;
}

/** Go's encoder escapes what could end a script element. */
const goString = (json: string): string =>
  json.replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  return canonicalJson(a) === canonicalJson(b);
}
