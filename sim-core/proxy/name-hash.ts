import { sha256 } from '@noble/hashes/sha2.js';
import { base32 } from '@scure/base';

/** A fresh hasher to start from, and one that does the work: making one anew costs as much as hashing. */
const fresh = sha256.create();
const worker = sha256.create();
const digest = new Uint8Array(fresh.outputLen);

/**
 * The first characters of the base32 of a text's SHA-256, by eights. Names and addresses are ASCII, so
 * that a character is a byte.
 */
export function nameHash(text: string, length: 8 | 16): string {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  fresh._cloneInto(worker).update(bytes).digestInto(digest);
  return base32.encode(digest.subarray(0, (length * 5) / 8));
}
