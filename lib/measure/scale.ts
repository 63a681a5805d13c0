/**
 * Distribution of the norms of encodings (section 4.2, Figure 5).
 *
 * @module
 */
import { finite, integer } from "../check.ts";
import type { Matrix } from "../matrix.ts";
import { rowNorms } from "../scaling.ts";
import { modes } from "./density.ts";
import { ksGaussian, normalCdf } from "./gaussian.ts";
import { kurtosis, sd, skew } from "./stats.ts";
import { average } from "./values.ts";

/** Norms beyond this many standard deviations from the mean are outliers. */
const OUTLIER = 4;

/** How the norms of n encodings are distributed. */
export interface ScaleDistribution {
  readonly count: number;
  /** Encodings that are zero; they are in every statistic. */
  readonly zeros: number;
  readonly mean: number;
  /** Sample standard deviation (n - 1). */
  readonly sd: number;
  /** 0 for a Gaussian. */
  readonly skew: number;
  /** 0 for a Gaussian. */
  readonly excessKurtosis: number;
  /** Peaks of the kernel density with a prominence of at least 5 % of the highest (see `modes`), ascending. */
  readonly modes: readonly number[];
  /** Share of norms more than 4 standard deviations from the mean, in [0, 1]; .000063 for a Gaussian. */
  readonly outliers: number;
  /** Kolmogorov-Smirnov distance from the Gaussian with this mean and deviation, in (0, 1). */
  readonly ks: number;
  /** Ascending edges of equal bins from the smallest norm to the largest: one more than bins. */
  readonly edges: readonly number[];
  /** Norms in each bin. */
  readonly counts: readonly number[];
  /** Norms that the fitted Gaussian expects in each bin. */
  readonly expected: readonly number[];
}

/**
 * Statistics and histogram of the Euclidean norms of raw encodings x (n × d, n ≥ 2).
 *
 * Numerical weakness: the number of modes depends on the kernel's bandwidth; read it beside the histogram.
 *
 * @param options.bins Bins of the histogram (default 40).
 * @throws {TypeError} If there are fewer than two rows.
 * @throws {RangeError} If an entry is not finite, all norms are equal or there is no bin.
 * @example
 * ```ts
 * import { Matrix, scaleDistribution } from "anchorage";
 * const { mean, counts } = scaleDistribution(Matrix.from([[3, 4], [0, 6], [7, 0]]), { bins: 2 });
 * console.log(mean, counts.join()); // 6 1,2
 * ```
 */
export function scaleDistribution(x: Matrix, options: { readonly bins?: number } = {}): ScaleDistribution {
  const action = "describe scales";
  const bins = integer(options.bins ?? 40, 1, Infinity, "the number of bins", action);
  const norms = rowNorms(finite(x, "x", action));
  const { distance: ks } = ksGaussian(norms);
  const [mean, spread] = [average(norms), sd(norms)];
  const beyond = norms.filter((norm) => Math.abs(norm - mean) > OUTLIER * spread);
  return Object.freeze({
    count: norms.length,
    zeros: norms.filter((norm) => norm === 0).length,
    mean,
    sd: spread,
    skew: skew(norms),
    excessKurtosis: kurtosis(norms),
    modes: Object.freeze([...modes(norms)]),
    outliers: beyond.length / norms.length,
    ks,
    ...histogram(norms, bins, mean, spread),
  });
}

function histogram(
  norms: Float64Array,
  bins: number,
  mean: number,
  spread: number,
): Pick<ScaleDistribution, "edges" | "counts" | "expected"> {
  const low = norms.reduce((a, b) => Math.min(a, b)), high = norms.reduce((a, b) => Math.max(a, b));
  const edges = Array.from({ length: bins + 1 }, (_, i) => i === bins ? high : low + (high - low) * i / bins);
  const counts = Array<number>(bins).fill(0);
  for (const norm of norms) counts[Math.min(bins - 1, Math.floor((norm - low) / (high - low) * bins))]!++;
  const below = edges.map((edge) => normalCdf((edge - mean) / spread));
  const expected = counts.map((_, i) => norms.length * (below[i + 1]! - below[i]!));
  return { edges: Object.freeze(edges), counts: Object.freeze(counts), expected: Object.freeze(expected) };
}
