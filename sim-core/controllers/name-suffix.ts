import { compareCodeUnits } from '../base/order.js';
import { suffixAlphabet } from '../kube/generated-name.js';

export { generatedName, randomSuffix } from '../kube/generated-name.js';

/** JSON with sorted keys: equal data gives equal text. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => compareCodeUnits(a, b));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`;
}

/** 32-bit FNV-1a over UTF-16 code units. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/**
 * The hash of a pod template: an FNV written in decimal, each digit mapped into the safe alphabet.
 * @see pkg/controller/controller_utils.go (v1.34) ComputeHash
 */
export const templateHash = (template: unknown): string =>
  [...String(fnv1a(canonicalJson(template)))]
    .map((digit) => suffixAlphabet.charAt(digit.charCodeAt(0) % suffixAlphabet.length))
    .join('');
