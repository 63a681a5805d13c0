/**
 * The class of the largest score.
 *
 * @module
 */
import type { Matrix } from "../linalg/matrix.ts";

/** The column of the largest entry of every row; the first on ties. */
export function argmaxRows({ rows, cols, data }: Matrix): Int32Array<ArrayBuffer> {
  const best = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 1; j < cols; j++) if (data[i * cols + j]! > data[i * cols + best[i]!]!) best[i] = j;
  }
  return best;
}
