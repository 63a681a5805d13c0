/**
 * The shape of a list: its density and its modes.
 *
 * @module
 */
import { number } from "../base/check.ts";
import { sd, sortedQuantile } from "./stats.ts";
import { measured, varied } from "./values.ts";

/** A density on a grid. */
export interface Density {
  /**
   * Ascending grid: even within each stretch that the list covers, at steps of at most an eighth of the bandwidth, and
   * without a point in the gaps, where the density is 0.
   */
  readonly x: Float64Array<ArrayBuffer>;
  /** Density at each point of the grid, 0 at the ends of each stretch; the trapezoids below it have an area of about 1. */
  readonly y: Float64Array<ArrayBuffer>;
  /** Standard deviation of the Gaussian kernel, in the unit of the list. */
  readonly bandwidth: number;
}

/** The kernel ends at this many bandwidths: .99994 of a Gaussian is within. */
const REACH = 4;
/** Points of the grid in a bandwidth. */
const FINE = 8;
/** Differences of this share of the largest entry are rounding. */
export const ROUNDING = 1e-12;

/**
 * Gaussian kernel density of n ≥ 2 entries with Silverman's robust bandwidth .9 · min(sd, IQR / 1.34) · n^(-1/5) (only
 * the sd where the quartiles coincide but for rounding).
 *
 * Numerical weakness: the bandwidth suits one hump; well-parted humps are smoothed too much, tails too little.
 *
 * @throws {TypeError} If n < 2. @throws {RangeError} If an entry is not finite, the list is constant, or its entries
 * are so close to each other that no number lies between.
 * @example
 * ```ts
 * import { density } from "anchorage/measure";
 * const { x, y } = density([1, 2, 3, 2]);
 * console.log(x[y.indexOf(Math.max(...y))]!.toFixed(1)); // 2.0
 * ```
 */
export function density(values: ArrayLike<number>): Density {
  const action = "estimate a density";
  varied(measured(values, "the list", action), "the list", action);
  const sorted = Float64Array.from(values).sort(), n = sorted.length;
  const spread = sd(values), robust = (sortedQuantile(sorted, .75) - sortedQuantile(sorted, .25)) / 1.34;
  const size = Math.max(Math.abs(sorted[0]!), Math.abs(sorted[n - 1]!));
  const bandwidth = .9 * (robust > ROUNDING * size ? Math.min(spread, robust) : spread) * n ** -.2;
  if (!(bandwidth > 4 * FINE * Number.EPSILON * size && size + REACH * bandwidth < Infinity)) {
    throw new RangeError(`Cannot ${action} as the bandwidth must stand above rounding: it is ${bandwidth} at ${size}`);
  }
  const pieces = stretches(sorted, 2 * REACH * bandwidth).map(([from, to]) =>
    stretch(sorted.subarray(from, to), bandwidth)
  );
  const joined = (part: "x" | "y"): Float64Array<ArrayBuffer> =>
    Float64Array.from(pieces.flatMap((piece) => Array.from(piece[part])));
  const scale = n * bandwidth * Math.sqrt(2 * Math.PI);
  return Object.freeze({ x: joined("x"), y: joined("y").map((sum) => sum / scale), bandwidth });
}

/** Where to part the sorted list so that no two neighbours in a part are further apart than `gap`. */
function stretches(sorted: Float64Array, gap: number): readonly (readonly [number, number])[] {
  const starts = [0];
  for (let i = 1; i < sorted.length; i++) if (sorted[i]! - sorted[i - 1]! > gap) starts.push(i);
  return starts.map((start, i) => [start, starts[i + 1] ?? sorted.length] as const);
}

/** The sum of the kernels of sorted entries, on a grid that reaches as far as they do. */
function stretch(sorted: Float64Array, bandwidth: number): Pick<Density, "x" | "y"> {
  const reach = REACH * bandwidth, start = sorted[0]! - reach, width = sorted.at(-1)! + reach - start;
  const steps = Math.ceil(width / bandwidth * FINE), step = width / steps;
  const x = Float64Array.from({ length: steps + 1 }, (_, i) => start + i * step), y = new Float64Array(steps + 1);
  for (const value of sorted) {
    const first = Math.max(1, Math.ceil((value - reach - start) / step));
    for (let i = first; i < steps && x[i]! < value + reach; i++) {
      y[i]! += Math.exp(-.5 * ((x[i]! - value) / bandwidth) ** 2);
    }
  }
  return { x, y };
}

/** Which peaks count. */
export interface ModesOptions {
  /** A peak must rise above both valleys beside it by this share of the highest peak, in [0, 1); default .05. */
  readonly prominence?: number;
}

/**
 * Positions of the modes of n ≥ 2 entries, ascending, right to half a step of the grid: peaks of `density`, whose prominence (height over the
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
  const found = x.filter((_, i) => y[i]! > (y[i - 1] ?? 0) && y[i]! >= (y[i + 1] ?? 0) && prominence(y, i) >= least);
  // No mode of a sum of Gaussians is beyond their centres; a point of the grid may be.
  const sorted = Float64Array.from(values).sort();
  return found.map((mode) => Math.min(sorted.at(-1)!, Math.max(sorted[0]!, mode)));
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
