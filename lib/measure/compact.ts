/**
 * Vectors that take less room: cut to their first dimensions, in whole numbers of eight bits, in single bits.
 *
 * @module
 */
import { finite, integer } from "../base/check.ts";
import { floats, Matrix } from "../linalg/matrix.ts";
import { columnMeans, unitRows } from "../linalg/rows.ts";

/**
 * The first m dimensions, renormalised to unit length: what is done with Matryoshka embeddings. A row that is zero there
 * stays zero. Weakness: on models not trained for it the first dimensions are no better than any others.
 *
 * @throws {RangeError} If m is not an integer in [1, d] or an entry is not finite.
 */
export function truncated(x: Matrix, m: number): Matrix {
  integer(m, 1, finite(x, "x", "cut vectors").cols, "the number of dimensions", "cut vectors");
  return unitRows(resized(x, m));
}

/** x cut, or padded with zeros, to m columns. */
export function resized(x: Matrix, m: number): Matrix {
  if (m === x.cols) return x;
  const out = floats(x.rows * m, x.dtype);
  for (let i = 0; i < x.rows; i++) out.set(x.row(i).subarray(0, m), i * m);
  return new Matrix(x.rows, m, out);
}

/**
 * What int8 storage keeps, widened again: each column in steps of its largest size / 127, rounded to the nearest.
 *
 * @throws {RangeError} If an entry is not finite.
 */
export function asInt8(x: Matrix): Matrix {
  finite(x, "x", "store vectors in eight bits");
  const steps = new Float64Array(x.cols);
  for (let p = 0; p < x.data.length; p++) steps[p % x.cols] = Math.max(steps[p % x.cols]!, Math.abs(x.data[p]!) / 127);
  const step = (value: number, j: number): number => steps[j] === 0 ? 0 : Math.round(value / steps[j]!) * steps[j]!;
  return new Matrix(x.rows, x.cols, x.data.map((value, p) => step(value, p % x.cols)));
}

/**
 * What one bit a dimension keeps: +1 where the entry is at least its column's mean, else -1.
 *
 * @throws {RangeError} If an entry is not finite.
 */
export function asBinary(x: Matrix, mean: ArrayLike<number> = columnMeans(x)): Matrix {
  finite(x, "x", "store vectors in single bits");
  return new Matrix(x.rows, x.cols, x.data.map((value, p) => value >= mean[p % x.cols]! ? 1 : -1));
}
