/**
 * Zero-shot stitching: one network's encodings, translated, under another network's head (section 5).
 *
 * @module
 */
import type { Matrix } from "../linalg/matrix.ts";
import type { Space } from "../space/space.ts";
import { accuracy } from "../measure/similarity.ts";

/** What a head made of translated samples. */
export interface Stitching {
  /** Share of samples whose predicted class is their label, in [0, 1]. */
  readonly accuracy: number;
  /** n predicted classes. */
  readonly predicted: Int32Array;
}

/**
 * Puts a head after translated samples and compares with their labels.
 *
 * @throws {TypeError} If the space has no labels, or the head reads another dimension.
 * @example
 * ```ts
 * import { Matrix, space, stitch } from "anchorage";
 * const mapped = space({ name: "m", ids: ["a"], vectors: Matrix.from([[1, 2]]), labels: Int32Array.of(1) });
 * console.log(stitch(mapped, { predict: () => Int32Array.of(1) }).accuracy); // 1
 * ```
 */
export function stitch(samples: Space, head: { predict(x: Matrix): Int32Array }): Stitching {
  if (!samples.labels) {
    throw new TypeError(`Cannot stitch as the space "${samples.name}" must have labels: it has none`);
  }
  const predicted = head.predict(samples.vectors);
  return Object.freeze({ accuracy: accuracy(predicted, samples.labels), predicted });
}
