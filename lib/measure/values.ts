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
  const origin = values[0]!, n = values.length;
  let sum = 0;
  for (let i = 1; i < n; i++) sum += values[i]! - origin;
  const mean = origin + sum / n;
  if (Number.isFinite(mean)) return mean;
  let parts = 0;
  for (let i = 0; i < n; i++) parts += values[i]! / n;
  return parts;
}

/** Deviations from the mean in a unit of their own, so that no power of theirs overflows or vanishes. */
export interface Deviations {
  /** About 1 at most. */
  readonly unit: Float64Array<ArrayBuffer>;
  /** The unit; Infinity where the list spans more than a number can say. */
  readonly size: number;
}

/** The deviations of a list; of an equal one all are 0. */
export function deviations(values: ArrayLike<number>): Deviations {
  const mean = average(values), plain = Float64Array.from(values, (x) => x - mean), size = largest(plain);
  if (size === 0) return { unit: plain, size };
  const scaled = size < Infinity ? plain.map((x) => x / size) : halved(values, mean);
  const rest = average(scaled); // what rounding left of the mean
  return { unit: scaled.map((x) => x - rest), size };
}

/** Deviations where the difference of two entries overflows, over the largest. */
function halved(values: ArrayLike<number>, mean: number): Float64Array<ArrayBuffer> {
  const halves = Float64Array.from(values, (x) => x / 2 - mean / 2), most = largest(halves);
  return halves.map((x) => x / most);
}

function largest(values: Float64Array): number {
  return values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}
