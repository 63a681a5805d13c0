/**
 * Does a head's confidence mean what it says? (Guo et al. 2017)
 *
 * @module
 */
import { integer, number, sameLength } from "../base/check.ts";
import { measured } from "./values.ts";

/** One bin of confidences: a point of the reliability diagram. */
export interface CalibrationBin {
  /** Predictions in the bin. */
  readonly count: number;
  /** Mean confidence, NaN in an empty bin. */
  readonly confidence: number;
  /** Share of right predictions, NaN in an empty bin. */
  readonly accuracy: number;
}

/** Expected calibration error. */
export interface Calibration {
  /** Σ count / n · |accuracy - confidence|, in [0, 1]. */
  readonly error: number;
  /** The bins, from 0 to 1. */
  readonly bins: readonly CalibrationBin[];
}

/**
 * Expected calibration error of n ≥ 1 predictions over `bins` (default 15) equal bins (low, high] of confidence; the
 * first takes 0 as well.
 *
 * Weakness: biased upwards when bins hold few predictions; compare only equal n and bins.
 *
 * @param confidence Probability of the predicted class, in [0, 1].
 * @param correct Whether each prediction was right: booleans, or 0 and 1.
 * @throws {TypeError} If the lengths differ or there is no prediction.
 * @throws {RangeError} If a confidence is out of [0, 1], an outcome is neither true nor false, or bins < 1.
 * @example
 * ```ts
 * import { calibrationError } from "anchorage/measure";
 * console.log(calibrationError([1, 1, 0.5, 0.5], [true, true, true, false]).error); // 0
 * ```
 */
export function calibrationError(
  confidence: ArrayLike<number>,
  correct: ArrayLike<boolean | number>,
  options: { readonly bins?: number } = {},
): Calibration {
  const action = "measure calibration", n = confidence.length;
  const bins = integer(options.bins ?? 15, 1, Infinity, "the number of bins", action);
  measured(confidence, "the confidences", action, 1);
  sameLength(correct, n, "the outcomes", action);
  const count = new Float64Array(bins), sum = new Float64Array(bins), right = new Float64Array(bins);
  for (let i = 0; i < n; i++) {
    const p = number(confidence[i]!, 0, 1, `confidence ${i}`, action), outcome = Number(correct[i]);
    if (outcome !== 0 && outcome !== 1) {
      throw new RangeError(`Cannot ${action} as outcomes must be true or false: entry ${i} is ${correct[i]}`);
    }
    const bin = binOf(p, bins);
    count[bin]!++;
    sum[bin]! += p;
    right[bin]! += outcome;
  }
  const error = sum.reduce((total, s, b) => total + Math.abs(right[b]! - s) / n, 0);
  const table = Array.from(
    count,
    (c, b) => Object.freeze({ count: c, confidence: sum[b]! / c, accuracy: right[b]! / c }),
  );
  return Object.freeze({ error, bins: Object.freeze(table) });
}

/** The bin (b / bins, (b + 1) / bins] of p; p · bins is rounded, so that it may miss by one. */
function binOf(p: number, bins: number): number {
  const near = Math.max(0, Math.ceil(p * bins) - 1);
  if (near > 0 && p <= near / bins) return near - 1;
  return near + 1 < bins && p > (near + 1) / bins ? near + 1 : near;
}
