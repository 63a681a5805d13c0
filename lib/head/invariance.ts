/**
 * How far a decoder may be off in scale: one range to compare decoders by (section 4.2).
 *
 * @module
 */
import { number, sameLength } from "../base/check.ts";
import { rescaleRows } from "../nn/rescale.ts";
import { accuracyOf, type Classifier } from "./stitch.ts";
import type { Labelled } from "./tempered.ts";

/** Accuracy of a decoder on rows of one norm. */
export interface ScalePoint {
  /** Multiple of the mean scale; negative: the rows are flipped. */
  readonly alpha: number;
  /** Share of right predictions at this factor, 0 to 1. */
  readonly accuracy: number;
}

/** The scale invariance of a decoder. */
export interface ScaleInvariance {
  /** Mean norm of the rows that are not zero, what α = 1 stands for. */
  readonly meanScale: number;
  /** Accuracy with every row at the mean scale. */
  readonly baseline: number;
  /** The α nearest to 0 and farthest from it between which, without a break, accuracy stays within the tolerance. */
  readonly low: number;
  /** Upper end of the interval. */
  readonly high: number;
  /** Decades between them, log₁₀(high / low): the score. */
  readonly decades: number;
  /** Accuracy at every α that was tried, ascending. */
  readonly points: readonly ScalePoint[];
  /** Rows of norm zero: they stay zero at every α. */
  readonly zeroRows: number;
}

/** What is tried and what counts as the same. */
export interface InvarianceOptions {
  /** Multiples of the mean scale to try, above 0; default ten a decade from .01 to 100, and 1 is always tried. */
  readonly alphas?: readonly number[];
  /** Accuracy may differ from that at the mean scale by this much (default .02, 2 points). */
  readonly tolerance?: number;
}

const DECADES = Object.freeze(Array.from({ length: 41 }, (_, i) => 10 ** ((i - 20) / 10)));

/**
 * The range of α within which a decoder does not mind that all its inputs have norm α times the mean scale.
 *
 * IRP returns rows at the mean scale, so a decoder with a range that leaves room around 1 is safe. The range cannot
 * exceed the α that are tried; between two of them it is not looked at.
 *
 * @throws {TypeError} If labels and rows differ in number or there is no row.
 * @throws {RangeError} If all rows are zero, an α is not a finite number above 0 or the tolerance is out of [0, 1].
 * @example
 * ```ts
 * import { Matrix, scaleInvariance } from "anchorage";
 * const x = Matrix.from([[1, 2], [3, 1]]), labels = [0, 1];
 * const larger = { predict: (m: Matrix) => Array.from({ length: m.rows }, (_, i) => Number(m.at(i, 0) > m.at(i, 1))) };
 * console.log(scaleInvariance(larger, { x, labels: Int32Array.from(labels) }).decades); // 4
 * ```
 */
export function scaleInvariance(model: Classifier, data: Labelled, options: InvarianceOptions = {}): ScaleInvariance {
  const action = "measure scale invariance", { x, labels } = data;
  const tolerance = number(options.tolerance ?? 0.02, 0, 1, "the tolerance", action);
  sameLength(labels, x.rows, "labels", action);
  const given = options.alphas ?? DECADES;
  for (const alpha of given) number(alpha, Number.MIN_VALUE, Infinity, "alpha", action);
  const { meanNorm: meanScale, zeroRows } = rescaleRows(x, 1);
  if (meanScale === 0) throw new RangeError(`Cannot ${action} as x must have a row that is not zero: all are`);
  const alphas = [...new Set([...given, 1])].sort((a, b) => a - b);
  const points = accuracyOverScale(model, data, { alphas, meanScale });
  const at = alphas.indexOf(1), baseline = points[at]!.accuracy;
  const same = points.map((point) => Math.abs(point.accuracy - baseline) <= tolerance);
  const low = alphas[same.lastIndexOf(false, at) + 1]!;
  const end = same.indexOf(false, at);
  const high = alphas[(end < 0 ? alphas.length : end) - 1]!;
  return Object.freeze({ meanScale, baseline, low, high, decades: Math.log10(high / low), points, zeroRows });
}

/**
 * Accuracy of a classifier on rows set to norm α · meanScale, for each α of either sign (Figure 4).
 *
 * @param options.meanScale What α = 1 stands for; default the mean norm of the rows that are not zero.
 * @throws {RangeError} If an α is zero, NaN or infinite. @throws {TypeError} If labels and rows differ in number.
 */
export function accuracyOverScale(
  model: Classifier,
  { x, labels }: Labelled,
  options: { readonly alphas: readonly number[]; readonly meanScale?: number },
): readonly ScalePoint[] {
  const { alphas, meanScale = rescaleRows(x, 1).meanNorm } = options;
  return Object.freeze(alphas.map((alpha) => {
    const { values } = rescaleRows(x, alpha * meanScale);
    return Object.freeze({ alpha, accuracy: accuracyOf(model, values, labels) });
  }));
}
