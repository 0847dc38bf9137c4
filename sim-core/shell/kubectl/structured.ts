import { Document, type DocumentOptions, type ToStringOptions } from 'yaml';
import { byKey } from '../../base/order.js';
import { formatTime } from './time.js';

/** Fields that hold virtual time, which the API writes as a date. */
const timeFields: ReadonlySet<string> = new Set([
  'creationTimestamp',
  'deletionTimestamp',
  'startTime',
  'startedAt',
  'lastTransitionTime',
  'lastUpdateTime',
  'firstTimestamp',
  'lastTimestamp',
]);

/** The object as the API shows it: its times are dates. */
export function withTimes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTimes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]: readonly [string, unknown]) => [
      key,
      typeof field === 'number' && timeFields.has(key) ? formatTime(field) : withTimes(field),
    ]),
  );
}

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

const shown = (value: unknown): unknown => inKeyOrder(withTimes(value));

const reading: DocumentOptions = { version: '1.1' };
const writing: ToStringOptions = { indentSeq: false, lineWidth: 0, singleQuote: false };

/** YAML as sigs.k8s.io/yaml writes it: keys in order, lists not indented. */
export const toYaml = (value: unknown): string =>
  new Document(shown(value), { ...reading, aliasDuplicateObjects: false }).toString(writing);

/** JSON as `kubectl -o json` writes it. */
export const toJson = (value: unknown): string => `${JSON.stringify(shown(value), undefined, 4)}\n`;
