/**
 * Statistics of one list of measurements.
 *
 * @module
 */
import { number } from "../base/check.ts";
import { average, deviations, measured, varied } from "./values.ts";

/**
 * Arithmetic mean of n ≥ 1 entries.
 *
 * @throws {TypeError} If there is no entry. @throws {RangeError} If an entry is not finite.
 * @example
 * ```ts
 * import { mean } from "anchorage/measure";
 * console.log(mean([1, 2, 6])); // 3
 * ```
 */
export function mean(values: ArrayLike<number>): number {
  return average(measured(values, "the list", "average", 1));
}

/**
 * Sample standard deviation of n ≥ 2 entries, dividing by n - 1 (scipy.stats.tstd; numpy.std divides by n).
 *
 * @throws {TypeError} If n < 2. @throws {RangeError} If an entry is not finite.
 * @example
 * ```ts
 * import { sd } from "anchorage/measure";
 * console.log(sd([1, 2, 3])); // 1
 * ```
 */
export function sd(values: ArrayLike<number>): number {
  const n = measured(values, "the list", "measure spread").length, { unit, size } = deviations(values);
  const spread = size * Math.sqrt(moment(unit, 2) * n / (n - 1));
  if (spread < Infinity) return spread;
  throw new RangeError("Cannot measure spread as it must be a number: the list spans more than the largest one");
}

/**
 * Skewness m₃ / m₂^1.5 of n ≥ 2 entries, 0 for a Gaussian: the biased estimate (moments divided by n), scipy's default.
 *
 * @throws {TypeError} If n < 2. @throws {RangeError} If an entry is not finite or the list is constant.
 * @example
 * ```ts
 * import { skew } from "anchorage/measure";
 * console.log(skew([1, 2, 3]), skew([1, 1, 4]) > 0); // 0 true
 * ```
 */
export function skew(values: ArrayLike<number>): number {
  shaped(values, "measure skewness");
  const { unit } = deviations(values);
  return moment(unit, 3) / moment(unit, 2) ** 1.5;
}

/**
 * Excess kurtosis m₄ / m₂² - 3 of n ≥ 2 entries, 0 for a Gaussian: the biased estimate (moments divided by n), scipy's
 * default.
 *
 * @throws {TypeError} If n < 2. @throws {RangeError} If an entry is not finite or the list is constant.
 * @example
 * ```ts
 * import { kurtosis } from "anchorage/measure";
 * console.log(kurtosis([-1, 1, -1, 1])); // -2
 * ```
 */
export function kurtosis(values: ArrayLike<number>): number {
  shaped(values, "measure kurtosis");
  const { unit } = deviations(values);
  return moment(unit, 4) / moment(unit, 2) ** 2 - 3;
}

/**
 * The p-quantile of n ≥ 1 entries, p in [0, 1], linear between order statistics (numpy's default, Hyndman-Fan type 7).
 *
 * @throws {TypeError} If there is no entry. @throws {RangeError} If an entry is not finite or p is out of range.
 * @example
 * ```ts
 * import { quantile } from "anchorage/measure";
 * console.log(quantile([4, 1, 3, 2], 0.5)); // 2.5
 * ```
 */
export function quantile(values: ArrayLike<number>, p: number): number {
  measured(values, "the list", "find a quantile", 1);
  return sortedQuantile(Float64Array.from(values).sort(), number(p, 0, 1, "p", "find a quantile"));
}

/** The p-quantile of an ascending list. */
export function sortedQuantile(sorted: ArrayLike<number>, p: number): number {
  const at = p * (sorted.length - 1), low = Math.floor(at), high = Math.ceil(at);
  const [a, b, t] = [sorted[low]!, sorted[high]!, at - low], gap = b - a;
  return Number.isFinite(gap) ? a + t * gap : (1 - t) * a + t * b;
}

function shaped(values: ArrayLike<number>, action: string): void {
  varied(measured(values, "the list", action), "the list", action);
}

/** The mean of x^order. */
function moment(unit: Float64Array, order: 2 | 3 | 4): number {
  let sum = 0;
  for (let i = 0; i < unit.length; i++) sum += unit[i]! ** order;
  return sum / unit.length;
}
