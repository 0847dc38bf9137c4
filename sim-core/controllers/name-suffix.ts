import type { Prng } from '../base/prng.js';
import { compareCodeUnits } from '../base/order.js';

/** No vowels and no digits that look like them, so that no word comes out by chance. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 5;
const MAX_NAME_LENGTH = 63;

/** @see staging/src/k8s.io/apimachinery/pkg/util/rand/rand.go (v1.34) String */
export function randomSuffix(prng: Prng, label: string): string {
  let suffix = '';
  for (let i = 0; i < SUFFIX_LENGTH; i++) suffix += ALPHABET.charAt(prng.below(label, ALPHABET.length));
  return suffix;
}

/**
 * A free name that starts with `generateName`.
 * @see staging/src/k8s.io/apiserver/pkg/storage/names/generate.go (v1.34) GenerateName
 */
export function generatedName(generateName: string, prng: Prng, isTaken: (name: string) => boolean): string {
  const base = generateName.slice(0, MAX_NAME_LENGTH - SUFFIX_LENGTH);
  for (;;) {
    const name = base + randomSuffix(prng, `name/${generateName}`);
    if (!isTaken(name)) return name;
  }
}

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
    .map((digit) => ALPHABET.charAt(digit.charCodeAt(0) % ALPHABET.length))
    .join('');
