/** A function of one immutable object, worked out once for each: asked again it gives the very same answer. */
export function perObject<K extends object, V>(make: (object: K) => V): (object: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (object) => {
    const before = known.get(object);
    if (before !== undefined) return before.value;
    const value = make(object);
    known.set(object, { value });
    return value;
  };
}
