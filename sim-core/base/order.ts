/** Total order by UTF-16 code units: the same in every engine and locale. */
export const compareCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Orders by a key derived from each item. */
export const byKey =
  <T>(key: (item: T) => string) =>
  (a: T, b: T): number =>
    compareCodeUnits(key(a), key(b));
