import { Document, type DocumentOptions, type ToStringOptions } from 'yaml';
import { byKey } from '../../base/order.js';

/** Keys in order at every depth, as Go marshals a map. */
export function inKeyOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inKeyOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .toSorted(byKey(([key]) => key))
      .map(([key, field]: readonly [string, unknown]) => [key, inKeyOrder(field)]),
  );
}

const reading: DocumentOptions = { version: '1.1' };
const writing: ToStringOptions = { indentSeq: false, lineWidth: 0, singleQuote: false };

/** YAML as sigs.k8s.io/yaml writes it: keys in order, lists not indented. */
export const toYaml = (value: unknown): string =>
  new Document(inKeyOrder(value), { ...reading, aliasDuplicateObjects: false }).toString(writing);

/** JSON as `kubectl -o json` writes it. */
export const toJson = (value: unknown): string => `${JSON.stringify(inKeyOrder(value), undefined, 4)}\n`;

/**
 * A kubectl template such as `{.spec.ports[0].nodePort} {.metadata.name}`: fields, list positions
 * and `[*]`. Values of several are parted by spaces; what is not there is empty.
 * @see https://kubernetes.io/docs/reference/kubectl/jsonpath/
 */
export function jsonPath(template: string, root: unknown): string {
  return template.replace(/\{([^{}]*)\}/g, (_whole, path: string) => {
    if (/^"[^"]*"$/.test(path)) return (JSON.parse(path) as string).toString();
    return valuesAt(path, root).map(plain).join(' ');
  });
}

const steps = /\.([\w-]+)|\['([^']+)'\]|\[(\d+|\*)\]/g;

function valuesAt(path: string, root: unknown): readonly unknown[] {
  let values: readonly unknown[] = [root];
  for (const [, field, quoted, index] of path.matchAll(steps)) {
    values = values.flatMap((value) => childrenOf(value, field ?? quoted ?? index ?? ''));
  }
  return values;
}

function childrenOf(value: unknown, step: string): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (step === '*') return Object.values(value);
  const child = Object.hasOwn(value, step) ? (value as Readonly<Record<string, unknown>>)[step] : undefined;
  return child === undefined ? [] : [child];
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
