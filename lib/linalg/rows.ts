/**
 * Rows and columns of a matrix, measured and mapped.
 *
 * @module
 */
import { floats, Matrix } from "./matrix.ts";

/** The rows divided by their Euclidean norms; a zero row stays zero, and one with NaN has NaN alone. */
export function unitRows(x: Matrix): Matrix {
  const norms = rowNorms(x);
  return mapColumns(x, (value, _, i) => norms[i] === 0 ? 0 : value / norms[i]!);
}

/** Euclidean norm of each row; at any size that float64 holds. */
export function rowNorms(x: Matrix): Float64Array<ArrayBuffer> {
  const out = new Float64Array(x.rows);
  for (let i = 0, p = 0; i < x.rows; i++) {
    let sum = 0;
    for (let j = 0; j < x.cols; j++, p++) sum += x.data[p]! * x.data[p]!;
    out[i] = sum > SAFE.low && sum < SAFE.high ? Math.sqrt(sum) : norm(x.cols, (j) => x.at(i, j));
  }
  return out;
}

/** Sums of squares in this range are exact to rounding in float32 too; others are summed again, scaled. */
export const SAFE = Object.freeze({ low: 1e-30, high: 1e30 });

/** Euclidean norm of `count` values, in float64, of which no square overflows or vanishes. */
export function norm(count: number, value: (j: number) => number): number {
  let largest = 0, sum = 0;
  for (let j = 0; j < count; j++) largest = Math.max(largest, Math.abs(value(j)));
  if (largest === 0 || !(largest < Infinity)) return largest;
  for (let j = 0; j < count; j++) sum += (value(j) / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/** Mean of each column, in float64; finite wherever the column is. */
export function columnMeans(x: Matrix): Float64Array<ArrayBuffer> {
  const { rows, cols, data } = x, out = new Float64Array(cols), whole = rows - rows % 4;
  for (let i = 0; i < whole; i += 4) {
    let p = i * cols, q = p + cols, r = q + cols, s = r + cols;
    for (let j = 0; j < cols; j++) out[j] = out[j]! + (data[p++]! + data[q++]! + (data[r++]! + data[s++]!));
  }
  for (let i = whole, p = i * cols; i < rows; i++) for (let j = 0; j < cols; j++) out[j]! += data[p++]!;
  for (let j = 0; j < cols; j++) {
    if (Math.abs(out[j]!) === Infinity) out[j] = meanOfLarge(x, j);
    else out[j]! /= rows;
  }
  return out;
}

/** The mean of a column whose sum overflows. */
function meanOfLarge(x: Matrix, j: number): number {
  let sum = 0;
  for (let i = 0; i < x.rows; i++) sum += x.at(i, j) / x.rows;
  return sum;
}

/** `f(value, column, row)` over every entry; same precision. */
export function mapColumns(x: Matrix, f: (value: number, j: number, i: number) => number): Matrix {
  const out = floats(x.data.length, x.dtype);
  for (let i = 0, p = 0; i < x.rows; i++) for (let j = 0; j < x.cols; j++, p++) out[p] = f(x.data[p]!, j, i);
  return new Matrix(x.rows, x.cols, out);
}

/** Inner product of two lists. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Mean of a list. */
export function average(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/**
 * How many rows are zero: in the encodings of texts, those that have no known word.
 *
 * @example
 * ```ts
 * import { Matrix } from "anchorage";
 * import { zeroRows } from "anchorage/linalg";
 * console.log(zeroRows(Matrix.from([[0, 0], [0, 1]]))); // 1
 * ```
 */
export function zeroRows(x: Matrix): number {
  let count = 0;
  for (let i = 0; i < x.rows; i++) count += Number(x.row(i).every((value) => value === 0));
  return count;
}
