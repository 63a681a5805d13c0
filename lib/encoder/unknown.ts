/**
 * Encodings of texts in which an encoder knows no word.
 *
 * @module
 */
import type { Matrix } from "../linalg/matrix.ts";

/**
 * How many rows are zero: in the encodings of texts, those that have no known word.
 *
 * @example
 * ```ts
 * import { Matrix } from "anchorage";
 * import { countUnknown } from "anchorage/encoder";
 * console.log(countUnknown(Matrix.from([[0, 0], [0, 1]]))); // 1
 * ```
 */
export function countUnknown(vectors: Matrix): number {
  let count = 0;
  for (let i = 0; i < vectors.rows; i++) count += Number(vectors.row(i).every((value) => value === 0));
  return count;
}
