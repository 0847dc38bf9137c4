/** Weighs what a page has to load before it can be used, and fails when that is more than was agreed. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

const dist = process.argv[2] ?? fileURLToPath(new URL('../dist/', import.meta.url));
const manifest = JSON.parse(readFileSync(`${dist}.vite/manifest.json`, 'utf8'));

/** Scripts that a chunk needs before it runs, itself included. */
function closure(key, seen = new Set()) {
  if (!seen.has(key)) {
    seen.add(key);
    for (const next of manifest[key].imports ?? []) closure(next, seen);
  }
  return seen;
}

const kB = (bytes) => bytes / 1000;
const weigh = (keys) =>
  [...keys].reduce((sum, key) => sum + brotliCompressSync(readFileSync(dist + manifest[key].file)).length, 0);

/** A file by the name that the build gave it: see first-load.mjs. */
function built(name) {
  const key = Object.keys(manifest).find((candidate) => manifest[candidate].name === name);
  if (key === undefined) throw new Error(`the build made no file ${name}`);
  return key;
}

const pages = [
  { name: 'the lab', entry: built('lab'), limit: 150 },
  { name: 'an embedded lab', entry: built('embedded'), limit: 120 },
];
let heavy = false;
for (const { name, entry, limit } of pages) {
  const size = kB(weigh(new Set([...closure('index.html'), ...closure('app/i18n/en/index.ts'), ...closure(entry)])));
  heavy ||= size > limit;
  console.log(
    `${size > limit ? 'TOO HEAVY' : 'ok'}  initial script of ${name}: ${size.toFixed(1)} kB brotli, limit ${limit} kB`,
  );
}
process.exit(heavy ? 1 : 0);
