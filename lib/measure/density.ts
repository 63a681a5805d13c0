/**
 * The shape of a list: its density and its modes.
 *
 * @module
 */
import { integer, number } from "../base/check.ts";
import { sd, sortedQuantile } from "./stats.ts";
import { measured, varied } from "./values.ts";

/** A density on an even grid. */
export interface Density {
  /** Grid, from 3 bandwidths below the smallest entry to 3 above the largest. */
  readonly x: Float64Array<ArrayBuffer>;
  /** Density at each point of the grid; integrates to about 1. */
  readonly y: Float64Array<ArrayBuffer>;
  /** Standard deviation of the Gaussian kernel, in the unit of the list. */
  readonly bandwidth: number;
}

/**
 * Gaussian kernel density of n ≥ 2 entries on a grid of `points` (default 512), with Silverman's robust bandwidth
 * .9 · min(sd, IQR / 1.34) · n^(-1/5) (only the sd where the quartiles coincide).
 *
 * Numerical weakness: the bandwidth suits one hump; well-parted humps are smoothed too much, tails too little.
 *
 * @throws {TypeError} If n < 2. @throws {RangeError} If an entry is not finite, the list is constant, or points < 2.
 * @example
 * ```ts
 * import { density } from "anchorage/measure";
 * console.log(density([1, 2, 3, 2]).y.length); // 512
 * ```
 */
export function density(values: ArrayLike<number>, options: { readonly points?: number } = {}): Density {
  const action = "estimate a density";
  varied(measured(values, "the list", action), "the list", action);
  const points = integer(options.points ?? 512, 2, Infinity, "the number of points", action);
  const sorted = Float64Array.from(values).sort(), n = sorted.length;
  const spread = sd(values), robust = (sortedQuantile(sorted, .75) - sortedQuantile(sorted, .25)) / 1.34;
  const bandwidth = .9 * (robust > 0 ? Math.min(spread, robust) : spread) * n ** -.2;
  const start = sorted[0]! - 3 * bandwidth, step = (sorted[n - 1]! + 3 * bandwidth - start) / (points - 1);
  const x = Float64Array.from({ length: points }, (_, i) => start + i * step);
  const y = x.map((at) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += Math.exp(-.5 * ((at - sorted[i]!) / bandwidth) ** 2);
    return sum / (n * bandwidth * Math.sqrt(2 * Math.PI));
  });
  return Object.freeze({ x, y, bandwidth });
}

/** Which peaks count. */
export interface ModesOptions {
  /** A peak must rise above both valleys beside it by this share of the highest peak, in [0, 1); default .05. */
  readonly prominence?: number;
}

/**
 * Positions of the modes of n ≥ 2 entries, ascending: peaks of `density` on its grid, whose prominence (height over the
 * higher of the lowest points on the way to a higher peak, either side) is at least a share of the highest peak.
 *
 * The count is `modes(values).length`. It depends on bandwidth and prominence, so it is a description, not a test.
 *
 * @throws {TypeError} If n < 2.
 * @throws {RangeError} If an entry is not finite, the list is constant, or the prominence is out of range.
 * @example
 * ```ts
 * import { modes } from "anchorage/measure";
 * console.log(modes([0, .1, .2, .1, 9, 9.1, 9.2, 9.1]).length); // 2
 * ```
 */
export function modes(values: ArrayLike<number>, options: ModesOptions = {}): Float64Array<ArrayBuffer> {
  const share = number(options.prominence ?? .05, 0, 1, "the prominence", "find modes");
  const { x, y } = density(values);
  const least = share * y.reduce((a, b) => Math.max(a, b));
  return x.filter((_, i) => y[i]! > (y[i - 1] ?? 0) && y[i]! >= (y[i + 1] ?? 0) && prominence(y, i) >= least);
}

/** Height of peak i over the higher of its two valleys; a valley ends at a higher point or at the border. */
function prominence(y: Float64Array, i: number): number {
  const valley = (direction: 1 | -1): number => {
    let lowest = y[i]!;
    for (let j = i + direction; j >= 0 && j < y.length && y[j]! <= y[i]!; j += direction) {
      lowest = Math.min(lowest, y[j]!);
    }
    return lowest;
  };
  return y[i]! - Math.max(valley(-1), valley(1));
}
