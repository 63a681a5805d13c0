/**
 * Does a number tell right from wrong?
 *
 * @module
 */
import { sameLength } from "../base/check.ts";
import { ranks } from "./correlation.ts";
import { measured } from "./values.ts";

/**
 * Area under the ROC curve: the chance that a right case has the higher value than a wrong one, ties by half. 0.5 is what
 * a value that knows nothing gives.
 *
 * @param right n truth values: 1 or true is right.
 * @throws {TypeError} If the lists differ in length. @throws {RangeError} If a value is not finite, or all cases are right
 * or all are wrong.
 * @example
 * ```ts
 * import { auc } from "anchorage/measure";
 * console.log(auc([0.1, 0.4, 0.8], [0, 1, 1])); // 1
 * ```
 */
export function auc(values: ArrayLike<number>, right: ArrayLike<number | boolean>): number {
  const action = "measure the area under the ROC curve", n = measured(values, "the values", action).length;
  sameLength(right, n, "the truth", action);
  const order = ranks(values), yes = Array.from(right, Number), good = yes.reduce((a, b) => a + b, 0);
  if (good === 0 || good === n) {
    throw new RangeError(`Cannot ${action} as some cases must be right and some wrong: ${good} of ${n} are right`);
  }
  const sum = yes.reduce((total, one, i) => total + one * order[i]!, 0);
  return (sum - good * (good + 1) / 2) / (good * (n - good));
}
