/**
 * Correlation of two lists of measurements.
 *
 * @module
 */
import { sameLength } from "../base/check.ts";
import { deviations, measured, varied } from "./values.ts";

/**
 * Pearson's correlation of two lists of length n ≥ 2, in [-1, 1]: how nearly one is a straight line of the other.
 *
 * Numerical weakness: one extreme pair decides it; take the logarithm of condition numbers first.
 *
 * @throws {TypeError} If the lengths differ or n < 2.
 * @throws {RangeError} If an entry is not finite or a list is constant.
 * @example
 * ```ts
 * import { pearson } from "anchorage/measure";
 * console.log(pearson([1, 2, 3], [2, 4, 6])); // 1
 * ```
 */
export function pearson(a: ArrayLike<number>, b: ArrayLike<number>): number {
  checkPair(a, b);
  return correlate(a, b);
}

/**
 * Spearman's correlation: Pearson's of the ranks, ties given their average rank. Unchanged by any increasing map.
 *
 * @throws {TypeError} If the lengths differ or n < 2.
 * @throws {RangeError} If an entry is not finite or a list is constant.
 * @example
 * ```ts
 * import { spearman } from "anchorage/measure";
 * console.log(spearman([1, 2, 3], [1, 10, 1000])); // 1
 * ```
 */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number {
  checkPair(a, b);
  return correlate(ranks(a), ranks(b));
}

/**
 * Ranks from 1 to n in ascending order, ties given their average rank.
 *
 * @throws {TypeError} If there is no entry. @throws {RangeError} If an entry is not finite.
 * @example
 * ```ts
 * import { ranks } from "anchorage/measure";
 * console.log(ranks([10, 30, 10]).join()); // 1.5,3,1.5
 * ```
 */
export function ranks(values: ArrayLike<number>): Float64Array<ArrayBuffer> {
  measured(values, "the list", "rank", 1);
  const n = values.length, out = new Float64Array(n);
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((i, j) => values[i]! - values[j]!);
  for (let start = 0, end = 0; start < n; start = end) {
    while (end < n && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) out[order[i]!] = (start + 1 + end) / 2;
  }
  return out;
}

function checkPair(a: ArrayLike<number>, b: ArrayLike<number>): void {
  const action = "correlate";
  sameLength(b, a.length, "the second list", action);
  varied(measured(a, "the first list", action), "the first list", action);
  varied(measured(b, "the second list", action), "the second list", action);
}

function correlate(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const { unit: x } = deviations(a), { unit: y } = deviations(b);
  let xx = 0, yy = 0, xy = 0;
  for (let i = 0; i < x.length; i++) {
    xx += x[i]! * x[i]!;
    yy += y[i]! * y[i]!;
    xy += x[i]! * y[i]!;
  }
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}
