import { perObject } from '../../base/per-object.js';

/** For what the tables of a ruleset hold: made once in each table, as long as it is the very same object. */
export function perTable<K extends object, V, F extends string>(make: (table: string, object: K, family: F) => V) {
  const tables = new Map<string, (object: K) => V>();
  return (table: string, family: F): ((object: K) => V) => {
    const place = `${family} ${table}`;
    const known = tables.get(place) ?? perObject((object: K) => make(table, object, family));
    tables.set(place, known);
    return known;
  };
}
