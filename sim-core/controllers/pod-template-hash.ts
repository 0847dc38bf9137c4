import { compareCodeUnits } from '../base/order.js';
import { perObject } from '../base/per-object.js';
import type { PodTemplate } from '../kube/objects.js';
import { goStructs, type GoField } from './pod-template-types.js';

/** A struct by its JSON, field by field; undefined where JSON has nothing. */
type Value = unknown;

const isRecord = (value: Value): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A value as go-spew writes it with `%#v`, by its Go type: `(string)a`, `(*int64)<nil>`, `([]string)[a b]`.
 * `typed` is off where the type was said just before: in lists, maps and behind pointers.
 * @see github.com/davecgh/go-spew/spew/format.go formatState.format
 */
function spew(type: string, value: Value, typed: boolean): string {
  if (type.startsWith('*')) return spewPointer(type, value, typed);
  const prefix = typed ? `(${type})` : '';
  if (type.startsWith('[]')) return prefix + spewList(type.slice(2), value);
  const fields = goStructs.get(type);
  if (fields !== undefined) return `${prefix}{${spewFields(fields, value)}}`;
  if (type.startsWith('map[') || type === 'v1.ResourceList') return prefix + spewMap(type, value);
  if (type === 'intstr.IntOrString') return prefix + spewIntOrString(value);
  if (type === 'resource.Quantity') return prefix + spewQuantity(value);
  return prefix + spewScalar(type, value);
}

function spewPointer(type: string, value: Value, typed: boolean): string {
  const [, to = ''] = /^\*(.*)$/s.exec(type) ?? [];
  const missing = value === undefined || value === null;
  const prefix = typed ? `(${type})` : '<*>';
  return missing ? `${prefix}<nil>` : prefix + spew(to, value, false);
}

/** Lists come to the controller through protobuf, which knows no empty ones. */
const spewList = (of: string, value: Value): string =>
  Array.isArray(value) && value.length > 0 ? `[${value.map((item) => spew(of, item, false)).join(' ')}]` : '<nil>';

function spewMap(type: string, value: Value): string {
  const entries = isRecord(value) ? Object.entries(value).toSorted(([a], [b]) => compareCodeUnits(a, b)) : [];
  if (entries.length === 0) return '<nil>';
  const of = type === 'v1.ResourceList' ? 'resource.Quantity' : type.slice(type.indexOf(']') + 1);
  return `map[${entries.map(([key, item]) => `${key}:${spew(of, item, false)}`).join(' ')}]`;
}

const spewFields = (fields: readonly GoField[], value: Value): string =>
  fields
    .map(({ name, json, type }) => {
      const own = json === undefined ? value : isRecord(value) ? value[json] : undefined;
      return `${name}:${spew(type, own, true)}`;
    })
    .join(' ');

const spewIntOrString = (value: Value): string =>
  typeof value === 'string'
    ? `{Type:(intstr.Type)1 IntVal:(int32)0 StrVal:(string)${value}}`
    : `{Type:(intstr.Type)0 IntVal:(int32)${typeof value === 'number' ? value : 0} StrVal:(string)}`;

/** Decimal and binary suffixes with their powers of ten and of two. */
const decimalScales: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const binaryPowers: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };

/** @see apimachinery/pkg/api/resource/quantity.go (v1.34) ParseQuantity */
function spewQuantity(value: Value): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const [, digits = '0', fraction = '', suffix = ''] = /^([+-]?\d*)(?:\.(\d*))?([a-zA-Z]*)$/.exec(text) ?? [];
  const binary = binaryPowers[suffix];
  const [amount, scale] =
    binary === undefined
      ? [BigInt(`${digits}${fraction}`), (decimalScales[suffix] ?? 0) - fraction.length]
      : [BigInt(digits) << BigInt(binary), 0];
  const format = binary === undefined ? 'DecimalSI' : 'BinarySI';
  const infinite = 'd:(resource.infDecAmount){Dec:(*inf.Dec)<nil>}';
  return `{i:(resource.int64Amount){value:(int64)${amount} scale:(resource.Scale)${scale}} ${infinite} s:(string)${text} Format:(resource.Format)${format}}`;
}

function spewScalar(type: string, value: Value): string {
  if (type === 'bool') return value === true ? 'true' : 'false';
  if (/^u?int\d*$/.test(type)) return typeof value === 'number' ? String(value) : '0';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Exactly what the controller hashes. @see pkg/util/hash/hash.go, apimachinery/pkg/util/dump (v1.34) ForHash */
export const dumpForHash = (template: PodTemplate): string => spew('v1.PodTemplateSpec', template, true);

/** Letters and digits that make no words. @see apimachinery/pkg/util/rand/rand.go (v1.34) SafeEncodeString */
const safe = 'bcdfghjklmnpqrstvwxz2456789';

/** FNV-1a of 32 bits, in letters and digits. */
export function fnvName(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of utf8(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return [...String(hash >>> 0)].map((digit) => safe[digit.charCodeAt(0) % safe.length] ?? '').join('');
}

/**
 * The value of the label `pod-template-hash`.
 * @see pkg/controller/controller_utils.go (v1.34) ComputeHash
 */
export const podTemplateHash = perObject((template: PodTemplate): string => fnvName(dumpForHash(template)));

/** The bytes of a text; TextEncoder belongs to the platforms, not to the language. */
function utf8(text: string): readonly number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return bytes;
}
