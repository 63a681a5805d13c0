/**
 * Guards for lists of measurements.
 *
 * @module
 */

/** Returns `values` if it has at least `low` entries (TypeError) and all are finite (RangeError). */
export function measured<L extends ArrayLike<number>>(values: L, what: string, action: string, low = 2): L {
  if (values.length < low) {
    const least = low === 1 ? "one entry" : `${low} entries`;
    throw new TypeError(`Cannot ${action} as ${what} must have at least ${least}: it has ${values.length}`);
  }
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new RangeError(`Cannot ${action} as ${what} must be finite: entry ${i} is ${values[i]}`);
    }
  }
  return values;
}

/** Returns `values` if two entries differ; throws RangeError otherwise. */
export function varied<L extends ArrayLike<number>>(values: L, what: string, action: string): L {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return values;
  throw new RangeError(`Cannot ${action} as ${what} must vary: every entry is ${values[0]}`);
}

/** The arithmetic mean, summed about the first entry: exact for equal entries, and no digits lost to a large offset. */
export function average(values: ArrayLike<number>): number {
  const origin = values[0]!;
  let sum = 0;
  for (let i = 1; i < values.length; i++) sum += values[i]! - origin;
  return origin + sum / values.length;
}
