/**
 * Zero-shot stitching: one network's encodings, translated, under another network's head (section 5).
 *
 * @module
 */
import { finite } from "../base/check.ts";
import type { Matrix } from "../linalg/matrix.ts";
import type { Space } from "../space/space.ts";
import { argmaxRows } from "./argmax.ts";
import { accuracy } from "../measure/accuracy.ts";

/** Anything that names a class for every row: a head, or one of your own. */
export interface Classifier {
  /** n class numbers. */
  predict(x: Matrix): ArrayLike<number>;
  /** Scores, n × c; where there are any, equally large ones count by their share. */
  logits?(x: Matrix): Matrix;
}

/** The accuracy of a classifier on rows (n × d); ties between classes in their expectation. */
export function accuracyOf(model: Classifier, x: Matrix, labels: ArrayLike<number>): number {
  return accuracy(model.logits?.(x) ?? model.predict(x), labels);
}

/** What a head made of translated samples. */
export interface Stitching {
  /** Share of samples whose predicted class is their label, in [0, 1]; ties between classes in their expectation. */
  readonly accuracy: number;
  /** n predicted classes. */
  readonly predicted: ArrayLike<number>;
}

/**
 * Puts a head after translated samples and compares with their labels.
 *
 * @throws {TypeError} If the space has no labels, or the head reads another dimension.
 * @throws {RangeError} If an entry is not finite.
 * @example
 * ```ts
 * import { Matrix, space, stitch } from "anchorage";
 * const mapped = space({ name: "m", ids: ["a"], vectors: Matrix.from([[1, 2]]), labels: Int32Array.of(1) });
 * console.log(stitch(mapped, { predict: () => [1] }).accuracy); // 1
 * ```
 */
export function stitch(samples: Space, head: Classifier): Stitching {
  const { name, vectors, labels } = samples;
  if (!labels) throw new TypeError(`Cannot stitch as the space "${name}" must have labels: it has none`);
  finite(vectors, `the space "${name}"`, "stitch");
  const scores = head.logits?.(vectors), predicted = scores ? argmaxRows(scores) : head.predict(vectors);
  return Object.freeze({ accuracy: accuracy(scores ?? predicted, labels), predicted });
}
