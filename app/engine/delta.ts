/**
 * How a value came out of an earlier one, so that only what changed crosses to the page, and whatever
 * did not change stays the very same object there.
 */
export type Delta =
  | { readonly same: true }
  | { readonly value: unknown }
  | { readonly fields: Readonly<Record<string, Delta>>; readonly gone?: readonly string[] }
  | { readonly items: readonly Items[] };

/** Items of a list, in order: some that were there before, one made from one that was there, or new ones. */
export type Items =
  | { readonly from: number; readonly count: number }
  | { readonly from: number; readonly delta: Delta }
  | { readonly values: readonly unknown[] };

type Fields = Readonly<Record<string, unknown>>;

/** The later value. A delta that was made from another value than `before` gives nonsense. */
export function patched(before: unknown, delta: Delta): unknown {
  if ('same' in delta) return before;
  if ('value' in delta) return delta.value;
  // A delta of items was made from a list, one of fields from an object.
  if ('items' in delta) return patchedItems(before as readonly unknown[], delta.items);
  return patchedFields(before as Fields, delta.fields, delta.gone ?? []);
}

function patchedItems(before: readonly unknown[], items: readonly Items[]): readonly unknown[] {
  const after: unknown[] = [];
  for (const part of items) {
    if ('values' in part) for (const value of part.values) after.push(value);
    else if ('delta' in part) after.push(patched(before[part.from], part.delta));
    else for (let i = 0; i < part.count; i++) after.push(before[part.from + i]);
  }
  return after;
}

function patchedFields(before: Fields, fields: Readonly<Record<string, Delta>>, gone: readonly string[]): Fields {
  const after: Record<string, unknown> = { ...before };
  for (const name of gone) delete after[name];
  for (const [name, delta] of Object.entries(fields)) after[name] = patched(before[name], delta);
  return after;
}
