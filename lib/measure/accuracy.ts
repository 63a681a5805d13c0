/**
 * How often a classifier is right.
 *
 * @module
 */
import { finite, integer, sameLength } from "../base/check.ts";
import { Matrix } from "../linalg/matrix.ts";

/**
 * The share of predicted labels that are right, in [0, 1].
 *
 * Of scores (n × c) the predicted label is the column of the largest; columns that are equally large count by their
 * share, which is what a choice among them by chance comes to.
 *
 * @throws {TypeError} If there is no label, the lengths differ, or numbers meet texts.
 * @throws {RangeError} If a label is NaN, or, with scores, is no column or a score is not finite.
 * @example
 * ```ts
 * import { Matrix } from "anchorage";
 * import { accuracy } from "anchorage/measure";
 * console.log(accuracy([0, 1, 1, 2], [0, 1, 2, 2])); // 0.75
 * console.log(accuracy(Matrix.from([[0, 0], [1, 2]]), [0, 1])); // 0.75
 * ```
 */
export function accuracy(
  predicted: ArrayLike<number | string> | Matrix,
  labels: ArrayLike<number | string>,
): number {
  const action = "measure accuracy", n = labels.length;
  if (n === 0) throw new TypeError(`Cannot ${action} as there must be at least one label: there is none`);
  if (predicted instanceof Matrix) return scored(predicted, labels, action);
  sameLength(predicted, n, "the predicted labels", action);
  let right = 0;
  for (let i = 0; i < n; i++) {
    const p = predicted[i]!, label = labels[i]!;
    if (typeof p !== typeof label) {
      throw new TypeError(
        `Cannot ${action} as predicted and true labels must be of one kind: ${typeof p} against ${typeof label}`,
      );
    }
    if (Number.isNaN(p) || Number.isNaN(label)) {
      throw new RangeError(`Cannot ${action} as labels must not be NaN: entry ${i} is`);
    }
    if (p === label) right++;
  }
  return right / n;
}

function scored(scores: Matrix, labels: ArrayLike<number | string>, action: string): number {
  sameLength(labels, scores.rows, "labels", action);
  finite(scores, "the scores", action);
  let right = 0;
  for (let i = 0; i < scores.rows; i++) {
    const row = scores.row(i), own = row[integer(labels[i] as number, 0, scores.cols - 1, "every label", action)]!;
    let level = 0, above = false;
    for (let j = 0; j < row.length && !above; j++) {
      above = row[j]! > own;
      level += Number(row[j] === own);
    }
    if (!above) right += 1 / level;
  }
  return right / scores.rows;
}
