import type { Prng } from '../base/prng.js';

/** No vowels and no digits that look like them, so that no word comes out by chance. */
export const suffixAlphabet = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 5;
const MAX_NAME_LENGTH = 63;

/** @see staging/src/k8s.io/apimachinery/pkg/util/rand/rand.go (v1.34) String */
export function randomSuffix(prng: Prng, label: string): string {
  let suffix = '';
  for (let i = 0; i < SUFFIX_LENGTH; i++) suffix += suffixAlphabet.charAt(prng.below(label, suffixAlphabet.length));
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
