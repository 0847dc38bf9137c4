import type { Json } from '../kube/objects.js';
import { isJsonObject, type JsonObject } from '../kube/json.js';
import { readDump } from '../kube/yaml/dump.js';

/** Several files may hold one cluster; a pasted text is one without a name of its own. */
export interface DumpFile {
  readonly name: string;
  readonly text: string;
}

export type ImportProblem =
  | { readonly kind: 'too-large'; readonly characters: number; readonly most: number }
  | { readonly kind: 'too-many-objects'; readonly objects: number; readonly most: number }
  | { readonly kind: 'unreadable'; readonly file: string; readonly line: number; readonly detail: string }
  | { readonly kind: 'nothing-found' }
  | { readonly kind: 'no-nodes' };

export const importLimits = { characters: 5 * 1024 * 1024, objects: 20_000 } as const;

const kindText = (value: JsonObject): string => (typeof value['kind'] === 'string' ? value['kind'] : '');

/** The items of lists within lists, as `kubectl get -o yaml` prints them for one kind or for several. */
function flatten(value: Json, depth = 0): readonly JsonObject[] {
  if (Array.isArray(value))
    return depth > 3 ? [] : (value as readonly Json[]).flatMap((item) => flatten(item, depth + 1));
  if (!isJsonObject(value)) return [];
  const { items } = value;
  if (!Array.isArray(items) || !kindText(value).endsWith('List')) return [value];
  const itemKind = kindText(value).slice(0, -'List'.length);
  const implied = itemKind === '' ? {} : { apiVersion: value['apiVersion'] ?? 'v1', kind: itemKind };
  return flatten(items, depth + 1).map((item) => ({ ...implied, ...item }));
}

export function readDumpFiles(files: readonly DumpFile[]): readonly JsonObject[] | ImportProblem {
  const characters = files.reduce((sum, { text }) => sum + text.length, 0);
  if (characters > importLimits.characters) return { kind: 'too-large', characters, most: importLimits.characters };
  const found: JsonObject[] = [];
  for (const { name, text } of files) {
    const read = readDump(text);
    if (!read.ok) return { kind: 'unreadable', file: name, ...read.error };
    for (const value of read.value) found.push(...flatten(value));
    if (found.length > importLimits.objects) {
      return { kind: 'too-many-objects', objects: found.length, most: importLimits.objects };
    }
  }
  return found.some((object) => kindText(object) !== '') ? found : { kind: 'nothing-found' };
}
