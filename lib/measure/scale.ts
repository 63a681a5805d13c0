/**
 * Distribution of the norms of encodings (section 4.2, Figure 5).
 *
 * @module
 */
import { finite } from "../base/check.ts";
import type { Matrix } from "../linalg/matrix.ts";
import { rowNorms } from "../linalg/rows.ts";
import { modes, ROUNDING } from "./density.ts";
import { ksGaussian } from "./gaussian.ts";
import { kurtosis, skew } from "./stats.ts";
import { average, measured } from "./values.ts";

/** Norms beyond this many standard deviations from the mean are outliers. */
const OUTLIER = 4;

/** How the norms of n encodings are distributed. */
export interface ScaleDistribution {
  /** How many norms there are. */
  readonly count: number;
  /** Encodings that are zero; they are in every statistic. */
  readonly zeroRows: number;
  /** Their mean. */
  readonly mean: number;
  /** Whether the norms differ by rounding only, as those of unit vectors: they then have no shape. */
  readonly equal: boolean;
  /** Sample standard deviation (n - 1); 0 where the norms are equal. */
  readonly sd: number;
  /** 0 for a Gaussian; NaN where the norms are equal, as are `excessKurtosis` and `ks`. */
  readonly skew: number;
  /** 0 for a Gaussian. */
  readonly excessKurtosis: number;
  /** Peaks of the kernel density with a prominence of at least 5 % of the highest (see `modes`), ascending. */
  readonly modes: readonly number[];
  /** Share of norms more than 4 standard deviations from the mean, in [0, 1]; .000063 for a Gaussian. */
  readonly outliers: number;
  /** Kolmogorov-Smirnov distance from the Gaussian with this mean and deviation, in (0, 1). */
  readonly ks: number;
  /** The n norms, in the order of the rows. */
  readonly norms: Float64Array<ArrayBuffer>;
}

/**
 * Statistics of the Euclidean norms of raw encodings x (n × d, n ≥ 2).
 *
 * Numerical weakness: the number of modes depends on the kernel's bandwidth; read it beside a histogram.
 *
 * @throws {TypeError} If there are fewer than two rows.
 * @throws {RangeError} If an entry is not finite, or a norm is larger than any number.
 * @example
 * ```ts
 * import { Matrix, scaleDistribution } from "anchorage";
 * const { mean, zeroRows } = scaleDistribution(Matrix.from([[3, 4], [0, 6], [7, 0]]));
 * console.log(mean, zeroRows); // 6 0
 * ```
 */
export function scaleDistribution(x: Matrix): ScaleDistribution {
  const action = "describe scales", norms = measured(rowNorms(finite(x, "x", action)), "the list of norms", action);
  const zeroRows = norms.filter((norm) => norm === 0).length;
  return Object.freeze({
    count: norms.length,
    zeroRows,
    ...(onlyRounding(x, norms) ? flat(norms) : shaped(norms)),
    norms,
  });
}

type Shape = Omit<ScaleDistribution, "count" | "zeroRows" | "norms">;

function shaped(norms: Float64Array): Shape {
  const { distance: ks, mean, sd } = ksGaussian(norms);
  return {
    ...{ mean, equal: false, sd, skew: skew(norms), excessKurtosis: kurtosis(norms) },
    modes: Object.freeze([...modes(norms)]),
    outliers: norms.filter((norm) => Math.abs(norm - mean) > OUTLIER * sd).length / norms.length,
    ks,
  };
}

function flat(norms: Float64Array): Shape {
  const mean = average(norms);
  return {
    mean,
    equal: true,
    sd: 0,
    skew: NaN,
    excessKurtosis: NaN,
    modes: Object.freeze([mean]),
    outliers: 0,
    ks: NaN,
  };
}

/** Whether norms of d entries in the precision of x differ by no more than their own rounding. */
function onlyRounding({ cols, dtype }: Matrix, norms: Float64Array): boolean {
  const most = norms.reduce((a, b) => Math.max(a, b)), least = norms.reduce((a, b) => Math.min(a, b));
  return most - least <= most * (dtype === "f32" ? 4 * Math.sqrt(cols) * 2 ** -23 : ROUNDING);
}
