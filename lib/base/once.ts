/**
 * Values made when first asked for, and kept.
 *
 * @module
 */

/** A function that makes its value at its first call and returns it at every other; `made` says whether it has. */
export function once<T>(make: () => T): (() => T) & { readonly made: () => boolean } {
  let value: { readonly made: T } | undefined;
  return Object.assign(() => (value ??= { made: make() }).made, { made: () => value !== undefined });
}

/** The same for every key. */
export function byKey<K, T>(make: (key: K) => T): (key: K) => T {
  const known = new Map<K, T>();
  return (key) => {
    if (!known.has(key)) known.set(key, make(key));
    return known.get(key)!;
  };
}
