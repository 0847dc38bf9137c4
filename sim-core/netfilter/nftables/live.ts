import type { Millis } from '../../base/time.js';
import type { SetElements } from '../kernel.js';
import { readValue } from './data-type.js';
import { tableId, type NftElement, type NftSet, type NftTable } from './model.js';

/** The table with what packets have put into its sets, as `nft list ruleset` would print it at this moment. */
export function liveTable(table: NftTable, elements: SetElements | undefined, now: Millis): NftTable {
  const id = tableId(table);
  const live = [...table.sets.values()].flatMap((set): readonly NftSet[] => {
    const found = elements?.get(`${id} ${set.name}`);
    return found === undefined ? [] : [{ ...set, elements: new Map([...set.elements, ...alive(set, found, now)]) }];
  });
  if (live.length === 0) return table;
  return { ...table, sets: new Map([...table.sets, ...live.map((set) => [set.name, set] as const)]) };
}

const alive = (
  { type }: NftSet,
  found: ReadonlyMap<string, Millis>,
  now: Millis,
): readonly (readonly [string, NftElement])[] =>
  [...found].flatMap(([text, end]) => {
    if (end <= now) return [];
    const key = text.split(' . ').map((word, i) => readValue(type[i] ?? 'integer', word) ?? word);
    return [[text, Number.isFinite(end) ? { key, expiresMs: end - now } : { key }] as const];
  });
